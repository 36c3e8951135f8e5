"""Students: who answers, by the name given at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select

from quiz.assessment.roster import LONGEST, one_line
from quiz.storage import records
from quiz.storage.tables import Student

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

__all__ = ["LONGEST", "BadName", "add", "clean_name", "lock", "one_line"]


class BadName(ValueError):
    """A name that is empty or longer than 80 characters."""


def clean_name(name: str) -> str:
    """Take a name as typed, in one line. Raises BadName."""
    name = one_line(name)
    if not 1 <= len(name) <= LONGEST:
        raise BadName(name)
    return name


def add(connection: Connection, name: str, now: datetime) -> int:
    """Add a student under this name; give the id. Raises BadName."""
    row = {"name": clean_name(name), "factor": 1.0, "created_at": now}
    return records.add(connection, _ADD, row)


def lock(connection: Connection, id: int) -> None:
    """Hold a student: two starts at once must not both be the last allowed."""
    connection.execute(_LOCK, {"id": id}).one()


_STUDENT = records.table(Student)
_ADD = insert(_STUDENT)
_LOCK = select(_STUDENT.c.id).where(_STUDENT.c.id == bindparam("id")).with_for_update()
