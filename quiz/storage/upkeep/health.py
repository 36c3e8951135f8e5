"""Whether the database can do its work now."""

from __future__ import annotations

import logging
import shutil

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from quiz.storage import LOST, db, file, migrations, reading, sqlite

LEAST_FREE = 100_000_000
"""Bytes on the disk of a SQLite database below which the service asks to be looked after."""

log = logging.getLogger(__name__)


def troubles() -> list[str]:
    """Say what is in the way of serving students, a line each; nothing where all is well."""
    try:
        return [*_database(), *_file(), *_disk()]
    except (SQLAlchemyError, *LOST) as error:
        log.warning("the database does not answer (%s)", type(error).__name__)
        return ["database: does not answer"]


def _database() -> list[str]:
    """Ask it for anything, for the form that it has, and whether it may be written."""
    found = []
    with reading() as session:
        session.execute(text("SELECT 1"))
        form = migrations.form(session)
        if db.engine.dialect.name == "postgresql":
            copy = session.execute(text("SELECT pg_is_in_recovery()")).scalar()
            found += ["database: a replica that cannot be written"] if copy else []
    return found + ([] if form == migrations.newest() else ["database: of another form"])


def _file() -> list[str]:
    return [] if sqlite.in_place(db.engine) else ["database: its file was removed or replaced"]


def _disk() -> list[str]:
    where = file()
    if where is None or shutil.disk_usage(where.parent).free >= LEAST_FREE:
        return []
    return ["disk: nearly full"]
