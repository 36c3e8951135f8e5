"""Responses: rows that are added and never changed. What counts is the newest that was in time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Text, bindparam, cast, func, insert, or_, select

from quiz.assessment import scoring
from quiz.assessment.recall import recalled
from quiz.storage import records, tables
from quiz.storage.straight import Straight

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from quiz.assessment.scoring import Answer
    from quiz.storage import Transaction
    from quiz.storage.straight import Line

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
class Given:
    """An answer that counts, and which revision of it that is: what scoring asks for."""

    revision: int
    answer: Answer


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


def counting(transaction: Transaction, attempt_id: int) -> dict[str, Kept]:
    """Give the newest response to each item that was not late, or whose lateness is forgiven."""
    rows = _COUNTING.all(transaction, attempt=attempt_id)
    return {kept.item: kept for kept in map(value, rows)}


def given(transaction: Transaction, attempt_id: int) -> dict[str, Given]:
    """Give the same without who sent them and when."""
    rows = _GIVEN.all(transaction, attempt=attempt_id)
    return {item: Given(revision, _answer(text)) for item, revision, text in rows}


@recalled(4096)
def _answer(text: str) -> Answer:
    """Read an answer as it is stored: of many students many answer alike."""
    return scoring.answer_of(json.loads(text))


def one(line: Line, attempt_id: int, item: str, revision: int) -> Kept | None:
    """Give one revision of an answer, or None where there is none."""
    found = _ONE.first(line, attempt=attempt_id, item=item, revision=revision)
    return None if found is None else value(found)


def sent_before(line: Line, attempt_id: int, item: str, writer: str, number: int) -> Kept | None:
    """Give the first response of a writer's to an item that is numbered ``number`` or higher."""
    found = _SENT_BEFORE.first(line, attempt=attempt_id, item=item, writer=writer, number=number)
    return None if found is None else value(found)


def add(line: Line, **columns: Any) -> None:  # noqa: ANN401 - the table's columns
    """Keep one response more."""
    _ADD.run(line, columns)


def raw(answer: Answer) -> dict[str, object]:
    """Give an answer as it is stored. Raises TooLong."""
    plain = dict(scoring.to_json(answer))
    written = json.dumps(plain, ensure_ascii=False)
    # A letter is four bytes at most: a short answer need not be counted.
    if 4 * len(written) > LONGEST and len(written.encode(errors="surrogatepass")) > LONGEST:
        raise TooLong
    return plain


def value(columns: Sequence[Any]) -> Kept:
    """Make the value of a row."""
    row = _read(columns)
    assert row is not None
    return Kept(
        row.item,
        row.revision,
        row.writer,
        row.number,
        scoring.answer_of(row.raw),
        row.received_at,
        row.late,
    )


_ROW = records.table(tables.Response)
_read, _ = records.reader(tables.Response)
_OF_ATTEMPT = select(_ROW).where(_ROW.c.attempt_id == bindparam("attempt"))
_OF_ITEM = _OF_ATTEMPT.where(_ROW.c.item == bindparam("item"))
_ONE = Straight(_OF_ITEM.where(_ROW.c.revision == bindparam("revision")))
_SENT_BEFORE = Straight(
    _OF_ITEM.where(_ROW.c.writer == bindparam("writer"), _ROW.c.number >= bindparam("number"))
    .order_by(_ROW.c.number)
    .limit(1)
)
_ATTEMPT = records.table(tables.Attempt)
_FORGIVEN = (
    select(_ATTEMPT.c.late_counts).where(_ATTEMPT.c.id == bindparam("attempt")).scalar_subquery()
)
_COUNTED = (
    select(_ROW.c.item, func.max(_ROW.c.revision).label("revision"))
    .where(_ROW.c.attempt_id == bindparam("attempt"), or_(~_ROW.c.late, _FORGIVEN))
    .group_by(_ROW.c.item)
    .subquery()
)
_COUNTS = (_ROW.c.item == _COUNTED.c.item) & (_ROW.c.revision == _COUNTED.c.revision)
_COUNTING = Straight(_OF_ATTEMPT.join(_COUNTED, _COUNTS))
_GIVEN = Straight(
    select(_ROW.c.item, _ROW.c.revision, cast(_ROW.c.raw, Text))
    .join(_COUNTED, _COUNTS)
    .where(_ROW.c.attempt_id == bindparam("attempt"))
)
_ADD = Straight(  # nobody asks for its id
    insert(_ROW).inline(),
    (
        *("attempt_id", "item", "revision", "writer"),
        *("number", "raw", "received_at", "late"),
    ),
)
