"""The files that question sets are loaded from, by names that outlive a move of the program."""

from __future__ import annotations

from pathlib import Path

from quiz import config

SHIPPED = "shipped:"

KEY = "key:"
"""Begins the origin of a version that was made only to score by; its number stands behind it."""


def origin_of(path: Path) -> str:
    """Name a file: a shipped set by its name, any other by its full path."""
    path = path.resolve()
    shipped = config.folder("questions").resolve()
    return SHIPPED + path.name if path.parent == shipped else str(path)


def key_of(origin: str | None) -> int | None:
    """Give the number of the version that one was made from only to score by; else None."""
    if origin is None or not origin.startswith(KEY):
        return None
    return int(origin.removeprefix(KEY))


def still_there(origin: str) -> bool:
    """Whether the file of this origin can still be found from here."""
    if origin.startswith(SHIPPED):
        return (config.folder("questions") / origin.removeprefix(SHIPPED)).is_file()
    return Path(origin).is_file()


def shown(origin: str) -> str:
    """Give the origin's path, for people."""
    if origin.startswith(SHIPPED):
        return str(config.folder("questions") / origin.removeprefix(SHIPPED))
    return origin
