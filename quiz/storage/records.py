"""Rows read without the ORM's bookkeeping: what every page of a student needs.

A record has the names of its table's columns and is typed as the row that it stands for, but it
is a plain tuple: it cannot be changed, and knows of no session.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from sqlalchemy import Table

    from quiz.storage.tables import Base

Row = TypeVar("Row", bound="Base")
Read = Callable[[Sequence[Any]], Row | None]


def table(row: type[Base]) -> Table:
    """Give the table of a class of rows."""
    return cast("Table", row.__table__)


def reader(row: type[Row], start: int = 0) -> tuple[Read[Row], int]:
    """Give what reads a record from a result from column ``start`` on; and its end.

    It reads None where an outer join found nothing.
    """
    names = [column.key for column in table(row).columns]
    end = start + len(names)
    make: Any = namedtuple(row.__name__, names)  # type: ignore[misc]  # its names are the table's

    def read(columns: Sequence[Any]) -> Row | None:
        return None if columns[start] is None else cast("Row", make(*columns[start:end]))

    return read, end
