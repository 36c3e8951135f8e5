"""Versions of question sets, parsed once per process and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, or_, select

from quiz.assessment.formats import markdown
from quiz.storage import reading, records, tables
from quiz.storage.memory import remembered
from quiz.storage.sets import origins
from quiz.storage.straight import Straight

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from quiz.assessment.model import QuestionSet
    from quiz.storage import Transaction


@dataclass(frozen=True, slots=True)
class Version:
    """A set as published: ``number`` counts from 1 within the set, ``id`` is unique over all.

    ``note`` and ``author`` are empty where it was loaded from a file.
    """

    id: int
    set_id: str
    number: int
    digest: str
    questions: QuestionSet
    note: str = ""
    author: str = ""


def version(id: int) -> Version:
    """Give a version. Raises LookupError."""
    with reading() as session:
        return parsed(session, id)


def newest(set_id: str) -> Version | None:
    """Give the newest version of a set, or None where there is no such set."""
    with reading() as session:
        row = newest_row(session, set_id)
        return None if row is None else parsed(session, row.id)


def source(set_id: str, number: int | None = None) -> str | None:
    """Give the text of a version, the newest unless said; None where there is none such."""
    with reading() as session:
        row = newest_row(session, set_id) if number is None else numbered(session, set_id, number)
        return row.source if row else None


def parsed(transaction: Transaction, id: int) -> Version:
    """Give a version within a transaction that did not make it. Raises LookupError."""
    return remembered("versions", id, lambda: _parse(transaction, id))


def newest_id(transaction: Transaction, set_id: str) -> int:
    """Give the id of the newest version of a set. Raises LookupError where it has none."""
    found = _NEWEST.first(transaction, set_id=set_id)
    if found is None:
        raise LookupError(f"the set {set_id} has no version")
    return int(found[0])


def numbered(session: Session, set_id: str, number: int) -> tables.Version | None:
    """Give the row of one of a set's versions."""
    if number > tables.BIGGEST:
        return None
    rows = tables.Version
    return session.scalars(select(rows).where(rows.set_id == set_id, rows.number == number)).first()


def newest_row(session: Session, set_id: str) -> tables.Version | None:
    """Give the row of a set's newest version, of those that are there to be shown."""
    query = select(tables.Version).where(tables.Version.set_id == set_id, shown(tables.Version))
    return session.scalars(query.order_by(tables.Version.number.desc()).limit(1)).first()


def shown(rows: type[tables.Version]) -> ColumnElement[bool]:
    """The versions that are there to be shown, not only to score by: a condition."""
    return or_(rows.origin.is_(None), ~rows.origin.startswith(origins.KEY))


def next_number(session: Session, set_id: str) -> int:
    """Give the number of the version that comes next."""
    last = select(func.max(tables.Version.number)).where(tables.Version.set_id == set_id)
    return (session.scalar(last) or 0) + 1


def _parse(transaction: Transaction, id: int) -> Version:
    found = _WITH_AUTHOR.first(transaction, id=id)
    row = None if found is None else _read(found)
    if found is None or row is None:
        raise LookupError(f"there is no version {id}")
    author = found[_end]
    read = markdown.read(row.source, row.set_id, row.sentences)
    if read.set is None:
        words = "; ".join(f.message for f in read.findings if f.is_error)
        raise ValueError(f"version {row.number} of {row.set_id} can no longer be read: {words}")
    return Version(
        row.id, row.set_id, row.number, row.digest, read.set, row.note or "", author or ""
    )


_VERSION, _AUTHOR = records.table(tables.Version), records.table(tables.Account)
_read, _end = records.reader(tables.Version)
_NEWEST = Straight(
    select(_VERSION.c.id)
    .where(_VERSION.c.set_id == bindparam("set_id"), shown(tables.Version))
    .order_by(_VERSION.c.number.desc())
    .limit(1)
)
_WITH_AUTHOR = Straight(
    select(_VERSION, _AUTHOR.c.name.label("author"))
    .outerjoin(_AUTHOR, _AUTHOR.c.id == _VERSION.c.author_id)
    .where(_VERSION.c.id == bindparam("id"))
)
