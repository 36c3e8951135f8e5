"""Questions that are put to the driver itself: what they give is what SQLAlchemy gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import bindparam, exc, literal, select, text

from quiz.storage import adding, asking, records, tables
from tests.storage.conftest import Page, choice

if TYPE_CHECKING:
    from quiz.storage.assignments import Assignment
    from quiz.storage.attempts import Attempt
    from tests.conftest import Clock

Given = Callable[..., "Assignment"]

GIVEN, ANSWER = records.table(tables.Assignment), records.table(tables.Response)


def fails(error: type[Exception]) -> None:
    """Fail to make a cursor, as a connection that is closed does."""
    raise error("it is closed")


class Broken:
    """A cursor that fails."""

    def __init__(self, error: type[Exception]) -> None:
        """Fail with this."""
        self.error = error

    def execute(self, *_given: object) -> None:
        """Fail."""
        raise self.error("for a moment")

    def close(self) -> None:
        """Be done with."""


def test_columns_of_each_kind_come_as_python_values(
    given: Given, lena: Attempt, clock: Clock
) -> None:
    """A flag, a moment, a mapping, a text, nothing; a moment and a constant among the values."""
    opens = clock.now - timedelta(hours=1)
    given(opens=opens, shuffle=True)
    Page(lena, "laptop").saves(choice("at-ten"), now=clock.now)
    query = (
        select(GIVEN, ANSWER)
        .join(ANSWER, literal(True))
        .where(GIVEN.c.opens == bindparam("opens"), ANSWER.c.item == "leaves")
    )
    question = records.Question(query)

    with asking() as connection:
        found = question.first(connection, opens=opens)
        assert found is not None
        assert tuple(found) == tuple(connection.execute(query, {"opens": opens}).one())
        assert question.first(connection, opens=clock.now) is None
    assert {opens, True, None, clock.now} <= {v for v in found if not isinstance(v, dict)}


def test_it_is_part_of_the_connections_transaction(lena: Attempt) -> None:
    """It sees what was written before it, and begins one where there is none."""
    student = records.table(tables.Student)
    question = records.Question(select(student.c.name).where(student.c.id == bindparam("id")))
    with adding() as connection:
        connection.execute(student.update().values(name="Lena B."))
        assert question.first(connection, id=lena.student_id) == ["Lena B."]
        connection.rollback()
    with asking() as connection:
        assert question.first(connection, id=lena.student_id) == ["Lena"]
        assert connection.in_transaction()


def test_what_goes_wrong_is_told_as_everywhere(
    lena: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A statement that fails, and a database that is away: both are SQLAlchemy's errors."""
    nothing = records.Question(select(text("no_such_column")).select_from(GIVEN))
    with asking() as connection, pytest.raises((exc.OperationalError, exc.ProgrammingError)):
        nothing.first(connection)

    there = records.Question(select(literal(1)))
    with asking() as connection:
        error = connection.dialect.loaded_dbapi.OperationalError
        monkeypatch.setattr(type(connection.connection), "cursor", lambda _: Broken(error))
        with pytest.raises(exc.OperationalError):
            there.first(connection)
        monkeypatch.setattr(type(connection.connection), "cursor", lambda _: fails(error))
        with pytest.raises(exc.OperationalError):
            there.first(connection)
        monkeypatch.undo()
    with asking() as connection:
        assert there.first(connection) == [1]


def test_a_row_is_added_with_its_defaults_and_told_by_its_id(clock: Clock) -> None:
    student = records.table(tables.Student)
    addition = records.Addition(student, "name", "factor", "created_at")
    with adding() as connection:
        first, second = (
            addition.add(connection, name=name, factor=1.5, created_at=clock.now)
            for name in ("Amira", "Ben")
        )
        found = connection.execute(select(student).where(student.c.id == first)).one()
    assert (found.name, found.factor, found.created_at, found.note) == ("Amira", 1.5, clock.now, "")
    assert first != second


def test_a_row_that_contradicts_another_is_refused_as_everywhere(clock: Clock) -> None:
    """Whatever else the transaction did is undone."""
    student = records.table(tables.Student)
    addition = records.Addition(student, "name", "factor", "code", "created_at")
    row = {"name": "Amira", "factor": 1.0, "code": "K7RM482PXC", "created_at": clock.now}

    def twice() -> None:
        with adding() as connection:
            addition.add(connection, **row)
            addition.add(connection, **row)

    with pytest.raises(exc.IntegrityError) as told:
        twice()
    assert "Amira" not in str(told.value), "errors are logged; names are personal"
    with asking() as connection:
        assert connection.execute(select(student.c.id)).all() == []
