"""``quiz demo``: an assignment full of simulated students."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quiz.assessment.scoring import AttemptScore
    from quiz.storage.assignments import Assignment

MINUTES = 40


@click.command()
@click.option("--students", type=click.IntRange(1, 5000), default=30, show_default=True)
@click.option(
    "--seed", type=int, default=7, show_default=True, help="The same seed: the same class."
)
@click.option("--set", "set_id", default="geneva-talks", show_default=True, metavar="SET-ID")
def demo(students: int, seed: int, set_id: str) -> None:
    """Fill an assignment with simulated students.

    They are of different ability, and start, save and submit as students in a browser do,
    yesterday, so that the assignment is closed by now and its set remains open practice.

    \b
    Example:
        quiz demo --students 30 --seed 7
    """
    from quiz import config
    from quiz.assessment import simulation
    from quiz.cli import assign
    from quiz.cli.app import application
    from quiz.cli.sets import files, load_all
    from quiz.storage import sets

    random = Random(seed)  # noqa: S311 - the same seed must give the same class
    with application() as app:
        if sets.newest(set_id) is None:
            list(load_all(files([config.folder("questions")])))
        opens = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
        made = assign.create_or_explain(
            set_id, opens=opens, closes=opens + timedelta(minutes=2 * MINUTES), minutes=MINUTES
        )
        names = simulation.names(students, random)
        totals = [_sit(made, name, random, opens) for name in names]
        assign.tell(made, app)
        _summary(totals)


def _sit(assignment: Assignment, name: str, random: Random, opens: datetime) -> AttemptScore:
    """One student's sitting, through the functions that the pages call."""
    from quiz.assessment import simulation
    from quiz.storage import attempts

    now = opens + timedelta(seconds=random.randint(0, 600))
    attempt, _ = attempts.start(assignment, name=name, now=now)
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
