"""Students: who answers, by the name given at the start."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select

from quiz.storage import records
from quiz.storage.tables import Student

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

LONGEST = 80


class BadName(ValueError):
    """A name that is empty or longer than 80 characters."""


def clean_name(name: str) -> str:
    """Take a name as typed, in one line. Raises BadName."""
    name = one_line(name)
    if not 1 <= len(name) <= LONGEST:
        raise BadName(name)
    return name


def one_line(text: str) -> str:
    """Take words as typed: NFC, one space between them, nothing that cannot be seen."""
    seen = "".join(" " if c.isspace() else c for c in text if c.isspace() or _visible(c))
    return " ".join(unicodedata.normalize("NFC", seen).split())


def add(connection: Connection, name: str, now: datetime) -> int:
    """Add a student under this name; give the id. Raises BadName."""
    row = {"name": clean_name(name), "factor": 1.0, "created_at": now}
    return records.add(connection, _ADD, row)


def lock(connection: Connection, id: int) -> None:
    """Hold a student: two starts at once must not both be the last allowed."""
    connection.execute(_LOCK, {"id": id}).one()


def _visible(character: str) -> bool:
    """Control characters, lone surrogates and unassigned ones would spoil a list of names.

    Joiners stay (Cf): names in Persian and in Indic scripts need them.
    """
    return unicodedata.category(character) not in {"Cc", "Cs", "Cn"}


_STUDENT = records.table(Student)
_ADD = insert(_STUDENT)
_LOCK = select(_STUDENT.c.id).where(_STUDENT.c.id == bindparam("id")).with_for_update()
