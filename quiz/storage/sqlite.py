"""SQLite made ready for many writers: its pragmas, its own BEGIN, and the file that it works on."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event, exc

from quiz.storage import disk, turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ExceptionContext
    from sqlalchemy.pool import PoolProxiedConnection

WRITES = "quiz_writes"
"""The execution option of a connection that begins with BEGIN IMMEDIATE."""


WAITS = "quiz_waits"
"""Where a connection keeps for how many seconds it waits for others, if not as it began."""


def _wait_for(driver: Any, seconds: float) -> None:  # noqa: ANN401 - the driver's own
    driver.execute(f"PRAGMA busy_timeout={seconds * 1000:.0f}").close()


def damaged(error: BaseException) -> bool:
    """Whether an error of the driver tells of a file that is damaged, or no database."""
    return type(error) is sqlite3.DatabaseError


def in_place(engine: Engine) -> bool:
    """Whether the file of the database is still the one that was opened first."""
    path, opened = engine.url.database, _opened.get(engine)
    return opened is None or _identity(path) == opened


_opened: WeakKeyDictionary[Engine, tuple[int, int]] = WeakKeyDictionary()


def _identity(path: str | None) -> tuple[int, int] | None:
    try:
        found = os.stat(path or "")  # noqa: PTH116 - at each write, and a Path takes longer
    except OSError:
        return None
    return found.st_dev, found.st_ino


def prepare(engine: Engine, synchronous: str, without_log: Callable[[], None]) -> None:
    """Set up each connection, and begin transactions ourselves.

    ``without_log`` is called where the file system cannot have a log beside the database, as
    network shares cannot.

    Python 3.11's own transactions keep a released savepoint's rows when the outer one is rolled
    back, and never roll back a CREATE TABLE. A read that turns into a write fails at once where
    another wrote meanwhile, so a write says at its beginning that it is one.
    """

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own
        connection.isolation_level = None
        _wait_for(connection, turns.PATIENCE)
        (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
        if mode == "delete":
            without_log()
        for pragma in (
            f"synchronous={'FULL' if mode == 'delete' else synchronous}",  # else it is not safe
            "foreign_keys=ON",
            "cache_size=-8000",
            "temp_store=MEMORY",
            "secure_delete=ON",  # what is erased of a person leaves no trace in the file
        ):
            connection.execute(f"PRAGMA {pragma}").close()
        if found := _identity(engine.url.database):
            _opened.setdefault(engine, found)

    @event.listens_for(engine, "engine_disposed")
    def disposed(engine: Engine) -> None:
        """Nobody works on the file any more: the one that is opened next is the one."""
        _opened.pop(engine, None)

    @event.listens_for(engine, "handle_error")
    def handle_error(context: ExceptionContext) -> None:
        """Of a file that is damaged: as of one that is away, whatever is asked of it."""
        if damaged(context.original_exception):
            raise exc.OperationalError(None, None, context.original_exception)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = bool(connection.get_execution_options().get(WRITES))
        begin(engine, connection.connection, writes=writes)


def begin(engine: Engine, pooled: PoolProxiedConnection, *, writes: bool) -> None:
    """Begin a transaction; of the driver itself, for there is nothing to be compiled."""
    driver: Any = pooled.dbapi_connection
    if driver.in_transaction:  # a line has begun already
        return
    if writes and not in_place(engine):
        raise disk.Gone("the database's file was removed or replaced; start the service again")
    try:
        if pooled.info.get(WAITS, turns.PATIENCE) != turns.patience():
            _wait_for(driver, turns.patience())
            pooled.info[WAITS] = turns.patience()
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN").close()
    except sqlite3.DatabaseError as error:
        if damaged(error):
            raise exc.OperationalError(None, None, error) from error
        raise
