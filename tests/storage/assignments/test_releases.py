"""When an assignment is over for everybody, and what open practice would give away until then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from quiz.assessment import release
from quiz.assessment.model import Feedback
from quiz.storage import attempts, tables, writing
from quiz.storage.assignments import opening, releases

if TYPE_CHECKING:
    from quiz.storage.assignments import Assignment
    from tests.conftest import Clock

Given = Callable[..., "Assignment"]


def practised(clock: Clock) -> bool:
    """Whether the harbour is open practice now."""
    return [practice.set_id for practice in opening.practice_sets(clock.now)] == ["harbour"]


@pytest.fixture
def given_until_ten(given: Given, clock: Clock) -> Given:
    """Given for forty minutes until ten."""
    return lambda **more: given(minutes=40, closes=clock.now + timedelta(hours=1), **more)


def test_results_after_the_close_wait_for_those_with_extra_time(
    given_until_ten: Given, clock: Clock
) -> None:
    made = given_until_ten(release="close")
    attempts.start(made, name="Lena", now=clock.now)
    with writing() as session:
        session.execute(update(tables.Student).values(factor=1.5))
    clock.passes(minutes=70)
    assert release.visible(releases.terms(made, clock.now), clock.now) is Feedback.NONE
    assert made.closes is not None
    assert releases.terms(made, clock.now).over == made.closes + timedelta(minutes=20)
    clock.passes(minutes=10)
    assert release.visible(releases.terms(made, clock.now), clock.now) is Feedback.EVIDENCE


@pytest.mark.parametrize("release", ["submit", "close"])
def test_practice_is_shut_until_it_is_over_for_everybody(
    given_until_ten: Given, clock: Clock, release: str
) -> None:
    made = given_until_ten(release=release)
    assert not practised(clock)
    lena, _ = attempts.start(made, name="Lena", now=clock.now)
    clock.passes(minutes=61)
    assert practised(clock)
    with writing() as session:
        extension = {"assignment_id": made.id, "student_id": lena.student_id}
        session.add(tables.Extension(**extension, closes=clock.now + timedelta(hours=1)))
    assert not practised(clock)
    clock.passes(minutes=61)
    assert practised(clock)


def test_nor_while_an_attempt_is_reopened(given_until_ten: Given, clock: Clock) -> None:
    made = given_until_ten()
    lena, _ = attempts.start(made, name="Lena", now=clock.now)
    clock.passes(hours=2)
    until = clock.now + timedelta(minutes=10)
    with writing() as session:
        session.execute(
            update(tables.Attempt).where(tables.Attempt.id == lena.id).values(reopened_until=until)
        )
    assert not practised(clock)
    clock.passes(minutes=10)
    assert practised(clock)


def test_nor_before_the_teacher_releases(given_until_ten: Given, clock: Clock) -> None:
    made = given_until_ten(release="teacher")
    clock.passes(hours=2)
    assert not practised(clock)
    with writing() as session:
        session.execute(
            update(tables.Assignment)
            .where(tables.Assignment.id == made.id)
            .values(released_at=clock.now)
        )
    assert practised(clock)


def test_in_the_bin_it_withholds_only_what_somebody_has_seen(given: Given, clock: Clock) -> None:
    made = given(feedback=Feedback.SCORE)
    bin = update(tables.Assignment).where(tables.Assignment.id == made.id)
    with writing() as session:
        session.execute(bin.values(removed_at=clock.now))
    assert practised(clock)
    with writing() as session:
        session.execute(bin.values(removed_at=None))
    attempts.start(made, name="Lena", now=clock.now)
    with writing() as session:
        session.execute(bin.values(removed_at=clock.now))
    assert not practised(clock)
