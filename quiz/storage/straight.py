"""Statements that are put straight to the driver: what every student's requests run.

SQLAlchemy makes the words of a statement, once for each kind of database, and knows how values are
kept; it keeps the connections, too. But what it does besides each time that it runs a statement, or
begins and ends a transaction, takes longer than the database itself: here a transaction is a `Line`
to the driver. What the driver raises is raised as SQLAlchemy would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeAlias

from sqlalchemy import Connection, Select, exc

from quiz.storage import sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import CursorResult, Dialect, Engine, Executable
    from sqlalchemy.engine.interfaces import DBAPICursor
    from sqlalchemy.pool import PoolProxiedConnection
    from sqlalchemy.sql.compiler import SQLCompiler

    from quiz.storage import Transaction

Process = Callable[[Any], Any] | None
Row = Sequence[Any]
Reads = list[tuple[int, Callable[[Any], Any]]]
Found: TypeAlias = "CursorResult[*tuple[Any, ...]]"


class Line:
    """A connection of the driver's in one transaction; statements are put straight to it."""

    def __init__(self, engine: Engine, driver: PoolProxiedConnection) -> None:
        self._engine, self.driver, self.dialect = engine, driver, engine.dialect
        self._cursor: DBAPICursor | None = None  # one for all: each statement is read to its end

    def execute(self, statement: Executable, values: Any = None) -> Found:  # noqa: ANN401
        """Have SQLAlchemy run a statement that is seldom asked for; to be read within the block."""
        return self._connection.execute(statement, values)

    def put(self, words: str, values: Any, *, many: bool = False) -> _Told:  # noqa: ANN401
        """Put a statement to the driver, with its values as the driver takes them."""
        try:
            if (cursor := self._cursor) is None:
                cursor = self._cursor = self.driver.cursor()
            (cursor.executemany if many else cursor.execute)(words, values)
            columns = cursor.description or ()
            rows = list(cursor.fetchall()) if columns else []
        except self.dialect.loaded_dbapi.Error as error:
            _tell(self.dialect, self.driver, words, error)
        return _Told(rows, columns, getattr(cursor, "lastrowid", None) or 0)

    @cached_property
    def _connection(self) -> Connection:
        """It neither begins nor ends anything, and is given up with the line."""
        return Connection(self._engine, self.driver)


@contextmanager
def line(engine: Engine, *, writes: bool = False) -> Iterator[Line]:
    """Have a line for one transaction: kept at its end if it ``writes``, else undone.

    A block that goes on after an error of the database must not: PostgreSQL undoes all of it.
    """
    try:
        driver = engine.raw_connection()
    except engine.dialect.loaded_dbapi.Error as error:
        _tell(engine.dialect, None, "", error)
    try:
        if engine.dialect.name == "sqlite":
            sqlite.begin(engine, driver, writes=writes)
        yield Line(engine, driver)
        if writes:
            _commit(engine.dialect, driver)
    finally:
        driver.close()  # which undoes what was not kept


def _commit(dialect: Dialect, driver: PoolProxiedConnection) -> None:
    try:
        driver.commit()
    except dialect.loaded_dbapi.Error as error:
        _tell(dialect, driver, "COMMIT", error)


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
        line = _line(transaction)
        made = self._for(line.dialect)
        told = line.put(made.words, made.values(values))
        reads = self._reads.get(line.dialect.name)
        if reads is None:
            reads = self._reads[line.dialect.name] = self._read_by(line.dialect, told.columns)
        return [_read(row, reads) for row in told.rows] if reads else told.rows

    def run(self, transaction: Transaction, values: Mapping[str, Any]) -> None:
        """Run what gives no rows."""
        line = _line(transaction)
        made = self._for(line.dialect)
        line.put(made.words, made.values(values))

    def add(self, transaction: Transaction, values: Mapping[str, Any]) -> int:
        """Add a row, by an INSERT that is not inline; give its id."""
        line = _line(transaction)
        made = self._for(line.dialect)
        told = line.put(made.words, made.values(values))
        return int(told.rows[0][0]) if told.rows else told.id

    def run_all(self, transaction: Transaction, values: Iterable[Mapping[str, Any]]) -> None:
        """Run it once for each; there must be one at least."""
        line = _line(transaction)
        made = self._for(line.dialect)
        line.put(made.words, [made.values(each) for each in values], many=True)

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
        if found[place] is not None:
            found[place] = process(found[place])
    return found


def _line(transaction: Transaction) -> Line:
    """Give the line of a transaction, which begins now if it has not yet."""
    if isinstance(transaction, Line):
        return transaction
    connection = transaction.connection()
    if not connection.in_transaction():
        connection.begin()
    return Line(connection.engine, connection.connection)


class _Told(NamedTuple):
    """What the driver told: the rows, what it says of their columns, and the id of a row added."""

    rows: list[Row]
    columns: Sequence[Row]
    id: int


def _tell(
    dialect: Dialect, driver: PoolProxiedConnection | None, words: str, error: Exception
) -> NoReturn:
    """Raise what SQLAlchemy would; a connection that is lost is not used again."""
    if sqlite.damaged(error):
        raise exc.OperationalError(words, None, error, hide_parameters=True) from error
    lost = driver is not None and dialect.is_disconnect(error, driver.dbapi_connection, None)  # type: ignore[arg-type]
    if driver is not None and lost:
        driver.invalidate(error)
    raise exc.DBAPIError.instance(
        words,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    ) from error
