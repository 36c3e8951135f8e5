"""What an attempt is made of: its row, its assignment's, its student's, fetched in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from quiz.assessment import timing
from quiz.assessment.timing import Facts, State
from quiz.storage import assignments, records, tables
from quiz.storage.assignments import Assignment
from quiz.storage.versions import Version, parsed

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Connection


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
    """The rows as they were read within a transaction."""

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
        )

    def going_on(self, assignment: tables.Assignment) -> bool:
        """Whether it is of this assignment and not handed in."""
        return self.assignment.id == assignment.id and self.attempt.submitted_at is None

    def key(self, connection: Connection) -> Version:
        """The version to score by."""
        return parsed(connection, self.assignment.key_version_id or self.attempt.version_id)

    def value(self, connection: Connection) -> Attempt:
        """The value that leaves this room."""
        row = self.attempt
        return Attempt(
            row.id,
            assignments.value(connection, self.assignment),
            parsed(connection, row.version_id),
            row.student_id,
            self.student.name,
            row.number,
            row.started_at,
            row.submitted_at,
            row.seed,
            self.facts,
        )


def by_token(connection: Connection, token_hash: str) -> Sitting | None:
    """Fetch the one that a private link leads to, or None where there is none."""
    return _sitting(connection.execute(_BY_TOKEN, {"token_hash": token_hash}).first())


def by_id(connection: Connection, attempt_id: int) -> Sitting | None:
    """Fetch one, or None once it is erased."""
    return _sitting(connection.execute(_BY_ID, {"id": attempt_id}).first())


def locked(connection: Connection, attempt_id: int) -> Sitting:
    """Fetch one so that nobody else saves to it or submits it meanwhile."""
    found = _sitting(connection.execute(_LOCKED, {"id": attempt_id}).one())
    assert found is not None, attempt_id
    return found


def unfinished(connection: Connection) -> list[Sitting]:
    """Fetch those that are not submitted and whose time can be over some day."""
    found = (_sitting(row) for row in connection.execute(_UNFINISHED).all())
    return [sitting for sitting in found if sitting is not None]


def _sitting(columns: Sequence[Any] | None) -> Sitting | None:
    if columns is None:
        return None
    attempt, given, student = _attempt(columns), _assignment(columns), _student(columns)
    assert attempt is not None
    assert given is not None
    assert student is not None
    return Sitting(attempt, given, student, _extension(columns))


_ATTEMPT, _GIVEN = records.table(tables.Attempt), records.table(tables.Assignment)
_STUDENT, _EXTENSION = records.table(tables.Student), records.table(tables.Extension)
_attempt, _end = records.reader(tables.Attempt)
_assignment, _end = records.reader(tables.Assignment, _end)
_student, _end = records.reader(tables.Student, _end)
_extension, _end = records.reader(tables.Extension, _end)

_THEIRS = (_EXTENSION.c.assignment_id == _GIVEN.c.id) & (_EXTENSION.c.student_id == _STUDENT.c.id)
_ALL = (
    select(_ATTEMPT, _GIVEN, _STUDENT, _EXTENSION)
    .join(_GIVEN, _GIVEN.c.id == _ATTEMPT.c.assignment_id)
    .join(_STUDENT, _STUDENT.c.id == _ATTEMPT.c.student_id)
    .outerjoin(_EXTENSION, _THEIRS)
)
_BY_TOKEN = _ALL.where(_ATTEMPT.c.token_hash == bindparam("token_hash"))
_BY_ID = _ALL.where(_ATTEMPT.c.id == bindparam("id"))
_LOCKED = _BY_ID.with_for_update(of=_ATTEMPT)
_ENDS = _GIVEN.c.limit_seconds.is_not(None) | _GIVEN.c.closes.is_not(None)
_UNFINISHED = _ALL.where(
    _ATTEMPT.c.submitted_at.is_(None), _ENDS | _EXTENSION.c.closes.is_not(None)
)
