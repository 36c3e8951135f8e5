"""Erasing what is old: whole attempts, and students who have none left and are in no class.

An attempt is as old as the last that happened to it: its start, an answer, its submission. Tables
that belong to an attempt refer to it with ON DELETE CASCADE, so its row takes them along.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, func, or_, select

from quiz.storage import reading, tables, traces, writing

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select

AT_ONCE = 200
"""Attempts erased in one transaction, so that the service's writers wait for a moment only."""

HERS = ("act", "excuse", "extension")
"""Tables whose rows say nothing without the student's attempts: they go with her."""


@dataclass(frozen=True, slots=True)
class Purged:
    """How much is erased, or would be."""

    attempts: int
    answers: int
    students: int


def would(before: datetime) -> Purged:
    """Count what `purge` would erase."""
    ids = select(tables.Attempt.id).where(*_old(before))
    others = tables.Attempt.id.not_in(ids)
    with reading() as session:
        return Purged(
            session.scalar(select(func.count()).select_from(ids.subquery())) or 0,
            session.scalar(select(func.count()).where(tables.Response.attempt_id.in_(ids))) or 0,
            session.scalar(select(func.count()).select_from(_alone(before, others).subquery()))
            or 0,
        )


def purge(before: datetime) -> Purged:
    """Erase attempts to which nothing has happened since ``before``, and students then without any.

    May run beside the service: it works in many short transactions, and what it has erased when
    it is stopped stays erased.
    """
    attempts = answers = students = 0
    while (some := _attempts(before)) != (0, 0):
        attempts, answers = attempts + some[0], answers + some[1]
    while number := _students(before):
        students += number
    traces.wipe()
    return Purged(attempts, answers, students)


def _attempts(before: datetime) -> tuple[int, int]:
    """Erase some; give how many attempts and answers."""
    query = select(tables.Attempt.id).where(*_old(before)).limit(AT_ONCE)
    with writing() as session:
        ids = session.scalars(query.with_for_update(skip_locked=True)).all()
        rows = tables.Response.attempt_id
        answers = session.scalar(select(func.count()).where(rows.in_(ids))) or 0
        session.execute(delete(tables.Attempt).where(tables.Attempt.id.in_(ids)))
        return len(ids), answers


def _students(before: datetime) -> int:
    """Erase some students of before of whom nothing else is kept; give how many."""
    query = _alone(before).limit(AT_ONCE).with_for_update(skip_locked=True)
    with writing() as session:
        ids = session.scalars(query).all()
        for name in HERS:
            rows = tables.Base.metadata.tables[name]
            session.execute(delete(rows).where(rows.c.student_id.in_(ids)))
        session.execute(delete(tables.Student).where(tables.Student.id.in_(ids)))
        return len(ids)


def _old(before: datetime) -> tuple[ColumnElement[bool], ...]:
    row, answer = tables.Attempt, tables.Response
    later = exists().where(answer.attempt_id == row.id, answer.received_at >= before)
    submitted = or_(row.submitted_at.is_(None), row.submitted_at < before)
    return row.started_at < before, submitted, ~later


def _alone(before: datetime, *attempts: ColumnElement[bool]) -> Select[int]:
    """Students of before who have no attempt (of those given) and are in no class any more."""
    student, row, member = tables.Student, tables.Attempt, tables.Membership
    tried = exists().where(row.student_id == student.id, *attempts)
    listed = exists().where(
        member.student_id == student.id,
        member.removed_at.is_(None),
        member.class_id == tables.Class.id,
        tables.Class.removed_at.is_(None),
    )
    return select(student.id).where(student.created_at < before, ~tried, ~listed)
