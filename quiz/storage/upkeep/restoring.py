"""A copy of the database put in its place again, while nobody uses it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from quiz.storage import migrations
from quiz.storage.upkeep import backup

SIDES = ("", "-wal", "-shm", ".lock")
"""A database of SQLite is one file, with others beside it while it is in use."""


class NotRestored(Exception):
    """Nothing was changed; the message says why and what to do."""


def prepare(url: str, source: Path) -> Path:
    """Copy ``source`` beside the database and check the copy; give its path.

    The copy is whole (integrity and references), and of a form that this program knows. Raises
    NotRestored.
    """
    target = place(url)
    target.parent.mkdir(parents=True, exist_ok=True)
    copy = target.with_name(f"{target.name}.restoring")
    discard(copy)
    try:
        backup.copy(str(source), copy)
        _check(source, copy)
    except (OSError, sqlite3.Error) as error:
        discard(copy)
        message = f"{source} cannot be restored: {error}."
        raise NotRestored(message) from None
    except NotRestored:
        discard(copy)
        raise
    return copy


def put(url: str, copy: Path, now: datetime) -> Path | None:
    """Put a prepared copy in the place of the database; give where the old one lies now.

    None where there was none. ``now`` names it: ``quiz.sqlite.before-restore-20260301-090000``.
    Raises NotRestored while any process has the database open.
    """
    target = place(url)
    kept = target.with_name(f"{target.name}.before-restore-{now:%Y%m%d-%H%M%S}")
    was_there = target.exists()
    if was_there:
        refuse_in_use(url)
        for side in SIDES[:-1]:  # the lock is nobody's and may stay
            old = target.with_name(target.name + side)
            if old.exists():
                old.replace(kept.with_name(kept.name + side))
    copy.replace(target)
    _keep_names(target.parent)
    return kept if was_there else None


def discard(copy: Path) -> None:
    """Remove a copy that was prepared and is not wanted."""
    for side in SIDES:
        copy.with_name(copy.name + side).unlink(missing_ok=True)


def place(url: str) -> Path:
    """Give the file of the database. Raises NotRestored where it is none of SQLite."""
    database = make_url(url)
    if database.get_backend_name() != "sqlite" or database.database in {None, "", ":memory:"}:
        message = "This database is no SQLite file: restore it with pg_restore."
        raise NotRestored(message)
    return Path(str(database.database)).absolute()


def refuse_in_use(url: str) -> None:
    """Raise NotRestored while any process has the database open; what it left over is put in.

    SQLite leaves its write-ahead log only where nobody else has the file open, and each process of
    the service keeps a connection. A file that is damaged cannot be in use by a service that works.
    """
    target = place(url)
    if not target.exists():
        return
    try:
        with closing(sqlite3.connect(target, timeout=0)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            message = f"{target} is in use. Stop the service first, then restore."
            raise NotRestored(message) from None
    except sqlite3.DatabaseError:
        pass  # it is no database any more: a good reason to restore one


def _check(source: Path, copy: Path) -> None:
    """Make sure that a copy is of this service, of a form that is known, and refers to no gap."""
    with closing(sqlite3.connect(copy)) as connection:
        tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        if tables.fetchone() is None:
            message = f"{source} is no database of this service."
            raise NotRestored(message)
        form = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        gap = connection.execute("PRAGMA foreign_key_check").fetchone()
    if form is None or form[0] not in migrations.revisions():
        message = f"{source} was written by a newer version of this program: install that first."
        raise NotRestored(message)
    if gap:
        message = f"{source} is damaged: a row of {gap[0]} refers to one of {gap[2]} that is gone."
        raise NotRestored(message)


def _keep_names(folder: Path) -> None:
    """Make sure that the new names outlive a power cut."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
