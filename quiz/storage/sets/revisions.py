"""The revisions of drafts, as rows: the newest of a set is its draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from quiz.assessment.formats import markdown
from quiz.storage import tables

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

KEPT = 50
"""Revisions of a draft that are kept, the draft itself among them."""


def newest_row(session: Session, set_id: str) -> tables.Draft:
    """Give the row of a set's draft, within a transaction."""
    rows = tables.Draft
    query = select(rows).where(rows.set_id == set_id).order_by(rows.revision.desc()).limit(1)
    return session.scalars(query).one()


def add(session: Session, set_id: str, text: str, owner_id: int | None, now: datetime) -> None:
    """Add a set with its first draft; without an owner it came from a file."""
    session.add(tables.QuestionSet(id=set_id, owner_id=owner_id, created_at=now))
    session.flush()
    session.add(
        tables.Draft(set_id=set_id, revision=1, source=text, saved_at=now, saved_by_id=owner_id)
    )
    session.flush()


def revise(session: Session, last: tables.Draft, text: str, by: int | None, now: datetime) -> None:
    """Add the revision after ``last`` to a set that is locked."""
    rows, number = tables.Draft, last.revision + 1
    old = delete(rows).where(rows.set_id == last.set_id, rows.revision <= number - KEPT)
    session.execute(old)
    session.add(
        rows(set_id=last.set_id, revision=number, source=text, saved_at=now, saved_by_id=by)
    )
    session.flush()


def follow(
    session: Session, set_id: str, before: tables.Version | None, text: str, now: datetime
) -> None:
    """Make a draft that says what was published ``before`` say what its file says now."""
    last, digest = newest_row(session, set_id), markdown.digest(text)
    if before is not None and markdown.digest(last.source) == before.digest != digest:
        revise(session, last, text, None, now)
