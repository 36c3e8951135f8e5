"""What is erased leaves no trace on the disk: SQLite's log is written home and cut off.

`secure_delete` overwrites what is erased in the file itself; the log beside it (``-wal``) still
holds the pages as they were, and after a busy day it may do so for months.
"""

from __future__ import annotations

import logging

from quiz.storage import db, file, turn

TRIES = 3
"""Each waits for readers as long as a writer would: five seconds."""

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
    connection = db.engine.raw_connection()
    try:
        query = "PRAGMA wal_checkpoint(TRUNCATE)"
        busy, *_ = connection.cursor().execute(query).fetchone()
        return not busy
    finally:
        connection.close()
