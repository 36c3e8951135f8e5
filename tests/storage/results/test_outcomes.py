"""What a student may see of an attempt: nothing before it is handed in, nothing before release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from quiz.assessment.model import Feedback
from quiz.storage import attempts
from quiz.storage.results import outcomes
from tests.storage.conftest import Page, choice

if TYPE_CHECKING:
    from quiz.storage.assignments import Assignment
    from quiz.storage.attempts import Attempt
    from tests.conftest import Clock

Given = Callable[..., "Assignment"]


def began(given: Assignment, clock: Clock) -> Attempt:
    """Amira begins, and answers the first question right."""
    amira, _ = attempts.start(given, name="Amira", now=clock.now)
    Page(amira, "laptop").saves(choice("at-ten"), now=clock.now)
    return amira


def test_nothing_came_of_an_attempt_that_goes_on(given: Given, clock: Clock) -> None:
    amira = began(given(), clock)
    assert outcomes.of(amira, clock.now).outcome is None

    attempts.submit(amira, now=clock.now)

    result = outcomes.of(amira, clock.now)
    assert result.attempt.submitted_at == clock.now, "it was seen before that"
    assert result.outcome is not None
    assert result.outcome.score == attempts.result(amira)
    assert result.outcome.answers["leaves"].answer == choice("at-ten")


def test_what_came_of_it_waits_for_the_release(given: Given, clock: Clock) -> None:
    later = clock.now + timedelta(hours=1)
    amira = began(given(release="close", closes=later), clock)
    attempts.submit(amira, now=clock.now)

    waiting = outcomes.of(amira, clock.now)
    assert (waiting.seen, waiting.outcome) == (Feedback.NONE, None)
    assert waiting.terms.over == later

    released = outcomes.of(amira, later)
    assert released.seen is Feedback.EVIDENCE
    assert released.outcome is not None


def test_nothing_is_told_where_nothing_is_ever_to_be_seen(given: Given, clock: Clock) -> None:
    amira = began(given(feedback=Feedback.NONE), clock)
    attempts.submit(amira, now=clock.now)
    assert outcomes.of(amira, clock.now).outcome is None


def test_whoever_saw_one_that_is_erased_sees_no_other_that_has_its_number(
    lena: Attempt, clock: Clock
) -> None:
    """An older backup was restored, and the number given again."""
    seen = replace(lena, started_at=lena.started_at - timedelta(minutes=5))

    with pytest.raises(attempts.Erased):
        outcomes.of(seen, clock.now)
    with pytest.raises(attempts.Erased):
        outcomes.of(replace(lena, id=lena.id + 1), clock.now)
