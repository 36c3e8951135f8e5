"""When an attempt ends and what state it is in, from its facts and the time now.

With f the student's extra-time factor: the limit is limit × f; the close is the student's own
extension where there is one, else closes + (f − 1) × limit (closes itself without a limit); the
end is the earlier of start + limit and close, and there is none where neither is set. An attempt
that a teacher reopened ends when she said, whatever else its end would be. All moments are
timezone-aware.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where an attempt stands: answers count, its time is over, or it was handed in."""

    OPEN = "open"
    ENDED = "ended"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the time of an attempt depends on; ``limit`` is the assignment's, before ``factor``."""

    started_at: datetime
    submitted_at: datetime | None = None
    limit: timedelta | None = None
    closes: datetime | None = None
    extension: datetime | None = None
    factor: float = 1.0
    reopened_until: datetime | None = None


def limit(facts: Facts) -> timedelta | None:
    """How long the student has from the start, with extra time; None where as long as one likes."""
    return None if facts.limit is None else facts.limit * facts.factor


def close(facts: Facts) -> datetime | None:
    """When the door shuts for this student, however late the start; None where it does not."""
    if facts.extension is not None:
        return facts.extension
    if facts.closes is None or facts.limit is None:
        return facts.closes
    return facts.closes + facts.limit * (facts.factor - 1)


def end(facts: Facts) -> datetime | None:
    """When the time of the attempt is over; None where it never is."""
    if facts.reopened_until is not None:
        return facts.reopened_until
    allowed = limit(facts)
    moments = (None if allowed is None else facts.started_at + allowed, close(facts))
    return min((m for m in moments if m is not None), default=None)


def state(facts: Facts, now: datetime) -> State:
    """The state at ``now``; at the very moment of its end an attempt has ended."""
    if facts.submitted_at is not None:
        return State.SUBMITTED
    over = end(facts)
    return State.OPEN if over is None or now < over else State.ENDED


def left(facts: Facts, now: datetime) -> timedelta | None:
    """How much time is left, never below zero; None where there is no end."""
    over = end(facts)
    return None if over is None else max(over - now, timedelta(0))
