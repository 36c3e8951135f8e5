"""What an attempt is made of: its row, its assignment's, its student's, fetched in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from quiz.assessment import timing
from quiz.assessment.ordering import ordered
from quiz.assessment.timing import Facts, State
from quiz.storage import assignments, records, tables
from quiz.storage.assignments import Assignment
from quiz.storage.sets.versions import Version, parsed
from quiz.storage.straight import Straight

if TYPE_CHECKING:
    from typing import Any

    from quiz.assessment.model import Item
    from quiz.storage import Transaction
    from quiz.storage.straight import Line

    Rows = Select[tables.Attempt, tables.Assignment, tables.Student, tables.Extension]


BY_STUDENT, BY_TIME = "student", "time"
"""Who handed an attempt in."""

MOST_LOOKED_AT = 1000
"""How many of those that nobody has handed in are looked at in one transaction."""


class Erased(LookupError):
    """The attempt is there no more."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sitting. ``version`` is what it shows, ``facts`` what its time depends on.

    ``seed`` shuffles its choices, ``order_seed`` its questions; either is empty where they stand
    as written.
    """

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
    order_seed: str = ""

    @property
    def items(self) -> tuple[Item, ...]:
        """Its items in the order in which it shows them."""
        return ordered(self.version.questions, self.order_seed)

    @property
    def end(self) -> datetime | None:
        """When its time is over; None where it never is."""
        return timing.end(self.facts)

    def state(self, now: datetime) -> State:
        """Where it stands now."""
        return timing.state(self.facts, now)


@dataclass(frozen=True, slots=True)
class Sitting:
    """The rows, within a transaction: of the ORM, to be changed, or records, to be read."""

    attempt: tables.Attempt
    assignment: tables.Assignment
    student: tables.Student
    extension: tables.Extension | None

    @property
    def facts(self) -> Facts:
        """What its time depends on."""
        return _facts(
            self.attempt.started_at,
            self.attempt.submitted_at,
            self.assignment.limit_seconds,
            self.assignment.closes,
            None if self.extension is None else self.extension.closes,
            self.student.factor,
            self.attempt.reopened_until,
        )

    @property
    def order_seed(self) -> str:
        """What puts its questions into an order of their own; empty where they have none."""
        return self.attempt.seed if self.assignment.shuffle_items else ""

    def going_on(self, assignment: tables.Assignment) -> bool:
        """Whether it is of this assignment and not handed in."""
        return self.assignment.id == assignment.id and self.attempt.submitted_at is None

    def value(self, transaction: Transaction) -> Attempt:
        """The value that leaves this room."""
        row = self.attempt
        return Attempt(
            row.id,
            assignments.value(transaction, self.assignment),
            parsed(transaction, row.version_id),
            row.student_id,
            self.student.name,
            row.number,
            row.started_at,
            row.submitted_at,
            row.seed if self.assignment.shuffle else "",
            self.facts,
            self.order_seed,
        )


class Standing(NamedTuple):
    """Where an attempt stands when an answer to an item comes, and what was answered to it last.

    ``revision`` is 0 where nothing was.
    """

    facts: Facts
    submitted_by: str | None
    revision: int
    writer: str | None
    number: int | None


def by_token(line: Line, token_hash: str) -> Sitting | None:
    """Read the one that a private link leads to, or None where there is none."""
    return _read(_BY_TOKEN.first(line, token_hash=token_hash))


def by_id(line: Line, attempt_id: int) -> Sitting | None:
    """Read one, or None once it is erased."""
    return _read(_BY_ID.first(line, id=attempt_id))


def again(line: Line, attempt: Attempt) -> Sitting:
    """Read one that was seen before: an older backup restored may have given its id again.

    Raises Erased.
    """
    found = by_id(line, attempt.id)
    if found is None or found.attempt.started_at != attempt.started_at:
        raise Erased(attempt.id)
    return found


def opened(line: Line, **which: object) -> tuple[Sitting, bool, bool] | None:
    """Read one by its ``token_hash`` or ``id``; and whether it has answers, and hints asked for."""
    query = _OPENED_BY_ID if "id" in which else _OPENED_BY_TOKEN
    row = query.first(line, **which)
    found = _read(row)
    return None if row is None or found is None else (found, bool(row[-2]), bool(row[-1]))


def of_student(line: Line, student_id: int) -> list[Sitting]:
    """Read all of a student's, in the order in which they were begun."""
    found = line.execute(_OF_STUDENT, {"student": student_id})
    return [sitting for row in found if (sitting := _read(row))]


def held(line: Line, attempt_id: int) -> Sitting:
    """Read one so that nobody else saves to it or submits it meanwhile. Raises Erased."""
    found = _read(_HELD.first(line, id=attempt_id))
    if found is None:
        raise Erased(attempt_id)
    return found


def to_hand_in(line: Line, attempt: Attempt) -> tuple[Facts, int]:
    """As `again`, so that nobody else saves to it or submits it meanwhile: what that asks for.

    That is its facts, and how often it was scored. Raises Erased.
    """
    found = _TO_HAND_IN.first(line, id=attempt.id)
    if found is None:
        raise Erased(attempt.id)
    scored, *rest = found
    return _facts_of(attempt, rest), scored


def standing(line: Line, attempt: Attempt, item: str) -> Standing:
    """As `to_hand_in`, but what saving an answer asks for. Raises Erased.

    On PostgreSQL, which may wait for the attempt here, what was answered last is told as it was
    before the wait: whoever adds to it meets the revision that came in between. After `held` it is
    as it is.
    """
    found = _STANDING.first(line, id=attempt.id, item=item)
    if found is None:
        raise Erased(attempt.id)
    by, revision, writer, number, *rest = found
    return Standing(_facts_of(attempt, rest), by, revision or 0, writer, number)


def title(transaction: Transaction, assignment: tables.Assignment) -> str:
    """Name what an assignment shows."""
    return assignments.value(transaction, assignment).title


def one(session: Session, *which: ColumnElement[bool]) -> Sitting | None:
    """Fetch one, or None where there is none."""
    row = session.execute(_query(*which)).first()
    return None if row is None else Sitting(*row)


def locked(session: Session, attempt_id: int) -> Sitting:
    """Fetch one so that nobody else saves to it or submits it meanwhile."""
    return Sitting(*session.execute(_LOCKED, {"id": attempt_id}).one())


def unfinished(line: Line, now: datetime, after: int) -> list[tuple[int, Facts]]:
    """Read the ids and facts of those that are not submitted and whose time can be over by now.

    They come by their ids, of which each is above ``after``; no more than MOST_LOOKED_AT at a time.
    """
    found = _UNFINISHED.all(line, now=now, after=after)
    return [(number, _facts(*columns)) for number, *columns in found]


def _facts_of(attempt: Attempt, columns: Sequence[Any]) -> Facts:
    """Read the facts of an attempt that was seen before. Raises Erased: they are another's."""
    facts = _facts(*columns)
    if facts.started_at != attempt.started_at:
        raise Erased(attempt.id)
    return facts


def _facts(
    started_at: datetime,
    submitted_at: datetime | None,
    limit_seconds: int | None,
    closes: datetime | None,
    extended_to: datetime | None,
    factor: float,
    reopened_until: datetime | None,
) -> Facts:
    limit = None if limit_seconds is None else timedelta(seconds=limit_seconds)
    return Facts(started_at, submitted_at, limit, closes, extended_to, factor, reopened_until)


def _query(*which: ColumnElement[bool]) -> Rows:
    rows = (tables.Attempt, tables.Assignment, tables.Student, tables.Extension)
    return _joined(select(*rows)).where(*which)


def _joined(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    row, given = tables.Attempt, tables.Assignment
    student, extension = tables.Student, tables.Extension
    same = (extension.assignment_id == given.id) & (extension.student_id == student.id)
    return (
        query.join(given, given.id == row.assignment_id)
        .join(student, student.id == row.student_id)
        .outerjoin(extension, same)
    )


def _any(rows: type[tables.Response | tables.Hint]) -> ColumnElement[bool]:
    """Whether an attempt has any of these rows."""
    return select(rows.attempt_id).where(rows.attempt_id == tables.Attempt.id).exists()


def _read(columns: Sequence[Any] | None) -> Sitting | None:
    if columns is None:
        return None
    attempt, given, student = _attempt(columns), _assignment(columns), _student(columns)
    assert attempt is not None
    assert given is not None
    assert student is not None
    return Sitting(attempt, given, student, _extension(columns))


_attempt, _end = records.reader(tables.Attempt)
_assignment, _end = records.reader(tables.Assignment, _end)
_student, _end = records.reader(tables.Student, _end)
_extension, _end = records.reader(tables.Extension, _end)
_ROWS = (tables.Attempt, tables.Assignment, tables.Student, tables.Extension)
_ALL = _joined(select(*map(records.table, _ROWS)))
_WITH_ID = tables.Attempt.id == bindparam("id")
_WITH_TOKEN = tables.Attempt.token_hash == bindparam("token_hash")
_BY_TOKEN, _BY_ID = Straight(_ALL.where(_WITH_TOKEN)), Straight(_ALL.where(_WITH_ID))
_HELD = Straight(_ALL.where(_WITH_ID).with_for_update(of=tables.Attempt))
_LOCKED = _query(_WITH_ID).with_for_update(of=tables.Attempt)
_OF_STUDENT = _ALL.where(tables.Attempt.student_id == bindparam("student")).order_by(
    tables.Attempt.started_at, tables.Attempt.id
)
_ANSWER = tables.Response
_LAST = (
    select(func.max(_ANSWER.revision))
    .where(_ANSWER.attempt_id == bindparam("id"), _ANSWER.item == bindparam("item"))
    .scalar_subquery()
)
_ITS_LAST = (
    (_ANSWER.attempt_id == tables.Attempt.id)
    & (_ANSWER.item == bindparam("item"))
    & (_ANSWER.revision == _LAST)
)
_FACTS = (
    *(tables.Attempt.started_at, tables.Attempt.submitted_at),
    *(tables.Assignment.limit_seconds, tables.Assignment.closes, tables.Extension.closes),
    *(tables.Student.factor, tables.Attempt.reopened_until),
)
_TO_HAND_IN = Straight(
    _joined(select(tables.Attempt.scored, *_FACTS).select_from(tables.Attempt))
    .where(_WITH_ID)
    .with_for_update(of=tables.Attempt)
)
_NOW: BindParameter[datetime] = bindparam("now")
_CAN_BE_OVER = (
    tables.Assignment.limit_seconds.is_not(None)
    | (tables.Assignment.closes <= _NOW)
    | (tables.Extension.closes <= _NOW)
    | (tables.Attempt.reopened_until <= _NOW)
)
_UNFINISHED = Straight(
    _joined(select(tables.Attempt.id, *_FACTS).select_from(tables.Attempt))
    .where(tables.Attempt.submitted_at.is_(None), tables.Attempt.id > bindparam("after"))
    .where(_CAN_BE_OVER)
    .order_by(tables.Attempt.id)
    .limit(MOST_LOOKED_AT)
)
_STANDING = Straight(
    _joined(
        select(
            *(tables.Attempt.submitted_by, _ANSWER.revision, _ANSWER.writer, _ANSWER.number),
            *_FACTS,
        ).select_from(tables.Attempt)
    )
    .outerjoin(_ANSWER, _ITS_LAST)
    .where(_WITH_ID)
    .with_for_update(of=tables.Attempt)
)
_OPENED = _ALL.add_columns(_any(tables.Response), _any(tables.Hint))
_OPENED_BY_TOKEN = Straight(_OPENED.where(_WITH_TOKEN))
_OPENED_BY_ID = Straight(_OPENED.where(_WITH_ID))
