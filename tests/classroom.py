"""A class that sits a set: students of different ability, the same in every run."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from quiz.assessment import simulation
from quiz.storage import attempts

if TYPE_CHECKING:
    from quiz.storage.assignments import Assignment
    from tests.conftest import Clock


def sit(given: Assignment, clock: Clock, count: int, seed: int = 7) -> None:
    """Let so many students begin, answer question by question, and hand in; they need a page."""
    random = Random(seed)
    for name in simulation.names(count, random):
        attempt, _ = attempts.start(given, name=name, now=clock.passes(seconds=20))
        found = simulation.answers(attempt.version.questions, simulation.ability(random), random)
        for number, (item, answer) in enumerate(found.items(), 1):
            now = clock.passes(seconds=15)
            attempts.save(attempt, item, answer, writer="w", number=number, seen=0, now=now)
        attempts.submit(attempt, now=clock.passes(seconds=15))
