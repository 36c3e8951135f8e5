"""A copy of the database while it is in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

PAGES = 2_000  # copied at a time, so that writers wait for a moment only


class NotCopied(Exception):
    """The copy was not made; the message says why and what to do."""


def backup(url: str, target: Path) -> int:
    """Copy a SQLite database to a file that is not there yet; give the copy's size in bytes.

    The copy is one moment of the database, whatever is written meanwhile, and is checked before
    it gets its name. Raises NotCopied.
    """
    database = make_url(url)
    if database.get_backend_name() != "sqlite" or not database.database:
        message = "This database is no SQLite file: back it up with pg_dump."
        raise NotCopied(message)
    if target.exists():
        message = f"{target} is there already; choose another name."
        raise NotCopied(message)
    if not Path(database.database).is_file():
        message = f"There is no database at {database.database} yet."
        raise NotCopied(message)
    partial = target.with_name(target.name + ".part")
    try:
        copy(database.database, partial)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        message = f"{target} could not be written: {error}"
        raise NotCopied(message) from None
    finally:
        partial.unlink(missing_ok=True)
    return target.stat().st_size


def copy(source: str, target: Path) -> None:
    """Copy a file of SQLite, with what is still in its log, into one file, and check the copy.

    Raises sqlite3.DatabaseError where either is damaged.
    """
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new, pages=PAGES)
        new.execute("PRAGMA journal_mode=DELETE").fetchone()  # so that it opens on any medium
        found = new.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        message = f"the copy is damaged: {found}"
        raise sqlite3.DatabaseError(message)
