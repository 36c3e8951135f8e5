"""Erasing what is old: whole attempts, with all that hangs on them, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, insert, select

from quiz.storage import attempts, reading, tables, writing
from quiz.storage.upkeep import purging
from quiz.storage.upkeep.purging import Purged
from tests.conftest import Clock
from tests.storage.conftest import Page, choice

if TYPE_CHECKING:
    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment


@pytest.fixture
def years(given: Callable[..., Assignment], clock: Clock) -> Clock:
    """Last year Amira and Lena answered and handed in; a year later Lena began once more."""
    made = given()
    for name in ("Amira", "Lena"):
        attempt, _ = attempts.start(made, name=name, now=clock.now)
        page = Page(attempt, name)
        page.saves(choice("at-nine"), now=clock.passes(minutes=1))
        page.saves(choice("at-ten"), now=clock.passes(minutes=1))
        attempts.submit(attempt, now=clock.passes(minutes=1))
    clock.passes(days=365)
    attempts.start(made, name="Lena", now=clock.now, student_id=attempt.student_id)
    return clock


def counted() -> dict[str, int]:
    """How many rows each table has that knows of students."""
    kinds = (tables.Attempt, tables.Response, tables.Score, tables.Student, tables.Assignment)
    with reading() as session:
        return {
            kind.__tablename__: session.scalar(select(func.count()).select_from(kind)) or 0
            for kind in kinds
        }


def test_last_years_attempts_go_and_so_does_who_has_no_other(years: Clock) -> None:
    before = years.now - timedelta(days=1)
    scores = counted()["score"]

    assert purging.would(before) == Purged(attempts=2, answers=4, students=1)
    assert counted()["attempt"] == 3, "nothing is erased by asking"
    assert purging.purge(before) == Purged(attempts=2, answers=4, students=1)
    assert scores > 0
    assert counted() == {
        "attempt": 1,
        "response": 0,
        "score": 0,
        "student": 1,
        "assignment": 2,  # with the one of open practice
    }
    assert purging.purge(before) == Purged(0, 0, 0)


def test_it_takes_as_many_turns_as_it_needs(years: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "AT_ONCE", 1)

    assert purging.purge(years.now + timedelta(days=1)) == Purged(3, 4, 2)
    assert counted()["student"] == 0


@pytest.mark.parametrize("last", ["answer", "submission"])
def test_an_attempt_that_was_in_use_later_is_kept_whole(
    given: Callable[..., Assignment], clock: Clock, last: str
) -> None:
    attempt, _ = attempts.start(given(), name="Jonas", now=clock.now)
    Page(attempt, "page").saves(choice("at-nine"), now=clock.passes(minutes=1))
    before = clock.passes(days=1)
    if last == "answer":
        Page(attempt, "other").saves(choice("x"), item="steers", now=clock.now)
    else:
        attempts.submit(attempt, now=clock.now)

    assert purging.purge(before) == Purged(0, 0, 0)


def test_who_has_more_time_loses_that_with_her_last_attempt(years: Clock) -> None:
    with writing() as session:
        amira = session.scalar(select(tables.Student.id).where(tables.Student.name == "Amira"))
        assignment = session.scalar(select(tables.Assignment.id))
        row = {"student_id": amira, "assignment_id": assignment, "closes": years.now}
        session.execute(insert(tables.Extension).values(row))

    assert purging.purge(years.now - timedelta(days=1)).students == 1
    with reading() as session:
        assert session.scalars(select(tables.Extension)).all() == []


@pytest.mark.parametrize(
    ("left", "closed", "students"), [(False, False, 0), (True, False, 1), (False, True, 1)]
)
def test_who_is_in_a_class_stays_until_she_leaves_or_it_ends(
    years: Clock, hill: Account, left: bool, closed: bool, students: int
) -> None:
    now = years.now
    with writing() as session:
        amira = session.scalars(select(tables.Student).where(tables.Student.name == "Amira")).one()
        ours = tables.Class(
            name="7b", year="", owner_id=hill.id, created_at=now, removed_at=now if closed else None
        )
        session.add(ours)
        session.flush()
        row = {"class_id": ours.id, "student_id": amira.id, "joined_at": now}
        session.add(tables.Membership(**row, removed_at=now if left else None))
    before = now - timedelta(days=1)

    assert purging.would(before).students == students
    assert purging.purge(before) == Purged(attempts=2, answers=4, students=students)


def test_what_refers_to_a_student_is_known() -> None:
    """A table that is added later must be decided on: does it keep her, or go with her?"""
    refer = {
        table.name
        for table in tables.Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "student"
    }

    assert refer == {"attempt", "membership", *purging.HERS}


def test_whatever_belongs_to_an_attempt_goes_with_it() -> None:
    """A table that is added later must say so, or erasing would fail."""
    rules = {
        f"{table.name}.{key.parent.name}": key.ondelete
        for table in tables.Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "attempt"
    }

    assert len(rules) >= 3
    assert {name for name, rule in rules.items() if rule != "CASCADE"} == set()
