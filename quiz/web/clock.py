"""The clock of the pages: the one place where a request learns what time it is."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Give the present, in UTC."""
    return datetime.now(UTC)
