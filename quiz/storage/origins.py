"""The files that question sets are loaded from, by names that outlive a move of the program."""

from __future__ import annotations

from pathlib import Path

from quiz import config

SHIPPED = "shipped:"


def origin_of(path: Path) -> str:
    """Name a file: a shipped set by its name, any other by its full path."""
    path = path.resolve()
    shipped = config.folder("questions").resolve()
    return SHIPPED + path.name if path.parent == shipped else str(path)


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
