"""``quiz restore``: a copy of the database in its place again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click


@click.command()
@click.argument(
    "source", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def restore(source: Path) -> None:
    """Put FILE, a copy that `quiz backup` made, in the place of the database.

    Stop the service first. FILE stays as it is: a copy of it is checked, brought to the form that
    this version of the program needs, and only then put in the place of the database. What was
    there stays beside it under a name with the time. Where anything is amiss, nothing changes.

    \b
    Example:
        quiz restore /backups/quiz-2026-03-01.sqlite
    """
    from quiz import config
    from quiz.cli.app import private
    from quiz.storage.upkeep import restoring

    url = config.from_environment()["SQLALCHEMY_DATABASE_URI"]
    try:
        restoring.refuse_in_use(url)
        with private():
            copy = restoring.prepare(url, source)
            try:
                _upgrade(copy)
                kept = restoring.put(url, copy, datetime.now(UTC))
            finally:
                restoring.discard(copy)
    except restoring.NotRestored as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{restoring.place(url)} is what {source} holds.")
    if kept is not None:
        click.echo(f"What was there is {kept}; remove it when it is no longer wanted.")


def _upgrade(copy: Path) -> None:
    """Bring a prepared copy to the newest form."""
    from quiz import create_app
    from quiz.storage import db, migrations

    app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{copy.as_posix()}"})
    with app.app_context():
        migrations.upgrade()
        db.engine.dispose()  # so that all of it is in the one file
