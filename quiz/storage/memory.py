"""What a process keeps of what it has worked out from values that never change."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import current_app

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MOST_KEPT = 500
"""Of each kind, unless it is said."""

Value = TypeVar("Value")

_MISSING = object()
_growing = threading.Lock()


def remembered_if_found(
    kind: str, key: Hashable, find: Callable[[], Value | None], most: int | None = None
) -> Value | None:
    """As `remembered`; what is not found is looked for again the next time."""
    try:
        return remembered(kind, key, lambda: _found(find()), most)
    except _NotFoundError:
        return None


def _found(value: Value | None) -> Value:
    if value is None:
        raise _NotFoundError
    return value


class _NotFoundError(LookupError):
    pass


def recalled(kind: str, key: Hashable) -> object | None:
    """Give what was made under this key before; None where nothing was."""
    kept = _kept().get(kind)
    return None if kept is None else kept.get(key)


def remembered(
    kind: str, key: Hashable, make: Callable[[], Value], most: int | None = None
) -> Value:
    """Give what was made under this key before, or make it now; the oldest is forgotten first.

    Whatever the value depends on must be in the key. ``most`` is how many are kept of this kind.
    """
    kept: dict[Hashable, Any] = _kept().setdefault(kind, {})
    found = kept.get(key, _MISSING)
    if found is not _MISSING:
        return cast("Value", found)
    made = make()
    with _growing:
        while len(kept) >= (most or MOST_KEPT):
            kept.pop(next(iter(kept)))
        kept[key] = made
    return made


def _kept() -> dict[str, dict[Hashable, Any]]:
    """All of the app's: of the app itself, for the way through its proxy takes as long again."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    return cast("dict[str, dict[Hashable, Any]]", app.extensions["quiz.memory"])
