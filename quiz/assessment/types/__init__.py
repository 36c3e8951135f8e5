"""The item types: one file each, found by scanning this folder.

Files that begin with an underscore are what several types share.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from quiz.assessment.document import Block
from quiz.assessment.model import Item
from quiz.assessment.types.base import ItemType

__all__ = ["ItemType", "all_types", "claimed", "of"]


@cache
def _by_name() -> dict[str, ItemType[Any]]:
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    found: dict[str, ItemType[Any]] = {}
    for cls in _concrete(ItemType):  # type: ignore[type-abstract]
        if cls.name in found:
            msg = f"two item types are called {cls.name!r}: {found[cls.name]!r} and {cls!r}"
            raise ValueError(msg)
        found[cls.name] = cls()
    return dict(sorted(found.items()))


def _concrete(cls: type[ItemType[Any]]) -> list[type[ItemType[Any]]]:
    here = [cls] if "name" in cls.__dict__ else []
    return here + [found for sub in cls.__subclasses__() for found in _concrete(sub)]


def all_types() -> list[ItemType[Any]]:
    """Give every item type, by name."""
    return list(_by_name().values())


def of(item: Item | str) -> ItemType[Any]:
    """Give the type of an item, or the type of that name; a name that is none is a KeyError."""
    return _by_name()[item if isinstance(item, str) else item.type]


def claimed(block: Block) -> ItemType[Any] | None:
    """Give the type that a block's shape belongs to, None where no type wants it.

    The most particular claim wins; two types of one rank that claim the same shape are a mistake
    in the types, and said so.
    """
    claims = [t for t in all_types() if t.claims(block)]
    top = [t for t in claims if t.rank == max(c.rank for c in claims)]
    if len(top) > 1:
        msg = f"{' and '.join(t.name for t in top)} both claim this shape with one rank"
        raise ValueError(msg)
    return top[0] if top else None
