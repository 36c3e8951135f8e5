"""``quiz student``: all that is kept of one student, handed over or erased."""

from __future__ import annotations

import json

import click


@click.group()
def student() -> None:
    """Find a student, export all that is kept of her, or erase it.

    Whoever runs the service may do so for any student; a teacher does it on the student's page.
    """


@student.command("list")
@click.argument("name")
def list_(name: str) -> None:
    """List the students with NAME in their names: number, name, classes.

    \b
    Example:
        quiz student list osei
    """
    from quiz.cli.app import application
    from quiz.storage.students import personal

    with application():
        found = personal.named(name)
    for id, called, classes in found:
        click.echo(f"{id:6}  {called}  ({classes or 'in no class'})")
    if not found:
        click.echo(f"Nobody's name has {name!r} in it.", err=True)


@student.command()
@click.argument("number", type=click.IntRange(1))
def export(number: int) -> None:
    """Print all that is kept of student NUMBER as JSON: attempts, answers, scores, marks.

    \b
    Example:
        quiz student export 41 > amira.json
    """
    from quiz.cli.app import application
    from quiz.storage.students import personal

    with application():
        try:
            found = personal.export(None, number)
        except LookupError:
            raise click.ClickException(_nobody(number)) from None
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))


@student.command()
@click.argument("number", type=click.IntRange(1))
@click.option("--name", prompt="The student's name, to confirm", help="Her name, to confirm.")
def erase(number: int, name: str) -> None:
    """Erase student NUMBER with all attempts, for good.

    \b
    Example:
        quiz student erase 41 --name "Amira Osei"
    """
    from quiz.cli.app import application
    from quiz.storage.students import personal

    with application():
        try:
            personal.erase(None, number, name)
        except LookupError:
            raise click.ClickException(_nobody(number)) from None
        except personal.WrongName:
            message = f"Student {number} has another name. Nothing is erased."
            raise click.ClickException(message) from None
    click.echo(f"Student {number} is erased, with all attempts.")


def _nobody(number: int) -> str:
    return f"There is no student {number}; see quiz student list."
