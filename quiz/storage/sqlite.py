"""SQLite made ready for many writers: its pragmas, its own BEGIN, and a fair queue."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections import deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event, exc

from quiz import metrics

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import ExceptionContext

try:
    import fcntl
except ImportError:  # Windows: SQLite's own busy timeout has to do between processes
    fcntl = None  # type: ignore[assignment]

WRITES = "quiz_writes"
"""The execution option of a connection that begins with BEGIN IMMEDIATE."""

PATIENCE = 5.0
"""Seconds to wait for a turn, for another process's lock, and for another program's."""

SOON = 0.01
"""Seconds in which another process's lock is asked for again and again."""

RESPITE = 1.0
"""Seconds in which nobody waits after one waited in vain, so that all that piled up is told."""


class Busy(sqlite3.OperationalError):
    """The turn to write did not come in time: another process or program holds the database."""


class Gone(sqlite3.OperationalError):
    """The file was removed or replaced while we worked on it: what we wrote would be in no file."""


class WriteQueue:
    """Lets one writer in at a time, first come, first served.

    SQLite's busy handler sleeps and tries again, and whoever comes while another sleeps is served
    first, so under load a writer can starve for seconds. Within the process writers wait here in
    order; between processes they wait for a lock on a file beside the database, which is held
    only for the transaction.

    Nobody waits for long: where another program holds the database, threads that waited for it one
    after the other would leave none to say that the service is alive.
    """

    def __init__(self, file: Path | None) -> None:
        self._lock_file = file and lock_of(file)
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._owner: int | None = None
        self._respite = 0.0  # until when nobody waits

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for our turn and hold it. Not re-entrant: a nested turn would never come."""
        asked = time.perf_counter()
        self._enter()
        try:
            if time.perf_counter() < self._respite:
                raise Busy("another writer waited in vain just now")
            with self._watched(), _locked(self._lock_file):
                metrics.waited(time.perf_counter() - asked)
                yield
        finally:
            self._leave()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if _is_busy(error):
                self._respite = time.perf_counter() + RESPITE
            raise

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
        if not mine.wait(PATIENCE):
            with self._guard:
                if not mine.is_set():
                    self._waiting.remove(mine)
                    raise Busy("the turn to write did not come")
        self._owner = me

    def _leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._owner = -1  # handed on: nobody may enter before the one who waits
                self._waiting.popleft().set()
            else:
                self._owner = None


def lock_of(file: Path) -> Path:
    """Give the file beside a database whose lock is held by the process that writes."""
    return file.with_name(f"{file.name}.lock")


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
    """Take the lock soon, or stand in the kernel's line for it, which is fair, for a while.

    Whoever holds it has mostly done within a millisecond, and a thread that stands in line costs
    more than that.
    """
    until = time.perf_counter() + SOON
    while time.perf_counter() < until:
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(SOON / 50)
    came = threading.Event()
    threading.Thread(target=_stand_in_line, args=(os.dup(handle), came), daemon=True).start()
    if not came.wait(PATIENCE):
        raise Busy("another process holds the lock of the database")


def _stand_in_line(handle: int, came: threading.Event) -> None:
    """Wait for a lock that is another handle's too. Where that one is closed meanwhile, let go."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        came.set()
    finally:
        os.close(handle)


def _is_busy(error: sqlite3.OperationalError) -> bool:
    code: int = getattr(error, "sqlite_errorcode", 0)
    return isinstance(error, Busy) or code & 0xFF == sqlite3.SQLITE_BUSY


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
            f"busy_timeout={PATIENCE * 1000:.0f}",
            "journal_mode=WAL",
            f"synchronous={synchronous}",
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
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        # Of the driver itself: this is run for each page, and there is nothing to be compiled.
        driver: Any = connection.connection.dbapi_connection
        if writes and not in_place(engine):
            raise Gone("the file of the database was removed or replaced; start the service again")
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN").close()
