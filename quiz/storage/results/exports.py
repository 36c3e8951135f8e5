"""All that a report is made of, as rows: students, answers, items, the matrix of scores.

Each is a header and then rows, made while they are read, within one transaction each. Texts are
as they were sent, never cut short. `answers` has every attempt that was handed in; `scores` has
those that count, as the figures do, and can be given to ``quiz analyse`` as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, func, select

from quiz.storage import reading, results, tables
from quiz.storage.classes import teaching
from quiz.storage.results import tallying, wording
from quiz.storage.sets.versions import parsed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.storage.accounts import Account

Row = tuple[Any, ...]

BATCH = 2_000
"""Rows that are fetched at once."""

TOLD = 1_000
"""Answers whose words are kept at hand: of what can be chosen, there are few different ones."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "students": (
        *("attempt", "student", "name", "number", "counts", "started", "submitted"),
        *("submitted_by", "points", "max", "pending_max", "reached"),
    ),
    "answers": (
        *("attempt", "student", "name", "number", "item", "question", "answer", "answer_text"),
        *("fraction", "points", "max", "basis", "pending", "reached", "rung"),
        *("cited", "cited_text", "cited_fraction", "key_version", "received"),
    ),
    "items": (
        *("item", "question", "stem", "type", "skill", "max", "n", "facility", "low", "high"),
        *("sd", "discrimination", "alpha_if_deleted", "effective_weight", "skipped"),
        *("not_reached", "pending"),
    ),
}
"""Of each file; those of ``scores`` are the items."""


def students(session: Session, row: tables.Assignment) -> Iterator[Row]:
    """Give a row an attempt."""
    attempt, student = tables.Attempt, tables.Student
    counted = attempt.id.in_(select(attempt.id).where(*tallying.taking_part(session, row)))
    query = (
        select(
            *(attempt.id, student.id, student.name, attempt.number, counted),
            *(attempt.started_at, attempt.submitted_at, attempt.submitted_by, attempt.points),
            *(attempt.max, attempt.pending_max, attempt.reached),
        )
        .join(student, student.id == attempt.student_id)
        .where(attempt.assignment_id == row.id, attempt.submitted_at.is_not(None))
        .order_by(attempt.id)
    )
    yield COLUMNS["students"]
    for id, who, name, number, counts, *more in session.execute(query).yield_per(BATCH):
        yield (id, who, name, number, bool(counts), *map(_plain, more))


def answers(session: Session, row: tables.Assignment) -> Iterator[Row]:
    """Give a row an answer, in long form: ids of choices, and their texts."""
    attempt, score, said = tables.Attempt, tables.Score, tables.Response
    student = tables.Student
    query = (
        select(
            *(attempt.id, student.id, student.name, attempt.number, score.item),
            *(score.fraction, score.points, score.max, score.basis, score.pending),
            *(score.reached, score.rung, attempt.version_id, score.key_version_id),
            *(score.cited_fraction, cast(said.raw, Text).label("sent"), said.received_at),
        )
        .select_from(attempt)
        .join(student, student.id == attempt.student_id)
        .join(score, score.attempt_id == attempt.id)
        .outerjoin(said, wording.same())
        .where(attempt.assignment_id == row.id, attempt.submitted_at.is_not(None))
        .order_by(attempt.id, score.id)
    )
    told = lru_cache(TOLD)(partial(_told, session))
    version = cache(lambda key: parsed(session, key).number)
    yield COLUMNS["answers"]
    for found in session.execute(query).yield_per(BATCH):
        question, ids, text, cited, words = told(found.version_id, found.item, found.sent)
        yield (
            *(*found[:5], question, ids, text, *found[5:12], cited, words, found.cited_fraction),
            *(version(found.key_version_id), _plain(found.received_at)),
        )


def _told(
    session: Session, version: int, id: str, sent: str | None
) -> tuple[int | None, str, str, str, str]:
    """Give the number of a question and what was sent in words (`wording.told`)."""
    questions = parsed(session, version).questions.items
    for number, item in enumerate(questions, 1):
        if item.id == id:
            raw = json.loads(sent) if sent else None
            return (number, *(wording.told(item, raw) if raw else ("",) * 4))
    return None, "", "", "", ""


def items(session: Session, row: tables.Assignment) -> Iterator[Row]:
    """Give a row an item: its figures."""
    found = results.within(session, row)
    yield COLUMNS["items"]
    for q in found.questions:
        exact = results.exactly(session, row, q.item.id) if found.sampled else q
        assert exact is not None
        figures, all = found.analysis.item(q.item.id), exact.tally.all
        low, high = (figures and figures.interval) or (None, None)
        yield (
            *(q.item.id, q.number, q.item.stem, q.item.type, q.item.skill, q.tally.max),
            *(q.tally.all.n, figures and figures.facility, low, high, figures and figures.sd),
            *(figures and figures.discrimination, figures and figures.alpha_if_deleted),
            *(figures and figures.effective_weight, all.blank, all.unreached, all.pending),
        )


def scores(session: Session, row: tables.Assignment) -> Iterator[Row]:
    """Give the matrix: skipped 0; not reached, pending or excused empty; dropped not there."""
    found = results.within(session, row)
    columns = [q.item.id for q in found.counted]
    yield ("person", *columns)
    yield ("max", *(q.tally.max for q in found.counted))
    attempt, student, score = tables.Attempt, tables.Student, tables.Score
    query = (
        select(attempt.id, student.name, score.item, score.points)
        .select_from(attempt)
        .join(student, student.id == attempt.student_id)
        .outerjoin(score, (score.attempt_id == attempt.id) & tallying.counts())
        .where(*tallying.taking_part(session, row))
        .order_by(attempt.id)
    )
    person, cells = None, {}
    for id, name, item, points in session.execute(query).yield_per(BATCH):
        label = f"{name} ({id})"
        if person is not None and label != person:
            yield (person, *(cells.get(column) for column in columns))
            cells = {}
        person = label
        cells[item] = points
    if person is not None:
        yield (person, *(cells.get(column) for column in columns))


TABLES: dict[str, Callable[[Session, tables.Assignment], Iterator[Row]]] = {
    "students": students,
    "answers": answers,
    "items": items,
    "scores": scores,
}


def rows(account: Account, code: str, name: str) -> Iterator[Row]:
    """Give a table row by row, its header first. Raises accounts.NoRight when it begins."""
    with reading() as session:
        yield from TABLES[name](session, teaching.assignment_held(session, account, code))


def size(account: Account, code: str) -> int:
    """Count the answers that were handed in. Raises accounts.NoRight."""
    attempt, score = tables.Attempt, tables.Score
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        query = (
            select(func.count())
            .select_from(attempt)
            .join(score, score.attempt_id == attempt.id)
            .where(attempt.assignment_id == row.id, attempt.submitted_at.is_not(None))
        )
        return session.scalar(query) or 0


def _plain(value: Any) -> Any:  # noqa: ANN401 - what a column holds
    return value.isoformat() if hasattr(value, "isoformat") else value
