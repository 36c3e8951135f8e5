"""Which of a student's attempts counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from quiz.storage import attempts, reading
from quiz.storage.attempts import counting
from tests.storage.conftest import Page, choice

if TYPE_CHECKING:
    from quiz.storage.assignments import Assignment
    from tests.conftest import Clock

Given = Callable[..., "Assignment"]


@pytest.mark.parametrize(("rule", "number"), [("first", 1), ("best", 2), ("last", 3)])
def test_it_is_the_one_that_the_rule_says(
    given: Given, clock: Clock, rule: str, number: int
) -> None:
    made = given(counts=rule)
    student, numbers = None, {}
    for answer in ("at-nine", "at-ten", "at-nine", "at-ten"):
        attempt, _ = attempts.start(made, name="Lena", now=clock.now, student_id=student)
        student = attempt.student_id
        Page(attempt, "a page").saves(choice(answer), now=clock.now)
        numbers[attempt.id] = attempt.number
        if attempt.number < 4:  # the fourth is still going on
            attempts.submit(attempt, now=clock.passes(minutes=1))
    with reading() as session:
        found = counting.of(session, made.id)
    assert [numbers[id] for id in found] == [number]


def test_of_equals_the_earlier_and_each_student_has_one(given: Given, clock: Clock) -> None:
    made = given(counts="best")
    firsts = set()
    for name in ("Lena", "Amira"):
        student = None
        for n in range(2):
            attempt, _ = attempts.start(made, name=name, now=clock.now, student_id=student)
            student = attempt.student_id
            attempts.submit(attempt, now=clock.passes(minutes=1))
            firsts |= {attempt.id} if n == 0 else set()
    with reading() as session:
        assert counting.of(session, made.id) == firsts
