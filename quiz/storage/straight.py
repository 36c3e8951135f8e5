"""Statements that are put straight to the driver: what every student's requests run.

SQLAlchemy makes the words of a statement, once for each kind of database, and knows how values are
kept; but what it does besides each time that it runs one takes longer than the database itself.
The transaction is SQLAlchemy's, and what the driver raises is raised as SQLAlchemy would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from sqlalchemy import Connection, Select, exc

from quiz.storage import sqlite

if TYPE_CHECKING:
    from sqlalchemy import Dialect, Executable
    from sqlalchemy.sql.compiler import SQLCompiler

    from quiz.storage import Transaction

Process = Callable[[Any], Any] | None
Row = Sequence[Any]
Reads = list[tuple[int, Callable[[Any], Any]]]


@dataclass(frozen=True, slots=True)
class _Made:
    """A statement for one kind of database: its words, its values in order, how each is kept.

    ``fixed`` are values that stand in the statement itself.
    """

    words: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]
    writes: tuple[Process, ...]
    positional: bool

    def values(self, given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the driver takes them
        """Give values as the driver takes them. Raises KeyError where one is missing."""
        known = {**self.fixed, **given} if self.fixed else given
        found = [
            known[name] if process is None else process(known[name])
            for name, process in zip(self.names, self.writes, strict=True)
        ]
        return found if self.positional else dict(zip(self.names, found, strict=True))


class Straight:
    """A statement; ``columns`` are those that it writes."""

    def __init__(self, statement: Executable, columns: Sequence[str] | None = None) -> None:
        self._statement, self._columns = statement, columns
        self._made: dict[str, _Made] = {}
        self._reads: dict[str, Reads] = {}

    def first(self, transaction: Transaction, **values: Any) -> Row | None:  # noqa: ANN401
        """Give the first row, or None where there is none."""
        found = self.all(transaction, **values)
        return found[0] if found else None

    def all(self, transaction: Transaction, **values: Any) -> list[Row]:  # noqa: ANN401
        """Give all rows."""
        connection = _connection(transaction)
        made = self._for(connection.dialect)
        told = _put(connection, made.words, made.values(values))
        reads = self._reads.get(connection.dialect.name)
        if reads is None:
            reads = self._reads[connection.dialect.name] = self._read_by(
                connection.dialect, told.columns
            )
        return [_read(row, reads) for row in told.rows] if reads else told.rows

    def run(self, transaction: Transaction, values: Mapping[str, Any]) -> None:
        """Run what gives no rows."""
        connection = _connection(transaction)
        made = self._for(connection.dialect)
        _put(connection, made.words, made.values(values))

    def add(self, transaction: Transaction, values: Mapping[str, Any]) -> int:
        """Add a row, by an INSERT that is not inline; give its id."""
        connection = _connection(transaction)
        made = self._for(connection.dialect)
        told = _put(connection, made.words, made.values(values))
        return int(told.rows[0][0]) if told.rows else told.id

    def run_all(self, transaction: Transaction, values: Iterable[Mapping[str, Any]]) -> None:
        """Run it once for each; there must be one at least."""
        connection = _connection(transaction)
        made = self._for(connection.dialect)
        _put(connection, made.words, [made.values(each) for each in values], many=True)

    def _for(self, dialect: Dialect) -> _Made:
        found = self._made.get(dialect.name)
        if found is None:
            found = self._made[dialect.name] = self._make(dialect)
        return found

    def _make(self, dialect: Dialect) -> _Made:
        compiled: SQLCompiler = self._statement.compile(  # type: ignore[attr-defined]
            dialect=dialect, column_keys=self._columns
        )
        names = tuple(compiled.positiontup or compiled.params)
        types = [compiled.binds[name].type.dialect_impl(dialect) for name in names]
        return _Made(
            compiled.string,
            names,
            {name: compiled.params[name] for name in names if not compiled.binds[name].required},
            tuple(kind.bind_processor(dialect) for kind in types),
            bool(compiled.positional),
        )

    def _read_by(self, dialect: Dialect, description: Sequence[Row]) -> Reads:
        """Say how columns are read that the driver does not give as they are."""
        assert isinstance(self._statement, Select)
        kinds = [column.type.dialect_impl(dialect) for column in self._statement.selected_columns]
        processes = [
            kind.result_processor(dialect, told[1])
            for kind, told in zip(kinds, description, strict=True)
        ]
        return [(n, process) for n, process in enumerate(processes) if process is not None]


def _read(row: Row, reads: Reads) -> Row:
    """Give a row with its values as they are in Python."""
    found = list(row)
    for place, process in reads:
        found[place] = process(found[place])
    return found


def _connection(transaction: Transaction) -> Connection:
    """Give the connection of a transaction, which begins now if it has not yet."""
    connection = transaction if isinstance(transaction, Connection) else transaction.connection()
    if not connection.in_transaction():
        connection.begin()
    return connection


class _Told(NamedTuple):
    """What the driver told: the rows, what it says of their columns, and the id of a row added."""

    rows: list[Row]
    columns: Sequence[Row]
    id: int


def _put(
    connection: Connection,
    words: str,
    values: Any,  # noqa: ANN401 - as the driver takes them
    *,
    many: bool = False,
) -> _Told:
    try:
        with closing(connection.connection.cursor()) as cursor:
            (cursor.executemany if many else cursor.execute)(words, values)
            columns = cursor.description or ()
            rows = list(cursor.fetchall()) if columns else []
            return _Told(rows, columns, getattr(cursor, "lastrowid", None) or 0)
    except connection.dialect.loaded_dbapi.Error as error:
        _tell(connection, words, error)


def _tell(connection: Connection, words: str, error: Exception) -> NoReturn:
    """Raise what SQLAlchemy would; a connection that is lost is not used again."""
    if sqlite.damaged(error):
        raise exc.OperationalError(words, None, error, hide_parameters=True) from error
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)  # type: ignore[arg-type]
    if lost:
        connection.invalidate(error)
    raise exc.DBAPIError.instance(
        words,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    ) from error
