"""A student's word that an answer was right, and groups that were put away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from quiz.assessment.scoring import Answer
from quiz.storage import attempts
from quiz.storage.accounts import NoRight
from quiz.storage.marks import disputes, unmatched
from tests.conftest import Clock
from tests.storage.conftest import Page, outcome

if TYPE_CHECKING:
    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment
    from quiz.storage.attempts import Attempt


@pytest.fixture
def paper(given: Callable[..., Assignment]) -> Assignment:
    """The harbour, given to a class."""
    return given()


@pytest.fixture
def jonas(paper: Assignment, clock: Clock) -> Attempt:
    """Jonas calls him the pilot."""
    attempt, _ = attempts.start(paper, name="Jonas", now=clock.now)
    page = Page(attempt, "laptop")
    page.saves(Answer({"1": ("the pilot",)}), item="steers", now=clock.now)
    return attempts.submit(attempt, now=clock.passes(minutes=1))


def test_a_student_says_it_once_and_reads_what_was_said_back(
    admin: Account, paper: Assignment, jonas: Attempt, clock: Clock
) -> None:
    with pytest.raises(disputes.NoReason):
        disputes.say(jonas, "steers", " \n ", now=clock.now)
    disputes.say(jonas, "steers", "He is  the pilot.", now=clock.now)
    with pytest.raises(disputes.Said):
        disputes.say(jonas, "steers", "Really.", now=clock.now)
    with pytest.raises(LookupError):
        disputes.say(jonas, "nowhere", "It was.", now=clock.now)

    assert disputes.waiting(admin, paper.code) == 1
    [found] = disputes.of_assignment(admin, paper.code)
    assert (found.name, found.reason, found.verdict) == ("Jonas", "He is the pilot.", "")

    disputes.settle(
        admin, paper.code, jonas.id, "steers", "refused", "The name was asked.", now=clock.now
    )
    assert disputes.waiting(admin, paper.code) == 0
    told = outcome(jonas, clock).disputes["steers"]
    assert (told.verdict, told.word) == ("refused", "The name was asked.")

    disputes.settle(admin, paper.code, jonas.id, "steers", "accepted", "After all.", now=clock.now)
    told = outcome(jonas, clock).disputes["steers"]
    assert (told.verdict, told.word) == ("accepted", "After all.")


def test_nobody_else_settles_it(
    admin: Account, brandt: Account, paper: Assignment, jonas: Attempt, clock: Clock
) -> None:
    disputes.say(jonas, "steers", "He is.", now=clock.now)
    with pytest.raises(NoRight):
        disputes.settle(brandt, paper.code, jonas.id, "steers", "refused", "No.", now=clock.now)
    for attempt_id, item in ((jonas.id, "leaves"), (999, "steers"), (2**40, "steers")):
        with pytest.raises(NoRight):
            disputes.settle(admin, paper.code, attempt_id, item, "refused", "No.", now=clock.now)


def test_a_group_is_put_away_and_brought_back(
    admin: Account, paper: Assignment, jonas: Attempt, clock: Clock
) -> None:
    [worth] = unmatched.groups(admin, paper.code)
    [group] = worth.groups
    assert (worth.number, group.text, group.whose) == (2, "the pilot", (jonas.id,))
    place = (group.item, group.part, group.form)

    unmatched.refuse(admin, paper.code, place, now=clock.now)
    unmatched.refuse(admin, paper.code, place, now=clock.now)
    [worth] = unmatched.groups(admin, paper.code)
    assert (worth.groups, len(worth.put_away)) == ((), 1)
    assert unmatched.waiting(admin, paper.code) == 0

    unmatched.bring_back(admin, paper.code, place)
    assert unmatched.waiting(admin, paper.code) == 1
