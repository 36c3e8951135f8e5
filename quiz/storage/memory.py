"""What a process keeps of what it has worked out from texts that never change."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from flask import current_app

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MOST_KEPT = 500
"""Of each kind."""

Value = TypeVar("Value")


def remembered(kind: str, key: Hashable, make: Callable[[], Value]) -> Value:
    """Give what was made under this key before, or make it now; the oldest is forgotten first."""
    kept: dict[Hashable, Value] = current_app.extensions["quiz.memory"].setdefault(kind, {})
    if key in kept:
        return kept[key]
    made = make()
    while len(kept) >= MOST_KEPT:
        kept.pop(next(iter(kept)), None)
    kept[key] = made
    return made
