"""Counting failures: codes that were tried and are none. A right code is never slowed down.

A whole school may share one address, so only failures count, and many of them. They are counted
in the database, where all processes see them, under a hash: an address is personal.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import IntegrityError

from quiz.storage import asking, records, writing
from quiz.storage.straight import Straight
from quiz.storage.tables import Throttle

LIMIT = 40
WINDOW = timedelta(minutes=10)


def failed(key: str, now: datetime) -> None:
    """Count one more failure of ``key``, which says who tried what: ``join:192.0.2.7``."""
    try:
        _count(key, now)
    except IntegrityError:  # the first of this key, and another was quicker
        _count(key, now)


def _count(key: str, now: datetime) -> None:
    with writing() as session:
        session.execute(delete(Throttle).where(Throttle.since <= now - WINDOW))
        row = session.get(Throttle, hashed(key), with_for_update=True)
        if row is None:
            session.add(Throttle(key=hashed(key), failures=1, since=now))
        else:
            row.failures += 1


def blocked(key: str, now: datetime, limit: int | None = None) -> timedelta | None:
    """How long ``key`` must wait before it may try again; None where it may try.

    ``limit`` is how many failures are too many, `LIMIT` unless said.
    """
    with asking() as line:
        row = _COUNTED.first(line, key=hashed(key))
        return None if row is None else wait(row[0], row[1], now, limit)


def wait(
    failures: int | None, since: datetime | None, now: datetime, limit: int | None = None
) -> timedelta | None:
    """Give the same for failures that were counted since a moment; None where none were."""
    if since is None or (failures or 0) < (limit or LIMIT) or since + WINDOW <= now:
        return None
    return since + WINDOW - now


def hashed(key: str) -> str:
    """Give what is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


_THROTTLE = records.table(Throttle)
_COUNTED = Straight(
    select(_THROTTLE.c.failures, _THROTTLE.c.since).where(_THROTTLE.c.key == bindparam("key"))
)
