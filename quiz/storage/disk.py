"""When what was committed is on the disk: waited for once by all whose turn came before.

SQLite leaves this wait to us (``synchronous=NORMAL``): it would wait while it holds the lock. Where
the disk refuses, what was committed stands in the log all the same, and Linux says so only once.
So nobody is told anything until the whole log is written home, into the database, anew.

A process that begins may have missed that: what stands in the log can have been refused when only
a process was told that has ended since. So its first turn writes the log home, too. Who reads on
can keep that from being done; then it is tried again later, and answers are taken meanwhile, for
nothing says that any was refused.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WAIT = 1000
"""Milliseconds that writing home waits for those who read, where the disk refused something."""

BRIEF = 50
"""Milliseconds that it waits for them where nothing is known to be refused."""

AGAIN = 1.0
"""Seconds until it is tried again where they were in the way and nothing is known to be refused."""

REFUSALS = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}
"""What SQLite says where the disk does not take what is written."""

SETTLES = hasattr(os, "fdatasync")
"""Whether this system lets us put a file on the disk as SQLite does. Elsewhere SQLite has to."""


class Gone(sqlite3.OperationalError):
    """The file was removed or replaced while we worked on it: what we wrote would be in no file."""


class Unsettled(sqlite3.OperationalError):
    """The disk refused what was written; whoever sent it must not be told that it is kept."""


class Disk:
    """The log of a database, and how much of what this process has committed is on the disk."""

    def __init__(self, file: Path) -> None:
        self._file, self._log = file, f"{file}-wal"
        self._guard = threading.Lock()
        self._written = self._settled = 0
        self._refused = False
        self._sure: int | None = None  # the process that has found, or put, all of the log at home
        self._again = 0.0  # when to try that again
        self._handle: tuple[tuple[int, int, int], int] | None = None

    def ready(self, *, waits: bool = True) -> None:
        """Have all of the log written home at the beginning of a turn, unless we are sure of it.

        Raises Unsettled as long as that cannot be done and the disk refused what was written; and
        where it would have to be done and the one whose turn it is cannot wait.
        """
        if self._sure == os.getpid():
            return
        if not self._refused and (time.monotonic() < self._again or not self._heard()):
            return
        if not waits:
            raise Unsettled("what was written has to be put on the disk first")
        if self._at_home():
            self._refused, self._sure, self._settled = False, os.getpid(), self._written
        elif self._refused:
            raise Unsettled("what was written is not on the disk yet, and somebody reads it")
        else:
            self._again = time.monotonic() + AGAIN

    def _heard(self) -> bool:
        """Have a handle of the log, which hears of all that the disk refuses from now on."""
        with self._guard, suppress(FileNotFoundError):
            self._opened()
            return True
        return False  # there is no log: all is at home

    def _at_home(self) -> bool:
        """Write the log home; tell whether all of it is there. Raises Unsettled."""
        try:
            return not _write_home(self._file, WAIT if self._refused else BRIEF)
        except sqlite3.DatabaseError as error:
            refused = getattr(error, "sqlite_errorcode", 0) & 0xFF in REFUSALS
            self._refused = self._refused or refused
            if self._refused:
                raise Unsettled(f"the disk does not take what was written: {error}") from error
            return False  # locked or damaged: the turn will tell

    def committed(self) -> int:
        """Note that a turn has committed; give its number."""
        self._written += 1
        return self._written

    def settle(self, number: int) -> None:
        """Wait until what a turn has committed is on the disk.

        Raises Unsettled, and Gone where there is no log any more.
        """
        with self._guard:
            if self._settled >= number:
                return
            if self._refused:
                raise Unsettled("the disk did not take what was written just before")
            upto = self._written
            try:
                os.fdatasync(self._opened())
            except FileNotFoundError:
                raise Gone("the database's log was removed; start the service again") from None
            except OSError as error:
                self._refused, self._sure = True, None
                said = f"the disk did not take what was written: {error.strerror}"
                raise Unsettled(said) from error
            self._settled = upto

    def _opened(self) -> int:
        """Give a handle of the log: the same, for a new one would not be told of old errors."""
        found = os.stat(self._log)  # noqa: PTH116 - at each write, and a Path takes longer
        which = (os.getpid(), found.st_dev, found.st_ino)
        if self._handle is None or self._handle[0] != which:
            before, self._handle = self._handle, None
            if before is not None:
                os.close(before[1])
            self._handle = which, os.open(self._log, os.O_RDONLY | os.O_CLOEXEC)
        return self._handle[1]


class Debts:
    """What somebody has committed and is not told of before it is paid: put on the disk."""

    def __init__(self) -> None:
        self._upto: dict[Disk, int] = {}

    def __bool__(self) -> bool:
        return bool(self._upto)

    def add(self, disk: Disk, number: int) -> None:
        """Owe a turn: all that came before it is paid with it."""
        self._upto[disk] = number

    def pay(self) -> None:
        """Wait until all of it is on the disk. Raises Unsettled and Gone."""
        for disk, number in self._upto.items():
            disk.settle(number)


def _write_home(file: Path, wait: float) -> bool:
    """Have SQLite put all of the log into the database; tell whether others were in the way.

    It waits for them for some milliseconds.
    A connection of its own, of a file that is there: one that was removed is not made anew.
    """
    there = f"{file.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(there, uri=True, timeout=wait / 1000)) as connection:
        return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
