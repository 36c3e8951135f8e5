"""Two entries of one child made one: attempts numbered anew, nothing lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from quiz.assessment.roster import LONGEST_NOTE
from quiz.storage import classes, reading, students, tables, writing
from quiz.storage.accounts import NoRight
from quiz.storage.attempts import scores, sittings
from quiz.storage.classes import teaching

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from quiz.storage.accounts import Account
    from quiz.storage.students import Student

MOVED = {"attempt", "extension", "excuse", "act", "membership"}
"""The tables that refer to a student; each is dealt with here."""


@dataclass(frozen=True, slots=True)
class Merger:
    """What will happen: ``other`` becomes ``kept``; ``renumbered`` names assignments of both.

    ``attempts`` is how many the kept entry will have, ``factor`` its extra time (the larger one),
    ``code`` its personal code, empty where neither has one; ``lost_code`` opens nothing any more.
    """

    kept: Student
    other: Student
    attempts: int
    renumbered: tuple[str, ...]
    factor: float
    code: str
    lost_code: str


def candidates(account: Account, student_id: int) -> list[Student]:
    """Give those with whom a student could be merged, by name. Raises accounts.NoRight."""
    who = tables.Student
    with reading() as session:
        teaching.student_held(session, account, student_id, whole=True)
        found = session.scalars(
            select(who).where(teaching.answering(account), who.id != student_id)
        ).all()
        return sorted(map(students.value, found), key=lambda s: (s.name.casefold(), s.id))


def preview(account: Account, kept_id: int, other_id: int) -> Merger:
    """Say what merging would do. Raises accounts.NoRight."""
    with reading() as session:
        return _merger(session, *_both(session, account, kept_id, other_id))


def merge(account: Account, kept_id: int, other_id: int, now: datetime) -> Merger:
    """Put all that is kept of one entry to the other, and take the one away.

    Excuses of either count for both, so what they touch is scored again. Raises accounts.NoRight.
    """
    with writing() as session:
        kept, other = _both(session, account, kept_id, other_id, lock=True)
        done = _merger(session, kept, other)
        _attempts(session, kept.id, other.id)
        _extensions(session, kept.id, other.id)
        _excuses(session, kept.id, other.id)
        acts = tables.Act
        session.execute(update(acts).where(acts.student_id == other.id).values(student_id=kept.id))
        _memberships(session, kept.id, other.id, now)
        code, other.code = kept.code or other.code, None
        session.flush()  # a code is one student's at a time
        kept.code, kept.factor = code, done.factor
        notes = dict.fromkeys(note for note in (kept.note, other.note) if note)
        kept.note = " · ".join(notes)[:LONGEST_NOTE]
        session.delete(other)
        session.flush()
        _score(session, kept.id, now)
        return done


def _both(
    session: Session, account: Account, kept_id: int, other_id: int, *, lock: bool = False
) -> tuple[tables.Student, tables.Student]:
    if kept_id == other_id:
        raise NoRight(other_id)
    first, second = (
        teaching.student_held(session, account, id, whole=True, lock=lock)
        for id in sorted((kept_id, other_id))
    )
    return (first, second) if first.id == kept_id else (second, first)


def _merger(session: Session, kept: tables.Student, other: tables.Student) -> Merger:
    rows = tables.Attempt
    tried = [
        set(session.scalars(select(rows.assignment_id).where(rows.student_id == row.id)))
        for row in (kept, other)
    ]
    count = select(func.count()).where(rows.student_id.in_((kept.id, other.id)))
    both = [session.get_one(tables.Assignment, id) for id in sorted(tried[0] & tried[1])]
    mine, theirs = students.value(kept), students.value(other)
    return Merger(
        kept=mine,
        other=theirs,
        attempts=session.scalar(count) or 0,
        renumbered=tuple(sittings.title(session, row) for row in both),
        factor=max(kept.factor, other.factor),
        code=mine.code or theirs.code,
        lost_code=theirs.code if mine.code else "",
    )


def _attempts(session: Session, kept: int, other: int) -> None:
    """Number both entries' attempts at an assignment by their start, with no number twice."""
    rows = tables.Attempt
    order = (rows.assignment_id, rows.started_at, rows.id)
    query = select(rows.id, rows.assignment_id).where(rows.student_id.in_((kept, other)))
    found = session.execute(query.order_by(*order)).all()
    for id, _ in found:  # away from the numbers that are to be given
        session.execute(update(rows).where(rows.id == id).values(student_id=kept, number=-id))
    numbers: dict[int, int] = {}
    for id, assignment in found:
        numbers[assignment] = number = numbers.get(assignment, 0) + 1
        session.execute(update(rows).where(rows.id == id).values(number=number))


def _extensions(session: Session, kept: int, other: int) -> None:
    """The later close counts."""
    rows = tables.Extension
    for row in session.scalars(select(rows).where(rows.student_id == other)).all():
        mine = session.get(rows, (row.assignment_id, kept))
        if mine is None:
            session.add(rows(assignment_id=row.assignment_id, student_id=kept, closes=row.closes))
        else:
            mine.closes = max(mine.closes, row.closes)
        session.delete(row)
    session.flush()


def _excuses(session: Session, kept: int, other: int) -> None:
    rows = tables.Excuse
    for row in session.scalars(select(rows).where(rows.student_id == other)).all():
        if session.get(rows, (row.assignment_id, kept, row.item)) is None:
            who = {"assignment_id": row.assignment_id, "student_id": kept}
            session.add(rows(**who, item=row.item))
    session.execute(delete(rows).where(rows.student_id == other))
    session.flush()


def _memberships(session: Session, kept: int, other: int, now: datetime) -> None:
    """In each class of either; in its bin only where both are."""
    rows = tables.Membership
    for row in session.scalars(select(rows).where(rows.student_id == other)).all():
        mine = session.get(rows, (row.class_id, kept))
        if row.removed_at is None or mine is None:
            classes.join(session, row.class_id, kept, now)
            session.flush()
        if mine is None:
            session.get_one(rows, (row.class_id, kept)).removed_at = row.removed_at
    session.execute(delete(rows).where(rows.student_id == other))
    session.flush()


def _score(session: Session, kept: int, now: datetime) -> None:
    """Score again what has been handed in where somebody is excused from something."""
    rows, excuses = tables.Attempt, tables.Excuse
    excused = select(excuses.assignment_id).where(excuses.student_id == kept)
    query = select(rows.id).where(
        rows.student_id == kept, rows.submitted_at.is_not(None), rows.assignment_id.in_(excused)
    )
    for id in session.scalars(query).all():
        scores.settle(session, sittings.locked(session, id), why="merged", now=now)
