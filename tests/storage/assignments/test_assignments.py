"""Assignments and their codes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from quiz.assessment.model import Feedback
from quiz.storage import assignments, codes, tables, writing
from tests.conftest import HARBOUR
from tests.storage.conftest import Load

if TYPE_CHECKING:
    from quiz.storage.assignments import Assignment
    from tests.conftest import Clock

Given = Callable[..., "Assignment"]


def test_its_rules_are_kept(given: Given, clock: Clock) -> None:
    made = given(
        minutes=40,
        attempts=2,
        feedback=Feedback.ANSWERS,
        opens=clock.now,
        closes=clock.now + timedelta(hours=2),
        shuffle=True,
    )
    found = assignments.by_code(made.code)

    assert found == made
    assert found is not None
    assert (found.limit, found.attempts) == (timedelta(minutes=40), 2)
    assert (found.opens, found.closes) == (clock.now, clock.now + timedelta(hours=2))
    assert (found.feedback, found.shuffle, found.practice) == (Feedback.ANSWERS, True, False)


def test_it_goes_on_showing_its_version_when_the_set_changes(given: Given, load: Load) -> None:
    made = given()
    load(HARBOUR.replace("At midnight", "At noon"))
    found = assignments.by_code(made.code)

    assert found is not None
    assert found.version.number == 1


@pytest.mark.parametrize(
    "typed", ["{}", "{} ", "  {}", "{lower}", "{bare}", "{spaced}", "{dashed}", "{wide}"]
)
def test_its_code_is_found_however_it_is_typed(given: Given, typed: str) -> None:
    made = given()
    code = typed.format(
        made.code,
        lower=made.code.lower(),
        bare=made.code.replace("-", ""),
        spaced=" ".join(made.code.replace("-", "")),
        dashed=made.code.replace("-", " – "),
        wide=made.code.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)}),
    )

    assert assignments.by_code(code) == made


@pytest.mark.parametrize("typed", ["", "-", "KRAM-482", "' OR 1=1 --", "\x00", "x" * 10_000])
def test_no_other_code_is_found(given: Given, typed: str) -> None:
    given()
    assert assignments.by_code(typed) is None


def test_an_unknown_set_cannot_be_given(clock: Clock) -> None:
    with pytest.raises(assignments.UnknownSet):
        assignments.create("nowhere", now=clock.now)


def test_codes_have_no_letters_that_look_alike_and_spell_nothing() -> None:
    letters = {c for _ in range(200) for c in codes.plain(codes.new_code() + codes.new_token())}

    assert letters <= set(codes.ALPHABET)
    assert not letters & set("0o1lIiaeu")
    assert len(codes.new_code()) == 8
    assert [len(group) for group in codes.new_token().split("-")] == [4, 4, 4]


@pytest.mark.parametrize(
    "rules",
    [
        {"feedback": "everything"},
        {"limit_seconds": 0},
        {"attempts": 0},
        {"practice": True},
        {"version_id": None},
        {"version_id": 99},
    ],
)
def test_the_database_itself_refuses_what_cannot_be(given: Given, rules: dict[str, object]) -> None:
    made = given()
    change = update(tables.Assignment).where(tables.Assignment.id == made.id).values(**rules)
    with pytest.raises(IntegrityError), writing() as session:
        session.execute(change)
