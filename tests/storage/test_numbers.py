"""A number that somebody had is given to nobody else: pages that are still open may name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import delete, insert, select, text

from quiz.storage import db, migrations, tables
from tests.conftest import MakeApp
from tests.storage import filling

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

ERASED = ("student", "attempt")
"""What is erased as such; what belongs to it goes along."""

UNNAMED = {"response", "score"}
"""Their numbers stand on no page and in no cookie."""


def going() -> set[str]:
    """The tables with numbers of their own whose rows go when a student or an attempt does."""
    found = set(ERASED)
    for table in tables.Base.metadata.sorted_tables:
        goes = {key.column.table.name for key in table.foreign_keys if key.ondelete == "CASCADE"}
        if goes & found and "id" in table.c:
            found.add(table.name)
    return found


NAMED = sorted(going() - UNNAMED)


def number(connection: Connection, table: Table, row: dict[str, object]) -> int:
    """Add a row without a number; give the number that it got."""
    made = connection.execute(insert(table).returning(table.c.id), row)
    return int(made.scalar_one())


def test_the_tables_whose_rows_go_are_these() -> None:
    assert NAMED == ["act", "attempt", "student"]


@pytest.mark.parametrize("form", [None, "0003"])
@pytest.mark.parametrize("name", NAMED)
def test_the_number_of_a_row_that_went_is_not_given_again(
    make_app: MakeApp, empty_url: str, name: str, form: str | None
) -> None:
    """In a new database, and in one that was upgraded with rows in it."""
    with make_app(empty_url).app_context():
        if form is not None:
            command.upgrade(migrations.config(), form)
            with db.engine.begin() as connection:
                filling.fill(connection)
                _behind(connection, name)
        migrations.upgrade()
        with db.engine.begin() as connection:
            if form is None:
                filling.fill(connection)
                _behind(connection, name)
            table = filling.reflected(connection).tables[name]
            row = connection.execute(select(table).where(table.c.id == 2)).mappings().one()
            again = dict(row) | {"token_hash": "another", "code": "another", "number": 7}
            again = {c: v for c, v in again.items() if c in table.c and c != "id"}
            last = number(connection, table, again)
            connection.execute(delete(table).where(table.c.id == last))

            assert last > 2
            assert number(connection, table, again) > last


def _behind(connection: Connection, name: str) -> None:
    """PostgreSQL counts by itself, and knows nothing of numbers that were given from outside."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), 2)"))
