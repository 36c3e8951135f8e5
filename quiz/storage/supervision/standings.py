"""How each student stands in an assignment: those of its class, and whoever has begun."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from quiz.assessment import timing
from quiz.storage import assignments, reading, tables
from quiz.storage.assignments import closing
from quiz.storage.attempts import counting
from quiz.storage.classes import people, teaching

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.assessment.timing import Facts
    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment


@dataclass(frozen=True, slots=True)
class Try:
    """An attempt in short. ``points`` and ``max`` are None until it is handed in.

    ``late`` is how many answers came after its end, ``late_counts`` whether they count.
    """

    id: int
    number: int
    started_at: datetime
    submitted_at: datetime | None
    submitted_by: str | None
    reopened_until: datetime | None
    late_counts: bool
    points: float | None
    max: float | None
    pending_max: float | None
    late: int = 0
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A student in an assignment. ``facts`` are those of the attempt last begun, or of none yet.

    ``excused`` holds the ids of questions, and "" for all of them.
    """

    student_id: int
    name: str
    factor: float
    member: bool
    extension: datetime | None
    excused: frozenset[str]
    tries: tuple[Try, ...]
    facts: Facts

    @property
    def last(self) -> Try | None:
        """The attempt that was begun last."""
        return self.tries[-1] if self.tries else None

    @property
    def counted(self) -> Try | None:
        """The attempt that counts."""
        return next((attempt for attempt in self.tries if attempt.counts), None)

    @property
    def working(self) -> bool:
        """Whether an attempt is begun and not handed in."""
        return self.last is not None and self.last.submitted_at is None

    @property
    def close(self) -> datetime | None:
        """When the door shuts for this student."""
        return timing.close(self.facts)

    @property
    def end(self) -> datetime | None:
        """When the time of the attempt that is going on is over; before it, the close."""
        return timing.end(self.facts) if self.working else self.close

    @property
    def late(self) -> int:
        """How many answers came after the end of an attempt."""
        return sum(attempt.late for attempt in self.tries)


def of(account: Account, code: str) -> tuple[Assignment, list[Standing]]:
    """Give an assignment that an account may decide about, and everybody. Raises NoRight."""
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        return assignments.value(session, row), everybody(session, row)


def everybody(session: Session, row: tables.Assignment, *, late: bool = True) -> list[Standing]:
    """Give how everybody stands, by name, within a transaction; ``late``: late answers counted."""
    tries = _tries(session, row, _late(session, row.id) if late else {})
    extensions, excused = _extensions(session, row.id), _excused(session, row.id)
    return [
        Standing(
            id,
            name,
            factor,
            bool(member),
            extensions.get(id),
            excused[id],
            tuple(tries[id]),
            _facts(row, factor, extensions.get(id), tries[id]),
        )
        for id, name, factor, member in _people(session, row)
    ]


def _facts(
    row: tables.Assignment, factor: float, extension: datetime | None, tries: list[Try]
) -> Facts:
    if not tries:
        return closing.row_facts(row, factor, extension, row.created_at)
    last = tries[-1]
    facts = closing.row_facts(row, factor, extension, last.started_at)
    return replace(facts, submitted_at=last.submitted_at, reopened_until=last.reopened_until)


def _people(session: Session, row: tables.Assignment) -> list[tuple[int, str, float, bool]]:
    names, student = people.names(session, row.id), tables.Student
    query = select(student.id, student.factor, people.listed(row.class_id))
    found = session.execute(query.where(people.within(row.id))).all()
    everybody = [(id, names[id], factor, member) for id, factor, member in found]
    return sorted(everybody, key=lambda person: (person[1].casefold(), person[0]))


def _tries(
    session: Session, row: tables.Assignment, late: dict[int, int]
) -> defaultdict[int, list[Try]]:
    attempt = tables.Attempt
    query = select(
        attempt.student_id,
        attempt.id,
        attempt.number,
        attempt.started_at,
        attempt.submitted_at,
        attempt.submitted_by,
        attempt.reopened_until,
        attempt.late_counts,
        attempt.points,
        attempt.max,
        attempt.pending_max,
    ).where(attempt.assignment_id == row.id)
    found: defaultdict[int, list[Try]] = defaultdict(list)
    counted = counting.of(session, row.id)
    for student, id, *values in session.execute(query.order_by(attempt.number)).all():
        found[student].append(_try(id, values, late.get(id, 0), counts=id in counted))
    return found


def _try(id: int, values: list[Any], late: int, *, counts: bool) -> Try:
    number, started, submitted, by, reopened, late_counts, points, most, pending = values
    figures = (points, most, pending, late, counts)
    return Try(id, number, started, submitted, by, reopened, late_counts, *figures)


def _late(session: Session, assignment_id: int) -> dict[int, int]:
    rows, attempt = tables.Response, tables.Attempt
    query = (
        select(rows.attempt_id, func.count())
        .join(attempt, attempt.id == rows.attempt_id)
        .where(attempt.assignment_id == assignment_id, rows.late)
        .group_by(rows.attempt_id)
    )
    return dict(session.execute(query).all())


def _extensions(session: Session, assignment_id: int) -> dict[int, datetime]:
    rows = tables.Extension
    query = select(rows.student_id, rows.closes).where(rows.assignment_id == assignment_id)
    return dict(session.execute(query).all())


def _excused(session: Session, assignment_id: int) -> defaultdict[int, frozenset[str]]:
    rows = tables.Excuse
    found: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    query = select(rows.student_id, rows.item).where(rows.assignment_id == assignment_id)
    for student, item in session.execute(query):
        found[student] |= {item}
    return found
