"""``quiz purge``: erasing what is old."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

if TYPE_CHECKING:
    from quiz.storage.upkeep.purging import Purged


@click.command()
@click.option(
    "--before",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The first day that is kept, as 2026-08-01, in the time zone of QUIZ_TIMEZONE.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be erased, and erase nothing.")
def purge(before: datetime, dry_run: bool) -> None:
    """Erase attempts to which nothing has happened since DATE, with all their answers.

    An attempt that began before DATE and was answered or handed in later is kept. Students of
    before who then have no attempt and are in no class are erased too; question sets, assignments,
    classes and accounts are not. It cannot be undone, and copies made by `quiz backup` still hold
    what is erased here. The service may run meanwhile.

    \b
    Example:
        quiz purge --before 2026-08-01 --dry-run
    """
    from quiz.cli.app import application
    from quiz.storage.upkeep import purging

    with application() as app:
        moment = before.replace(tzinfo=ZoneInfo(app.config["BABEL_DEFAULT_TIMEZONE"]))
        if moment > datetime.now(UTC):
            raise click.BadParameter("must not be in the future", param_hint="--before")
        found = purging.would(moment) if dry_run else purging.purge(moment)
    verb = "Would erase" if dry_run else "Erased"
    click.echo(f"{verb} {_counted(found)}.")


def _counted(found: Purged) -> str:
    return (
        f"{found.attempts} {'attempt' if found.attempts == 1 else 'attempts'} "
        f"with {found.answers} {'answer' if found.answers == 1 else 'answers'} "
        f"and {found.students} {'student' if found.students == 1 else 'students'}"
    )
