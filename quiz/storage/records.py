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

from sqlalchemy import exc, insert

if TYPE_CHECKING:
    from sqlalchemy import Connection, Dialect, Select, Table
    from sqlalchemy.sql.compiler import SQLCompiler

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
    takes several times as long as SQLite takes to answer. What goes wrong is told as SQLAlchemy
    tells it.
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
        except dialect.loaded_dbapi.Error as error:
            raise _told(connection, made.words, error) from error

    def _prepare(self, dialect: Dialect) -> _Prepared:
        made = self._made[dialect.name] = _prepared(self._query.compile(dialect=dialect), dialect)
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


class Addition:
    """An INSERT of one row that is made again and again, in the same way as a `Question`."""

    def __init__(self, into: Table, *columns: str) -> None:
        """Take a table with an id, and the columns that are given; the others have defaults."""
        self._into, self._columns = into, columns
        self._made: dict[str, _Prepared] = {}

    def add(self, connection: Connection, **values: object) -> int:
        """Add a row; give its id."""
        dialect = connection.dialect
        made = self._made.get(dialect.name) or self._prepare(dialect)
        try:
            with closing(connection.connection.cursor()) as cursor:
                cursor.execute(made.words, made.bound(values))
                if dialect.name == "sqlite":
                    return int(cursor.lastrowid)
                told: Any = cursor.fetchone()
                return int(told[0])
        except dialect.loaded_dbapi.Error as error:
            raise _told(connection, made.words, error) from error

    def _prepare(self, dialect: Dialect) -> _Prepared:
        statement = insert(self._into)
        compiled = statement.compile(dialect=dialect, column_keys=list(self._columns))
        made = self._made[dialect.name] = _prepared(compiled, dialect)
        return made


def _told(connection: Connection, words: str, error: Exception) -> BaseException:
    """Give a driver's error as SQLAlchemy tells it; a connection that is dead is used no more."""
    dialect = connection.dialect
    dead = dialect.is_disconnect(cast("Any", error), connection.connection, None)
    if dead:
        connection.invalidate(error)
    base = dialect.loaded_dbapi.Error
    return exc.DBAPIError.instance(words, None, error, base, True, dead, dialect)


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


def _prepared(compiled: SQLCompiler, dialect: Dialect) -> _Prepared:
    return _Prepared(
        str(compiled),
        compiled.positiontup,
        compiled.params,
        _processors(
            (name, bound.type.dialect_impl(dialect).bind_processor(dialect))
            for bound, name in compiled.bind_names.items()
        ),
    )


def _processors(found: Iterable[tuple[Key, Process | None]]) -> dict[Key, Process]:
    return {key: process for key, process in found if process is not None}
