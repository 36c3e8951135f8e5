"""Who writes to SQLite, and when it is on the disk: a fair queue, and a lock beside the file.

A transaction is committed while the lock is held and put on the disk after that, before anybody is
told: what takes longest, the wait for the disk, holds up nobody else, and the next writer's answer
goes with ours where it came in time.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from quiz import metrics
from quiz.storage.disk import Debts, Disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: SQLite's own busy timeout has to do between processes
    fcntl = None  # type: ignore[assignment]

PATIENCE = 5.0
"""Seconds to wait for a turn, for another process's lock, and for another program's."""

SOON = 0.01
"""Seconds in which another process's lock is asked for again and again."""

BREATH = 0.00005
"""Seconds between two times: a transaction takes about four of them."""

RESPITE = 1.0
"""Seconds in which nobody waits after one waited in vain, so that all that piled up is told."""


class _Here(threading.local):
    """What this thread has to wait for later on, if it does not wait for anything now."""

    debts: Debts | None = None


_here = _Here()


@contextmanager
def at_once() -> Iterator[Debts]:
    """Let this thread wait for hardly anything in the block; give what it has to wait for after it.

    A turn that does not come soon is Busy then, and may well come to a thread that waits.
    """
    _here.debts = Debts()
    try:
        yield _here.debts
    finally:
        _here.debts = None


def patience() -> float:
    """Give the seconds that this thread waits for its turn and for others' locks."""
    return PATIENCE if _here.debts is None else SOON


class Busy(sqlite3.OperationalError):
    """The turn to write did not come in time: another process or program holds the database."""


class WriteQueue:
    """Lets one writer in at a time, first come, first served.

    SQLite's busy handler sleeps and tries again, and whoever comes while another sleeps is served
    first, so under load a writer can starve for seconds. Within the process writers wait here in
    order; between processes they wait for a lock on a file beside the database, which is held
    only for the transaction.

    Nobody waits for long: where another program holds the database, threads that waited for it one
    after the other would leave none to say that the service is alive.
    """

    def __init__(self, file: Path | None, *, settles: bool = False) -> None:
        """``settles``: what a turn has committed is put on the disk when it ends."""
        self._disk = Disk(file) if file and settles else None
        self._lock_file = file and lock_of(file)
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._owner: int | None = None
        self._since = 0.0  # when its turn began
        self._respite = 0.0  # until when nobody waits

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for our turn and hold it. Not re-entrant: a nested turn would never come.

        Raises Busy, and Unsettled or Gone where what was committed cannot be put on the disk.
        """
        asked, disk = time.perf_counter(), self._disk
        self._enter()
        try:
            if time.perf_counter() < self._respite:
                raise Busy("another writer waited in vain just now")
            try:
                with _locked(self._lock_file):
                    metrics.waited(time.perf_counter() - asked)
                    if disk:
                        disk.ready(waits=_here.debts is None)
                    yield
                    number = disk.committed() if disk else 0
            except sqlite3.OperationalError as error:
                if _is_busy(error) and _here.debts is None:
                    self._respite = time.perf_counter() + RESPITE
                raise
        finally:
            self._leave()
        if disk and _here.debts is not None:
            _here.debts.add(disk, number)
        elif disk:
            disk.settle(number)

    def without_log(self) -> None:
        """Leave the wait for the disk to SQLite: there is no log on this file system."""
        self._disk = None

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
                self._owner, self._since = me, time.perf_counter()
                return
            if _here.debts is not None and time.perf_counter() - self._since > SOON:
                raise Busy("the turn to write does not come soon")
            mine = threading.Event()
            self._waiting.append(mine)
        if not mine.wait(patience()):
            with self._guard:
                if not mine.is_set():
                    self._waiting.remove(mine)
                    raise Busy("the turn to write did not come")
        self._owner, self._since = me, time.perf_counter()

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
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise Busy(f"the lock of the database cannot be opened: {error.strerror}") from error
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
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(BREATH)
        else:
            return
    if _here.debts is not None:
        raise Busy("another process holds the lock of the database")
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
