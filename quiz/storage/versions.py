"""Versions of question sets, parsed once per process and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import select

from quiz.assessment.formats import markdown
from quiz.storage import reading, tables

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.assessment.model import QuestionSet

MOST_KEPT = 500
"""Parsed versions that a process keeps."""


@dataclass(frozen=True, slots=True)
class Version:
    """A set as published: ``number`` counts from 1 within the set, ``id`` is unique over all."""

    id: int
    set_id: str
    number: int
    digest: str
    questions: QuestionSet


def version(id: int) -> Version:
    """Give a version. Raises LookupError."""
    with reading() as session:
        return parsed(session, id)


def newest(set_id: str) -> Version | None:
    """Give the newest version of a set, or None where there is no such set."""
    with reading() as session:
        row = newest_row(session, set_id)
        return None if row is None else parsed(session, row.id)


def parsed(session: Session, id: int) -> Version:
    """Give a version within a transaction. Raises LookupError."""
    kept: dict[int, Version] = current_app.extensions["quiz.versions"]
    if id not in kept:
        row = session.get(tables.Version, id)
        if row is None:
            raise LookupError(f"there is no version {id}")
        while len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        kept[id] = _parse(row)
    return kept[id]


def newest_row(session: Session, set_id: str) -> tables.Version | None:
    """Give the row of a set's newest version."""
    query = select(tables.Version).where(tables.Version.set_id == set_id)
    return session.scalars(query.order_by(tables.Version.number.desc()).limit(1)).first()


def _parse(row: tables.Version) -> Version:
    read = markdown.read(row.source, row.set_id, row.sentences)
    if read.set is None:
        words = "; ".join(f.message for f in read.findings if f.is_error)
        raise ValueError(f"version {row.number} of {row.set_id} can no longer be read: {words}")
    return Version(row.id, row.set_id, row.number, row.digest, read.set)
