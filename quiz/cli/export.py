"""``quiz export``: a published set as a file."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("set_id", metavar="SET-ID")
@click.option("--version", "number", type=click.IntRange(1), help="Its number. Default: newest.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: print it."
)
def export(set_id: str, number: int | None, output: Path | None) -> None:
    """Write a published set as the Markdown that it is, byte for byte.

    What is written can be kept under git, changed, and put back with `quiz load`: the set in the
    file and the set in the browser are the same set.

    \b
    Example:
        quiz export geneva-talks -o my-sets/geneva-talks.md
    """
    from quiz.cli.app import application
    from quiz.storage.sets import versions

    with application():
        text = versions.source(set_id, number)
        if text is None:
            raise click.ClickException(_none(set_id, number))
    content = text.encode()
    if output is None:
        click.echo(content, nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        message = f"{output} could not be written: {error.strerror}."
        raise click.ClickException(message) from None


def _none(set_id: str, number: int | None) -> str:
    from quiz.cli.assign import no_such_set
    from quiz.storage.sets import versions

    newest = versions.newest(set_id)
    if newest is None:
        return no_such_set(set_id)
    return f"{set_id} has no version {number}; the newest is {newest.number}."
