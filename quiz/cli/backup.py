"""``quiz backup``: a copy of the database while the service runs."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Copy the database to FILE while the service runs.

    The copy is one moment of the database and is checked before it gets its name. `quiz restore`
    puts it back.

    \b
    Example:
        quiz backup /backups/quiz-2026-03-01.sqlite
    """
    from quiz import config
    from quiz.cli.app import private
    from quiz.storage.upkeep.backup import NotCopied
    from quiz.storage.upkeep.backup import backup as copy

    url = config.from_environment()["SQLALCHEMY_DATABASE_URI"]
    try:
        with private():
            size = copy(url, target)
    except NotCopied as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{target}: {size / 1e6:.1f} MB, checked")
