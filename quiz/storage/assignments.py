"""Assignments: a set given to students, with a join code and rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, cast

from sqlalchemy import or_, select

from quiz.assessment.model import Feedback
from quiz.storage import codes, reading, tables, teaching, writing
from quiz.storage.versions import Version, newest_row, parsed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.storage.accounts import Account


Counts = Literal["first", "best", "last"]
"""Which of a student's attempts counts."""

Release = Literal["submit", "close", "teacher"]
"""When the feedback is shown: at once, after the close, or when the teacher says so."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A set given to students. ``version`` is shown; where it is practice, the set's newest.

    ``limit`` and ``attempts`` are None where there is none; ``code`` is as people read it;
    ``class_id`` is None where it is for anyone with the code.
    """

    id: int
    code: str
    practice: bool
    title: str
    version: Version
    limit: timedelta | None
    attempts: int | None
    feedback: Feedback
    opens: datetime | None
    closes: datetime | None
    shuffle: bool
    shuffle_items: bool = False
    by_question: bool = False
    counts: Counts = "first"
    release: Release = "submit"
    released_at: datetime | None = None
    class_id: int | None = None


class UnknownSet(LookupError):
    """There is no set with this id."""


def by_code(code: str) -> Assignment | None:
    """Find an assignment by its join code, forgiving case, spaces and hyphens."""
    rows = tables.Assignment
    with reading() as session:
        row = session.scalars(select(rows).where(rows.code == codes.plain(code).upper())).first()
        return None if row is None else value(session, row)


def held(account: Account, code: str) -> Assignment:
    """Give an assignment that an account may decide about. Raises rights.NoRight."""
    with reading() as session:
        return value(session, teaching.assignment_held(session, account, code))


def create(
    set_id: str,
    *,
    now: datetime,
    minutes: int | None = None,
    attempts: int | None = None,
    feedback: Feedback | None = None,
    opens: datetime | None = None,
    closes: datetime | None = None,
    shuffle: bool = False,
) -> Assignment:
    """Give a set's newest version to students. Raises UnknownSet."""
    with writing() as session:
        newest = newest_row(session, set_id)
        if newest is None or _binned(session, set_id):
            raise UnknownSet(set_id)
        policy = feedback or parsed(session, newest.id).questions.feedback
        row = tables.Assignment(
            code=codes.new_code(),
            practice=False,
            set_id=set_id,
            version_id=newest.id,
            limit_seconds=None if minutes is None else minutes * 60,
            attempts=attempts,
            feedback=policy.value,
            opens=opens,
            closes=closes,
            shuffle=shuffle,
            created_at=now,
        )
        session.add(row)
        session.flush()
        return value(session, row)


def is_open(assignment: Assignment, now: datetime) -> bool:
    """Whether an attempt may be started now."""
    with reading() as session:
        return open_in(session, assignment, now)


def practices(now: datetime) -> list[Assignment]:
    """Give the practice assignments that are open now."""
    with reading() as session:
        rows = session.scalars(select(tables.Assignment).where(tables.Assignment.practice))
        found = [value(session, row) for row in rows.all()]
        return [assignment for assignment in found if open_in(session, assignment, now)]


def open_in(session: Session, assignment: Assignment, now: datetime) -> bool:
    """Whether an attempt may be started now, within a transaction."""
    if assignment.practice:
        set_id, questions = assignment.version.set_id, assignment.version.questions
        binned = _binned(session, set_id)
        return questions.practice and not binned and not _withheld(session, set_id, now)
    begun = assignment.opens is None or assignment.opens <= now
    return begun and (assignment.closes is None or now < assignment.closes)


def open_practice(session: Session, set_id: str, now: datetime) -> None:
    """Give a practice set its one join code, if it has none yet."""
    rows = tables.Assignment
    if session.scalars(select(rows.id).where(rows.practice, rows.set_id == set_id)).first() is None:
        code = codes.new_code()
        session.add(rows(code=code, practice=True, set_id=set_id, shuffle=False, created_at=now))


def value(session: Session, row: tables.Assignment) -> Assignment:
    """Make the value of a row."""
    shown = row.version_id
    if shown is None:
        newest = newest_row(session, row.set_id)
        assert newest is not None, row.set_id
        shown = newest.id
    version = parsed(session, shown)
    return Assignment(
        row.id,
        codes.shown(row.code),
        row.practice,
        version.questions.title,
        version,
        None if row.limit_seconds is None else timedelta(seconds=row.limit_seconds),
        row.attempts,
        Feedback(row.feedback or version.questions.feedback),
        row.opens,
        row.closes,
        row.shuffle,
        row.shuffle_items,
        row.by_question,
        cast("Counts", row.counts),
        cast("Release", row.release),
        row.released_at,
        row.class_id,
    )


def _binned(session: Session, set_id: str) -> bool:
    return session.get_one(tables.QuestionSet, set_id).removed_at is not None


def _withheld(session: Session, set_id: str, now: datetime) -> bool:
    """Whether an assignment of any version of the set still withholds answers from someone.

    One that is not closed does, from all who have not submitted; one that never shows answers
    does so for good.
    """
    rows = tables.Assignment
    told = rows.feedback.in_((Feedback.ANSWERS.value, Feedback.EVIDENCE.value))
    running = or_(rows.closes.is_(None), rows.closes > now)
    query = select(rows.id).where(~rows.practice, rows.set_id == set_id, or_(running, ~told))
    return session.scalars(query.limit(1)).first() is not None
