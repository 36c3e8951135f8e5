"""Marks: given, changed, stale, and never overwritten by accident."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from quiz.assessment.scoring import Answer
from quiz.storage import attempts, marks, reading, tables, writing
from quiz.storage.accounts import NoRight
from quiz.storage.marks import Answered, Clash
from tests.conftest import Clock
from tests.storage.conftest import Page, outcome

if TYPE_CHECKING:
    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment
    from quiz.storage.attempts import Attempt

TEXT = "Wait for the third report, which is due next year."


@pytest.fixture
def paper(given: Callable[..., Assignment]) -> Assignment:
    """The harbour, given to a class."""
    return given()


@pytest.fixture
def three(paper: Assignment, clock: Clock) -> list[Attempt]:
    """Amira and Jonas write, Lena does not."""
    found = []
    for name, text in (("Amira", TEXT), ("Jonas", "Wait."), ("Lena", "")):
        attempt, _ = attempts.start(paper, name=name, now=clock.now)
        if text:
            Page(attempt, "laptop").saves(Answer({"": (text,)}), item="advice", now=clock.now)
        found.append(attempts.submit(attempt, now=clock.passes(minutes=1)))
    return found


def gives(
    account: Account, paper: Assignment, answer: Answered, fraction: float | None, clock: Clock
) -> Answered | Clash:
    """Mark an answer as a page does that shows it as it is given here."""
    return marks.mark(
        account, paper.code, answer.attempt_id, "advice", fraction, "",
        seen=answer.seen, revision=answer.revision, now=clock.passes(seconds=1),
    )  # fmt: skip


def answer_of(account: Account, paper: Assignment, attempt: Attempt) -> Answered:
    pile = marks.pile(account, paper.code, "advice")
    return next(a for a in pile.answers if a.attempt_id == attempt.id)


def test_a_mark_settles_the_attempt_and_says_how_many_are_left(
    admin: Account, paper: Assignment, three: list[Attempt], clock: Clock
) -> None:
    amira = three[0]
    [pile] = marks.piles(admin, paper.code)
    assert (pile.item.id, pile.number, pile.left, len(pile.blanks)) == ("advice", 7, 3, 1)
    before = attempts.result(amira)
    assert (before.points, before.pending_max) == (0, 2)

    gives(admin, paper, answer_of(admin, paper, amira), 0.5, clock)

    after = attempts.result(amira)
    assert (after.points, after.pending_max) == (1, 0)
    with reading() as session:
        row = session.scalars(
            select(tables.Score).where(
                tables.Score.attempt_id == amira.id, tables.Score.item == "advice"
            )
        ).one()
        assert (row.points, row.basis, row.why) == (1, "mark", "marked")
    assert marks.pile(admin, paper.code, "advice").left == 2
    assert outcome(amira, clock).marks["advice"].by == "Mr Osei"


def test_blank_answers_come_first_and_are_marked_in_one_go(
    admin: Account, paper: Assignment, three: list[Attempt], clock: Clock
) -> None:
    pile = marks.pile(admin, paper.code, "advice")
    assert [bool(a.text) for a in pile.answers] == [False, True, True]
    assert [a.number for a in pile.answers] == [1, 2, 3]

    assert marks.mark_blanks(admin, paper.code, "advice", now=clock.now) == 1
    assert marks.mark_blanks(admin, paper.code, "advice", now=clock.now) == 0
    assert attempts.result(three[2]).pending_max == 0
    assert marks.pile(admin, paper.code, "advice").left == 2


def test_two_teachers_who_mark_at_once_do_not_overwrite_one_another(
    admin: Account, paper: Assignment, three: list[Attempt], clock: Clock
) -> None:
    seen = answer_of(admin, paper, three[0])
    gives(admin, paper, seen, 1.0, clock)

    clash = gives(admin, paper, seen, 0.5, clock)

    assert isinstance(clash, Clash)
    assert clash.answer.mark is not None
    assert clash.answer.mark.fraction == 1
    assert isinstance(gives(admin, paper, seen, 1.0, clock), Answered), "a lost receipt"
    assert isinstance(gives(admin, paper, clash.answer, 0.5, clock), Answered), "now it was seen"
    assert attempts.result(three[0]).points == 1


def test_a_mark_is_stale_once_the_answer_was_changed(
    admin: Account, paper: Assignment, three: list[Attempt], clock: Clock
) -> None:
    jonas = three[1]
    before = answer_of(admin, paper, jonas)
    gives(admin, paper, before, 0.5, clock)
    with writing() as session:
        row = session.get_one(tables.Attempt, jonas.id)
        row.submitted_at = row.submitted_by = None
    page = Page(jonas, "phone")
    page.seen = 1
    page.saves(Answer({"": (TEXT,)}), item="advice", now=clock.now)
    attempts.submit(jonas, now=clock.passes(minutes=1))

    stale = answer_of(admin, paper, jonas)

    assert stale.mark is not None
    assert (stale.mark.stale, stale.waits, stale.text) == (True, True, TEXT)
    assert marks.pile(admin, paper.code, "advice").left == 3
    assert marks.stale(admin, paper.code) == 1
    assert isinstance(gives(admin, paper, before, 1.0, clock), Clash), "for another answer"
    gives(admin, paper, stale, 0.5, clock)
    assert not answer_of(admin, paper, jonas).waits, "the same mark, for what it says now"
    assert marks.stale(admin, paper.code) == 0


def test_a_mark_overrules_what_was_computed_and_can_be_taken_away(
    admin: Account, paper: Assignment, three: list[Attempt], clock: Clock
) -> None:
    lena = three[2]
    known = {"seen": "", "revision": None, "now": clock.now}
    marks.mark(admin, paper.code, lena.id, "leaves", 1.0, "said aloud", **known)  # type: ignore[arg-type]
    assert attempts.result(lena).points == 1

    stamp = outcome(lena, clock).marks["leaves"].stamp
    marks.mark(
        admin, paper.code, lena.id, "leaves", None, "", seen=stamp, revision=None, now=clock.now
    )
    assert attempts.result(lena).points == 0
    assert outcome(lena, clock).marks == {}


def test_what_is_elsewhere_cannot_be_marked(
    admin: Account, brandt: Account, paper: Assignment, three: list[Attempt], clock: Clock
) -> None:
    answer = answer_of(admin, paper, three[0])
    with pytest.raises(NoRight):
        gives(brandt, paper, answer, 1.0, clock)
    for attempt_id, item in ((10**12, "advice"), (999, "advice"), (three[0].id, "nowhere")):
        with pytest.raises(NoRight):
            marks.mark(
                admin, paper.code, attempt_id, item, 1.0, "", seen="", revision=None, now=clock.now
            )


def test_that_names_were_asked_for_is_kept(
    admin: Account, paper: Assignment, three: list[Attempt], clock: Clock
) -> None:
    assert three
    assert not marks.names_asked(admin, paper.code, "advice")
    marks.ask_names(admin, paper.code, "advice", now=clock.now)

    assert marks.names_asked(admin, paper.code, "advice")
    assert not marks.names_asked(admin, paper.code, "leaves")
    with reading() as session:
        act = session.scalars(select(tables.Act)).one()
        assert (act.kind, act.by_id, act.detail) == ("names", admin.id, {"item": "advice"})
