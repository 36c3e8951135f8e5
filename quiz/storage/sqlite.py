"""SQLite made ready for many writers: its pragmas, its own BEGIN, and a fair queue."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, event

from quiz import metrics

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: SQLite's own busy timeout has to do between processes
    fcntl = None  # type: ignore[assignment]

WRITES = "quiz_writes"
"""The execution option of a connection that begins with BEGIN IMMEDIATE."""


class WriteQueue:
    """Lets one writer in at a time, first come, first served.

    SQLite's busy handler sleeps and tries again, and whoever comes while another sleeps is served
    first, so under load a writer can starve for seconds. Within the process writers wait here in
    order; between processes they wait for a lock on a file beside the database, which is held
    only for the transaction.
    """

    def __init__(self, lock_file: Path | None) -> None:
        self._lock_file = lock_file
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._owner: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for our turn and hold it. Not re-entrant: a nested turn would never come."""
        asked = time.perf_counter()
        self._enter()
        try:
            with _locked(self._lock_file):
                metrics.waited(time.perf_counter() - asked)
                yield
        finally:
            self._leave()

    @property
    def waiting(self) -> int:
        """How many wait within this process."""
        return len(self._waiting)

    def _enter(self) -> None:
        me = threading.get_ident()
        with self._guard:
            if self._owner == me:
                raise RuntimeError("this thread is already writing; a write cannot hold another")
            if self._owner is None:
                self._owner = me
                return
            mine = threading.Event()
            self._waiting.append(mine)
        mine.wait()
        self._owner = me

    def _leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._owner = -1  # handed on: nobody may enter before the one who waits
                self._waiting.popleft().set()
            else:
                self._owner = None


@contextmanager
def _locked(path: Path | None) -> Iterator[None]:
    """Hold the lock between processes. Opened each time: an inherited handle would share it."""
    if path is None or fcntl is None:
        yield
        return
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        _flock(handle)
        yield
    finally:
        os.close(handle)  # which lets go of the lock, and so does the end of the process


def _flock(handle: int) -> None:
    fcntl.flock(handle, fcntl.LOCK_EX)


def prepare(engine: Engine, synchronous: str) -> None:
    """Set up each connection, and begin transactions ourselves.

    Python 3.11's own transactions keep a released savepoint's rows when the outer one is rolled
    back, and never roll back a CREATE TABLE. A read that turns into a write fails at once where
    another wrote meanwhile, so a write says at its beginning that it is one.
    """

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own
        connection.isolation_level = None
        for pragma in (
            "busy_timeout=5000",
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            "cache_size=-8000",
            "temp_store=MEMORY",
            "secure_delete=ON",  # what is erased of a person leaves no trace in the file
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        # Of the driver itself: this is run for each page, and there is nothing to be compiled.
        driver: Any = connection.connection.dbapi_connection
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN").close()
