"""``quiz assign``: give a set to students."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

if TYPE_CHECKING:
    from flask import Flask

    from quiz.storage.assignments import Assignment

MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


@click.command()
@click.argument("set_id", metavar="SET-ID")
@click.option("--minutes", type=click.IntRange(1, 10_000), help="Time limit. Default: none.")
@click.option("--attempts", type=click.IntRange(1, 100), help="Attempts each. Default: any number.")
@click.option(
    "--feedback",
    type=click.Choice(["none", "score", "answers", "evidence"]),
    help="How much is shown after submitting. Default: as the set's frame says.",
)
@click.option("--opens", type=click.DateTime(MOMENTS), help="Earliest start, as 2026-03-01T09:00.")
@click.option("--closes", type=click.DateTime(MOMENTS), help="When it ends for all.")
@click.option("--shuffle", is_flag=True, help="Give each attempt its own order of choices.")
@click.option(
    "--shuffle-questions",
    is_flag=True,
    help="Give each attempt its own order of questions; those on one passage stay together.",
)
@click.option("--by-question", is_flag=True, help="Show a page a question.")
@click.option(
    "--counts",
    type=click.Choice(["first", "best", "last"]),
    default="first",
    show_default=True,
    help="Which of a student's attempts counts.",
)
@click.option(
    "--release",
    type=click.Choice(["submit", "close", "teacher"]),
    default="submit",
    show_default=True,
    help="When the feedback is shown: at once, after the close, when the teacher says so.",
)
@click.option("--class", "group", metavar="CLASS", help="A class, by its name or its number.")
def assign(
    set_id: str,
    minutes: int | None,
    attempts: int | None,
    feedback: str | None,
    opens: datetime | None,
    closes: datetime | None,
    shuffle: bool,
    shuffle_questions: bool,
    by_question: bool,
    counts: str,
    release: str,
    group: str | None,
) -> None:
    """Give a set to students and print the join code and the link.

    The assignment shows the set's newest version, and goes on showing it when the set changes. As
    long as it is open, its set is no open practice: that would show the answers. Times are in the
    time zone of QUIZ_TIMEZONE.

    \b
    Example:
        quiz assign geneva-talks --minutes 40 --attempts 2 --feedback answers
    """
    from quiz.assessment.model import Feedback
    from quiz.cli.app import application

    with application() as app:
        begin, end = _moment(opens, app), _moment(closes, app)
        policy = Feedback(feedback) if feedback else None
        made = create_or_explain(
            set_id,
            minutes=minutes,
            attempts=attempts,
            feedback=policy,
            opens=begin,
            closes=end,
            shuffle=shuffle,
            shuffle_items=shuffle_questions,
            by_question=by_question,
            counts=counts,
            release=release,
            class_id=None if group is None else _class(group),
        )
        tell(made, app)
        if made.version.questions.practice:
            click.echo("While it withholds answers, this set is not open practice.")


def create_or_explain(set_id: str, **rules: Any) -> Assignment:  # noqa: ANN401 - as `create` has them
    """Make an assignment, or say which sets there are, or what contradicts what."""
    from quiz.storage import assignments

    try:
        return assignments.create(set_id, now=datetime.now(UTC), **rules)
    except assignments.UnknownSet:
        raise click.ClickException(no_such_set(set_id)) from None
    except assignments.Contradictory as error:
        raise click.UsageError(str(error)) from None


def tell(assignment: Assignment, app: Flask) -> None:
    """Print the code and the link of an assignment."""
    from quiz.cli.app import address

    click.echo(f"{assignment.title} (version {assignment.version.number})")
    click.echo(f"Code: {assignment.code}")
    click.echo(f"Link: {address(app)}/join/{assignment.code}")


def _moment(local: datetime | None, app: Flask) -> datetime | None:
    zone = ZoneInfo(app.config["BABEL_DEFAULT_TIMEZONE"])
    return local and local.replace(tzinfo=zone).astimezone(UTC)


def _class(wanted: str) -> int:
    """Find a class by its number or its name; where several have that name, their numbers help."""
    from quiz.storage import classes

    every = classes.mine(None)
    found = [c for c in every if wanted in {str(c.id), c.name, str(c)}]
    if len(found) == 1:
        return found[0].id
    known = ", ".join(f"{c.id}: {c}" for c in found or every) or "none yet"
    trouble = f"There are several classes {wanted!r}" if found else f"There is no class {wanted!r}"
    raise click.ClickException(f"{trouble}. Say its number. Known: {known}.")


def no_such_set(set_id: str) -> str:
    """Say that a set is not there, and which are."""
    from quiz.storage import sets

    known = ", ".join(sets.ids()) or "none is loaded; see quiz load"
    return f"There is no set {set_id!r}. Known: {known}."
