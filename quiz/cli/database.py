"""``quiz db``: the database itself."""

from __future__ import annotations

import click


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the form that this version of the program needs.

    `quiz serve` does so by itself; this is for those who start the processes by other means.
    Nothing happens where the form is the newest already.

    \b
    Example:
        QUIZ_DATABASE_URL=postgresql://quiz@db/quiz quiz db upgrade
    """
    from quiz.cli.app import application
    from quiz.storage import db as database

    with application():
        where = database.engine.url.render_as_string(hide_password=True)
        click.echo(f"The database is up to date: {where}")
