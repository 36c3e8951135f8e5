"""Rows read and added without the ORM's bookkeeping: what every page of a student needs.

A record has the names of its table's columns and is typed as the row that it stands for, but it
is a plain tuple: it cannot be changed, and knows of no session.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from sqlalchemy import Connection, Dialect, Insert, Select, Table

    from quiz.storage.tables import Base

Row = TypeVar("Row", bound="Base")
Read = Callable[[Sequence[Any]], Row | None]
Key = TypeVar("Key", str, int)
Process = Callable[[Any], Any]


def table(row: type[Base]) -> Table:
    """Give the table of a class of rows."""
    return cast("Table", row.__table__)


def reader(row: type[Row], start: int = 0) -> tuple[Read[Row], int]:
    """Give what reads a record from a result from column ``start`` on; and its end.

    It reads None where an outer join found nothing.
    """
    names = [column.key for column in table(row).columns]
    end = start + len(names)
    make: Any = namedtuple(row.__name__, names)  # type: ignore[misc]  # its names are the table's

    def read(columns: Sequence[Any]) -> Row | None:
        return None if columns[start] is None else cast("Row", make(*columns[start:end]))

    return read, end


class Question:
    """A SELECT that is asked again and again: worked out once for each kind of database.

    It goes straight to the driver, in the connection's transaction, because SQLAlchemy's way there
    takes several times as long as SQLite takes to answer. Whatever goes wrong is asked once more in
    SQLAlchemy's way, which knows what the driver's errors mean and which connections are dead.
    """

    def __init__(self, query: Select[Any]) -> None:
        """Take a query; its values have names (`bindparam`), and none is a list."""
        self._query = query
        self._made: dict[str, _Prepared] = {}
        self._reading: dict[str, Mapping[int, Process]] = {}

    def first(self, connection: Connection, **values: object) -> Sequence[Any] | None:
        """Give the first row as columns, or None where there is none."""
        dialect = connection.dialect
        made = self._made.get(dialect.name) or self._prepare(dialect)
        if not connection.in_transaction():
            connection.begin()
        try:
            with closing(connection.connection.cursor()) as cursor:
                cursor.execute(made.words, made.bound(values))
                row = cursor.fetchone()
                return None if row is None else self._read(row, dialect, cursor.description or ())
        except dialect.loaded_dbapi.Error:
            return connection.execute(self._query, values).first()

    def _prepare(self, dialect: Dialect) -> _Prepared:
        compiled = self._query.compile(dialect=dialect)
        made = self._made[dialect.name] = _Prepared(
            str(compiled),
            compiled.positiontup,
            compiled.params,
            _processors(
                (name, bound.type.dialect_impl(dialect).bind_processor(dialect))
                for bound, name in compiled.bind_names.items()
            ),
        )
        return made

    def _read(self, row: Sequence[Any], dialect: Dialect, told: Sequence[Any]) -> Sequence[Any]:
        """Give a row as Python's values; ``told`` is what the driver says of its columns."""
        reading = self._reading.get(dialect.name)
        if reading is None:
            reading = self._reading[dialect.name] = _processors(
                (place, column.type.dialect_impl(dialect).result_processor(dialect, about[1]))
                for place, (column, about) in enumerate(
                    zip(self._query.selected_columns, told, strict=True)
                )
            )
        columns = list(row)
        for place, process in reading.items():
            columns[place] = process(columns[place])
        return columns


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A query in a database's words, and how its values are given: by name, or in an order."""

    words: str
    order: Sequence[str] | None
    values: Mapping[str, Any]
    binding: Mapping[str, Process]

    def bound(self, given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the driver takes them
        """Give values as the driver takes them."""
        values = {**self.values, **given}
        for name, process in self.binding.items():
            values[name] = process(values[name])
        return values if self.order is None else [values[name] for name in self.order]


def _processors(found: Iterable[tuple[Key, Process | None]]) -> dict[Key, Process]:
    return {key: process for key, process in found if process is not None}


def add(connection: Connection, statement: Insert, columns: dict[str, Any]) -> int:
    """Add a row; give its id."""
    key = connection.execute(statement, columns).inserted_primary_key
    assert key is not None
    return int(key[0])
