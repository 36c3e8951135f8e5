"""``quiz demo``: a class of simulated students, and an assignment that they have answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quiz.assessment.scoring import AttemptScore
    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment

MINUTES = 40


@click.command()
@click.option("--students", type=click.IntRange(1, 5000), default=30, show_default=True)
@click.option(
    "--seed", type=int, default=7, show_default=True, help="The same seed: the same class."
)
@click.option("--set", "set_id", default="geneva-talks", show_default=True, metavar="SET-ID")
@click.option("--owner", metavar="EMAIL", help="Whose class it is. Default: the first admin's.")
def demo(students: int, seed: int, set_id: str, owner: str | None) -> None:
    """Fill an assignment with a class of simulated students.

    They are of different ability, and start, save and submit as students in a browser do,
    yesterday, so that the assignment is closed by now and its set remains open practice.
    Before there is a teacher's account they are in no class.

    \b
    Example:
        quiz demo --students 30 --seed 7
    """
    from quiz import config
    from quiz.assessment import simulation
    from quiz.cli import assign
    from quiz.cli.app import application
    from quiz.cli.sets import files, load_all
    from quiz.storage import assignments, sets

    random = Random(seed)  # noqa: S311 - the same seed must give the same class
    with application() as app:
        if sets.newest(set_id) is None:
            list(load_all(files([config.folder("questions")])))
        opens = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
        names = simulation.names(students, random)
        teacher = _teacher(owner)
        class_id, ids = _class(teacher, names, opens) if teacher else (None, [None] * students)
        made = assign.create_or_explain(set_id, opens=opens, class_id=class_id)
        totals = [_sit(made, *who, random, opens) for who in zip(names, ids, strict=True)]
        # Only now: a service that runs beside would hand in what ended yesterday, in the middle.
        limit = timedelta(minutes=MINUTES)
        made = assignments.end(made, limit=limit, closes=opens + 2 * limit)
        assign.tell(made, app)
        _summary(totals)


def _teacher(email: str | None) -> Account | None:
    """Find the account of the class: the one asked for, else the first admin's."""
    from quiz.storage import accounts

    found = accounts.all_accounts(None)
    if email is None:
        return next((account for account in found if account.role == "admin"), None)
    wanted = accounts.clean_email(email)
    for account in found:
        if account.email == wanted:
            return account
    message = f"Nobody has the account {email!r}. quiz user list tells who has one."
    raise click.ClickException(message)


def _class(teacher: Account, names: list[str], now: datetime) -> tuple[int, list[int | None]]:
    from quiz.assessment.roster import Row
    from quiz.storage import classes, students

    made = classes.create(teacher, "Simulated class", "", now)
    rows = [Row(line, name) for line, name in enumerate(names, 1)]
    return made, [*students.enrol(teacher, made, rows, now)]


def _sit(
    assignment: Assignment, name: str, student: int | None, random: Random, opens: datetime
) -> AttemptScore:
    """One student's sitting, through the functions that the pages call."""
    from quiz.assessment import simulation
    from quiz.storage import attempts

    now = opens + timedelta(seconds=random.randint(0, 600))
    attempt, _ = attempts.start(assignment, name=name, now=now, student_id=student)
    given = simulation.answers(attempt.version.questions, simulation.ability(random), random)
    pace = timedelta(minutes=MINUTES - 5) / (len(given) or 1)
    for number, (item, answer) in enumerate(given.items(), 1):
        now += pace * random.uniform(0.5, 1)
        attempts.save(attempt, item, answer, writer="demo", number=number, seen=0, now=now)
    return attempts.result(attempts.submit(attempt, now=now + timedelta(seconds=20)))


def _summary(totals: list[AttemptScore]) -> None:
    from statistics import mean

    points = sorted(total.points for total in totals)
    answered = sum(score.answered for total in totals for score in total.items.values())
    click.echo(f"{len(totals)} students, {answered} answers")
    click.echo(
        f"Points of {totals[0].max:g}: {points[0]:g} to {points[-1]:g}, mean {mean(points):.1f}"
    )
