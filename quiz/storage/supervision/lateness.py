"""Answers that came after the end: when, how late, and what, so that a teacher can decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from quiz.assessment import scoring, timing
from quiz.assessment.model import Response
from quiz.storage import reading, tables
from quiz.storage.attempts.sittings import Sitting
from quiz.storage.classes import people, teaching
from quiz.storage.sets.versions import parsed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.storage.accounts import Account


@dataclass(frozen=True, slots=True)
class Late:
    """A late answer; ``answer`` is in short, empty where it is blank or cannot be read."""

    student_id: int
    name: str
    item: str
    stem: str
    answer: str
    received_at: datetime
    by: timedelta
    counts: bool


def listed(account: Account, code: str, most: int = 200) -> list[Late]:
    """Give the late answers of an assignment by student and time. Raises accounts.NoRight."""
    rows, attempt, student = tables.Response, tables.Attempt, tables.Student
    extension = tables.Extension
    with reading() as session:
        given = teaching.assignment_held(session, account, code)
        theirs = (extension.student_id == student.id) & (extension.assignment_id == given.id)
        query = (
            select(rows, attempt, student, extension)
            .join(attempt, attempt.id == rows.attempt_id)
            .join(student, student.id == attempt.student_id)
            .outerjoin(extension, theirs)
            .where(attempt.assignment_id == given.id, rows.late)
            .order_by(student.name, student.id, rows.id)
            .limit(most)
        )
        names = people.names(session, given.id)
        return [
            _late(session, row, Sitting(tried, given, who, longer), names[who.id])
            for row, tried, who, longer in session.execute(query)
        ]


def _late(session: Session, row: tables.Response, sitting: Sitting, name: str) -> Late:
    item = parsed(session, sitting.attempt.version_id).questions.item(row.item)
    end = sitting.attempt.submitted_at or timing.end(sitting.facts) or row.received_at
    read = scoring.read_answer(item, scoring.answer_of(row.raw)) if item else None
    words = scoring.brief(read) if isinstance(read, Response) else None
    return Late(
        sitting.student.id,
        name,
        row.item,
        item.stem if item else row.item,
        words or "",
        row.received_at,
        max(row.received_at - end, timedelta(0)),
        sitting.attempt.late_counts,
    )
