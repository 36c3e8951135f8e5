"""Responses: rows that are added and never changed. What counts is the newest that was in time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from quiz.assessment import scoring
from quiz.storage import tables

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from quiz.assessment.scoring import Answer

LONGEST = 100_000
"""Bytes of one answer, as JSON."""


class TooLong(ValueError):
    """An answer over 100 kB."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored answer: revision ``revision`` of its item, sent by a page load, its number-th."""

    item: str
    revision: int
    writer: str
    number: int
    answer: Answer
    received_at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer is kept. ``repeated``: it, or a later one of the same page, was kept before."""

    revision: int
    received_at: datetime
    late: bool
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """An answer is not kept: another page wrote a newer one, which this page has not seen."""

    newest: Kept


def counting(session: Session, attempt_id: int) -> dict[str, Kept]:
    """Give the newest response to each item that was not late, or whose lateness is forgiven."""
    rows, attempt = tables.Response, tables.Attempt
    forgiven = select(attempt.late_counts).where(attempt.id == attempt_id).scalar_subquery()
    newest = (
        select(rows.item, func.max(rows.revision).label("revision"))
        .where(rows.attempt_id == attempt_id, or_(~rows.late, forgiven))
        .group_by(rows.item)
        .subquery()
    )
    same = (rows.item == newest.c.item) & (rows.revision == newest.c.revision)
    query = select(rows).join(newest, same).where(rows.attempt_id == attempt_id)
    return {row.item: value(row) for row in session.scalars(query)}


def one(session: Session, attempt_id: int, item: str, revision: int) -> Kept | None:
    """Give one revision of an answer."""
    rows = tables.Response
    query = select(rows).where(
        rows.attempt_id == attempt_id, rows.item == item, rows.revision == revision
    )
    row = session.scalars(query).first()
    return None if row is None else value(row)


def newest(
    session: Session, attempt_id: int, item: str, *, writer: str | None = None, number: int = 0
) -> Kept | None:
    """Give the newest response to an item, late ones included.

    With a writer: the first of this writer's that is numbered ``number`` or higher.
    """
    rows = tables.Response
    query = select(rows).where(rows.attempt_id == attempt_id, rows.item == item)
    if writer is None:
        query = query.order_by(rows.revision.desc())
    else:
        query = query.where(rows.writer == writer, rows.number >= number).order_by(rows.number)
    row = session.scalars(query.limit(1)).first()
    return None if row is None else value(row)


def raw(answer: Answer) -> dict[str, object]:
    """Give an answer as it is stored. Raises TooLong."""
    plain = dict(scoring.to_json(answer))
    if len(json.dumps(plain, ensure_ascii=False).encode(errors="surrogatepass")) > LONGEST:
        raise TooLong
    return plain


def value(row: tables.Response) -> Kept:
    """Make the value of a row."""
    return Kept(
        row.item,
        row.revision,
        row.writer,
        row.number,
        scoring.answer_of(row.raw),
        row.received_at,
        row.late,
    )
