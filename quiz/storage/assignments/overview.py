"""The assignments that a teacher may decide about, each with how many have handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import case, distinct, func, select

from quiz.storage import codes, reading, tables
from quiz.storage.assignments import releases
from quiz.storage.classes import teaching
from quiz.storage.sets.versions import parsed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.storage.accounts import Account

Phase = Literal["coming", "running", "closed"]


@dataclass(frozen=True, slots=True)
class Listed:
    """An assignment in a list. ``expected`` is the class's size, or who has begun without one.

    ``submitted`` counts students, ``to_mark`` answers that wait for a person.
    """

    code: str
    title: str
    language: str
    version: int
    class_name: str
    opens: datetime | None
    closes: datetime | None
    phase: Phase
    submitted: int
    expected: int
    to_mark: int
    removed_at: datetime | None


def mine(account: Account, now: datetime, *, removed: bool = False) -> list[Listed]:
    """Give the assignments of an account, the newest first; ``removed``: those in the bin."""
    rows, group = tables.Assignment, tables.Class
    binned = rows.removed_at.is_not(None) if removed else rows.removed_at.is_(None)
    query = (
        select(rows, group.name)
        .outerjoin(group, group.id == rows.class_id)
        .where(teaching.given(account), binned)
        .order_by(rows.id.desc())
    )
    with reading() as session:
        found = session.execute(query).all()
        begun, sizes, waiting = _counts(session, [row.id for row, _ in found])
        return [
            _listed(session, row, name or "", begun, sizes, waiting, now) for row, name in found
        ]


def _listed(
    session: Session,
    row: tables.Assignment,
    class_name: str,
    begun: dict[int, tuple[int, int]],
    sizes: dict[int, int],
    waiting: dict[int, int],
    now: datetime,
) -> Listed:
    version = parsed(session, row.version_id or 0)
    started, submitted = begun.get(row.id, (0, 0))
    return Listed(
        codes.shown(row.code),
        version.questions.title,
        version.questions.language,
        version.number,
        class_name,
        row.opens,
        row.closes,
        _phase(session, row, now),
        submitted,
        max(sizes.get(row.class_id or 0, 0), started),
        waiting.get(row.id, 0),
        row.removed_at,
    )


def _phase(session: Session, row: tables.Assignment, now: datetime) -> Phase:
    """Closed is what is closed for everybody: extra time and extensions are over too."""
    if row.opens is not None and now < row.opens:
        return "coming"
    if row.closes is None or now < row.closes:
        return "running"
    over = releases.whole_terms_in(session, row.id).over
    return "closed" if over is not None and over <= now else "running"


def _counts(
    session: Session, ids: list[int]
) -> tuple[dict[int, tuple[int, int]], dict[int, int], dict[int, int]]:
    """By assignment: students who have begun and handed in; sizes by class; answers to mark."""
    attempt, score, member = tables.Attempt, tables.Score, tables.Membership
    handed_in = case((attempt.submitted_at.is_not(None), attempt.student_id))
    begun = (
        select(
            attempt.assignment_id,
            func.count(distinct(attempt.student_id)),
            func.count(distinct(handed_in)),
        )
        .where(attempt.assignment_id.in_(ids))
        .group_by(attempt.assignment_id)
    )
    waiting = (
        select(attempt.assignment_id, func.count())
        .join(score, score.attempt_id == attempt.id)
        .where(attempt.assignment_id.in_(ids), attempt.pending_max > 0, score.pending)
        .group_by(attempt.assignment_id)
    )
    classes = select(tables.Assignment.class_id).where(tables.Assignment.id.in_(ids))
    sizes = (
        select(member.class_id, func.count())
        .where(member.class_id.in_(classes), member.removed_at.is_(None))
        .group_by(member.class_id)
    )
    return (
        {id: (started, done) for id, started, done in session.execute(begun)},
        dict(session.execute(sizes).all()),
        dict(session.execute(waiting).all()),
    )
