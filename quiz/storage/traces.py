"""What is erased leaves no trace on the disk: SQLite's log is written home and cut off.

`secure_delete` overwrites what is erased in the file itself; the log beside it (``-wal``) still
holds the pages as they were, and after a busy day it may do so for months.
"""

from __future__ import annotations

import logging

from quiz.storage import db, file, turn

TRIES, WAIT = 3, 2_000
"""How often it is tried, and how many milliseconds each try waits for those who read."""

log = logging.getLogger(__name__)


def wipe() -> bool:
    """Leave nothing in the log; tell whether that was done. To be called outside a transaction."""
    if file() is None:
        return True
    for _ in range(TRIES):
        with turn():
            if _cut_off():
                return True
    log.warning("somebody reads without an end: what was erased may still be in the -wal file")
    return False


def _cut_off() -> bool:
    """Try it once. The connection waits otherwise than others, so it is nobody's afterwards."""
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={WAIT}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        found = cursor.fetchone()
        return found is not None and not found[0]
    finally:
        connection.invalidate()
