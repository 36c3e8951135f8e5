"""Students: who answers, by the name given at the start."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from quiz.storage.tables import Student

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

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


def add(session: Session, name: str, now: datetime) -> Student:
    """Add a student under this name. Raises BadName."""
    row = Student(name=clean_name(name), factor=1.0, created_at=now)
    session.add(row)
    session.flush()
    return row


def _visible(character: str) -> bool:
    """Control characters, lone surrogates and unassigned ones would spoil a list of names.

    Joiners stay (Cf): names in Persian and in Indic scripts need them.
    """
    return unicodedata.category(character) not in {"Cc", "Cs", "Cn"}
