"""Statements that are put straight to the driver: as SQLAlchemy would, values, errors and all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import bindparam, exc, insert, select, text

from quiz.assessment.scoring import Answer
from quiz.storage import adding, asking, db, records, tables
from quiz.storage.straight import Straight
from tests.storage.conftest import Page, choice

if TYPE_CHECKING:
    from quiz.storage.attempts import Attempt
    from tests.conftest import Clock

RESPONSE, HINT = records.table(tables.Response), records.table(tables.Hint)
OF_ATTEMPT = (
    select(RESPONSE, RESPONSE.c.item == "leaves")
    .where(RESPONSE.c.attempt_id == bindparam("attempt"))
    .order_by(RESPONSE.c.revision)
)
ADD = Straight(insert(HINT).inline(), ("attempt_id", "item", "asked_at"))


def test_it_gives_the_rows_that_sqlalchemy_gives(lena: Attempt, clock: Clock) -> None:
    """Moments, documents, truths and numbers; the second time as the first."""
    page = Page(lena, "laptop")
    page.saves(choice("at-ten"), now=clock.now)
    page.saves(Answer({"": ("at-nine",)}, ("s1",), flag=True), now=clock.passes(minutes=50))
    straight = Straight(OF_ATTEMPT)

    with asking() as connection:
        expected = [tuple(row) for row in connection.execute(OF_ATTEMPT, {"attempt": lena.id})]
        for _ in range(2):
            assert [tuple(row) for row in straight.all(connection, attempt=lena.id)] == expected
        assert straight.first(connection, attempt=lena.id + 1) is None
    assert len(expected) == 2


def test_what_it_adds_is_of_the_transaction(lena: Attempt, clock: Clock) -> None:
    hint = {"attempt_id": lena.id, "item": "leaves", "asked_at": clock.now}
    with pytest.raises(exc.IntegrityError), adding() as connection:
        ADD.run_all(connection, [hint | {"item": "steers"}, hint, hint])
    with adding() as connection:
        ADD.run(connection, hint)
    with asking() as connection:
        found = connection.execute(select(HINT)).all()

    assert [tuple(row) for row in found] == [(lena.id, "leaves", clock.now)]


def test_what_the_driver_raises_is_raised_as_by_sqlalchemy(lena: Attempt, clock: Clock) -> None:
    """And it tells nobody's answers."""
    hint = {"attempt_id": lena.id, "item": "a secret", "asked_at": clock.now}
    with pytest.raises(exc.IntegrityError) as error, adding() as connection:
        ADD.run_all(connection, [hint, hint])
    assert error.value.hide_parameters
    assert not error.value.connection_invalidated
    with pytest.raises(KeyError), adding() as connection:
        ADD.run(connection, {"item": "leaves"})
    with asking() as connection:
        assert connection.execute(select(HINT)).all() == []


def test_a_connection_that_is_lost_is_not_used_again(lena: Attempt, database_kind: str) -> None:
    if database_kind == "sqlite":
        pytest.skip("a file is not lost")
    straight = Straight(OF_ATTEMPT)
    with asking() as connection, db.engine.connect() as other:
        process = connection.execute(text("SELECT pg_backend_pid()")).scalar()
        other.execute(text("SELECT pg_terminate_backend(:process)"), {"process": process})
        with pytest.raises(exc.OperationalError) as error:
            straight.all(connection, attempt=lena.id)
        assert error.value.connection_invalidated
    with asking() as connection:
        assert straight.all(connection, attempt=lena.id) == []


def test_a_row_is_added_with_its_defaults_and_told_by_its_id(clock: Clock) -> None:
    student = records.table(tables.Student)
    addition = Straight(insert(student), ("name", "factor", "created_at"))
    with adding() as connection:
        first, second = (
            addition.add(connection, {"name": name, "factor": 1.5, "created_at": clock.now})
            for name in ("Amira", "Ben")
        )
        found = connection.execute(select(student).where(student.c.id == first)).one()
    assert (found.name, found.factor, found.created_at, found.note) == ("Amira", 1.5, clock.now, "")
    assert first != second


def test_a_cursor_that_cannot_be_made_is_told_as_everywhere(
    lena: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    straight = Straight(OF_ATTEMPT)
    with asking() as connection:
        error = connection.dialect.loaded_dbapi.OperationalError

        def fail(_: object) -> None:
            raise error("it is closed")

        monkeypatch.setattr(type(connection.driver), "cursor", fail)
        with pytest.raises(exc.OperationalError):
            straight.all(connection, attempt=lena.id)
        monkeypatch.undo()
    with asking() as connection:
        assert straight.all(connection, attempt=lena.id) == []
