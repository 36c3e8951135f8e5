"""What an attempt is made of: its row, its assignment's, its student's, fetched in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from quiz.assessment import timing
from quiz.assessment.timing import Facts, State
from quiz.storage import assignments, tables
from quiz.storage.assignments import Assignment
from quiz.storage.versions import Version, parsed

if TYPE_CHECKING:
    Rows = Select[tables.Attempt, tables.Assignment, tables.Student, tables.Extension]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sitting. ``version`` is what it shows, ``facts`` what its time depends on."""

    id: int
    assignment: Assignment
    version: Version
    student_id: int
    name: str
    number: int
    started_at: datetime
    submitted_at: datetime | None
    seed: str
    facts: Facts

    @property
    def end(self) -> datetime | None:
        """When its time is over; None where it never is."""
        return timing.end(self.facts)

    def state(self, now: datetime) -> State:
        """Where it stands now."""
        return timing.state(self.facts, now)


@dataclass(frozen=True, slots=True)
class Sitting:
    """The rows, within a transaction."""

    attempt: tables.Attempt
    assignment: tables.Assignment
    student: tables.Student
    extension: tables.Extension | None

    @property
    def facts(self) -> Facts:
        """What its time depends on."""
        seconds = self.assignment.limit_seconds
        return Facts(
            self.attempt.started_at,
            self.attempt.submitted_at,
            None if seconds is None else timedelta(seconds=seconds),
            self.assignment.closes,
            None if self.extension is None else self.extension.closes,
            self.student.factor,
            self.attempt.reopened_until,
        )

    def going_on(self, assignment: tables.Assignment) -> bool:
        """Whether it is of this assignment and not handed in."""
        return self.assignment is assignment and self.attempt.submitted_at is None

    def key(self, session: Session) -> Version:
        """The version to score by."""
        return parsed(session, self.assignment.key_version_id or self.attempt.version_id)

    def value(self, session: Session) -> Attempt:
        """The value that leaves this room."""
        row = self.attempt
        return Attempt(
            row.id,
            assignments.value(session, self.assignment),
            parsed(session, row.version_id),
            row.student_id,
            self.student.name,
            row.number,
            row.started_at,
            row.submitted_at,
            row.seed,
            self.facts,
        )


def one(session: Session, *which: ColumnElement[bool]) -> Sitting | None:
    """Fetch one, or None where there is none."""
    row = session.execute(_query(*which)).first()
    return None if row is None else Sitting(*row)


def locked(session: Session, attempt_id: int) -> Sitting:
    """Fetch one so that nobody else saves to it or submits it meanwhile."""
    query = _query(tables.Attempt.id == attempt_id).with_for_update(of=tables.Attempt)
    return Sitting(*session.execute(query).one())


def unfinished(session: Session) -> Sequence[Sitting]:
    """Fetch those that are not submitted and whose time can be over some day."""
    given, extension = tables.Assignment, tables.Extension
    own = extension.closes.is_not(None) | tables.Attempt.reopened_until.is_not(None)
    ends = given.limit_seconds.is_not(None) | given.closes.is_not(None)
    query = _query(tables.Attempt.submitted_at.is_(None), ends | own)
    return [Sitting(*row) for row in session.execute(query)]


def _query(
    *which: ColumnElement[bool],
) -> Rows:
    row, given = tables.Attempt, tables.Assignment
    student, extension = tables.Student, tables.Extension
    same = (extension.assignment_id == given.id) & (extension.student_id == student.id)
    return (
        select(row, given, student, extension)
        .join(given, given.id == row.assignment_id)
        .join(student, student.id == row.student_id)
        .outerjoin(extension, same)
        .where(*which)
    )
