"""What a student has to do: the assignments of her classes, with her attempts at them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import bindparam, or_, select

from quiz.assessment import release, timing
from quiz.assessment.model import Feedback
from quiz.assessment.timing import State
from quiz.storage import asking, assignments, reading, records, tables
from quiz.storage.assignments import closing, releases
from quiz.storage.attempts import sittings
from quiz.storage.classes import teaching

if TYPE_CHECKING:
    from datetime import timedelta

    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment
    from quiz.storage.attempts.sittings import Attempt
    from quiz.storage.straight import Line

Stage = Literal["open", "coming", "done"]

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Try:
    """An attempt, and what it came to as far as that is released: else ``max`` is None."""

    attempt: Attempt
    points: float | None
    max: float | None
    pending: bool


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment as one student has it.

    ``going`` is her attempt that is going on; ``closes`` her own last moment, extra time and
    extension included; ``end`` that of the attempt, or what it would be if she started now;
    ``limit`` is the time she is allowed; ``left`` how many attempts she still has, None where they
    are free; ``excused``: from all of it.
    """

    assignment: Assignment
    stage: Stage
    tries: tuple[Try, ...]
    going: Attempt | None
    closes: datetime | None
    end: datetime | None
    limit: timedelta | None
    left: int | None
    excused: bool

    @property
    def startable(self) -> bool:
        """Whether she may begin another attempt now."""
        return self.stage == "open" and self.going is None and self.left != 0


@dataclass(frozen=True, slots=True)
class _Mine:
    """The rows behind a task."""

    given: tables.Assignment
    extension: datetime | None
    factor: float
    excused: bool
    member: bool


def of(student_id: int, now: datetime) -> list[Task]:
    """Give a student's tasks: open ones by their end, coming ones, then what is done, newest first.

    What she has begun in a class that she left stays; new attempts are only for those in the class.
    """
    with asking() as line:
        tried: dict[int, list[sittings.Sitting]] = defaultdict(list)
        for sitting in sittings.of_student(line, student_id):
            tried[sitting.assignment.id].append(sitting)
        rows = _rows(line, student_id)
        tasks = [_task(line, row, tried[row.given.id], now) for row in rows]
    order = ("open", "coming", "done")
    tasks.sort(key=lambda task: task.assignment.id, reverse=True)
    tasks.sort(key=lambda t: (order.index(t.stage), _moment(t)))
    return tasks


def seen(account: Account, student_id: int, now: datetime) -> list[Task]:
    """Give the tasks of a student that an account may see. Raises accounts.NoRight."""
    with reading() as session:
        teaching.student_held(session, account, student_id)
        gave = set(session.scalars(select(tables.Assignment.id).where(teaching.given(account))))
    return [task for task in of(student_id, now) if task.assignment.id in gave]


def at(assignment: Assignment, student_id: int, now: datetime) -> Task | None:
    """Give an assignment as one student has it, if it is hers."""
    return next((t for t in of(student_id, now) if t.assignment.id == assignment.id), None)


def _moment(task: Task) -> datetime:
    """What a stage is sorted by: what ends first, what begins first."""
    moments = {"open": task.end, "coming": task.assignment.opens, "done": None}
    return moments[task.stage] or _LAST


def _task(line: Line, mine: _Mine, tried: list[sittings.Sitting], now: datetime) -> Task:
    given = assignments.value(line, mine.given)
    attempts = [sitting.value(line) for sitting in tried]
    going = next((a for a in reversed(attempts) if a.state(now) is State.OPEN), None)
    facts = closing.row_facts(mine.given, mine.factor, mine.extension, now)
    closes = timing.close(facts)
    told = bool(tried) and not given.practice and _told(line, given, now)
    return Task(
        assignment=given,
        stage=_stage(given, mine, going, closes, now),
        tries=tuple(_try(*both, told) for both in zip(tried, attempts, strict=True)),
        going=going,
        closes=closes,
        end=going.end if going else timing.end(facts),
        limit=timing.limit(facts),
        left=None if given.attempts is None else max(given.attempts - len(attempts), 0),
        excused=mine.excused,
    )


def _stage(
    given: Assignment, mine: _Mine, going: Attempt | None, closes: datetime | None, now: datetime
) -> Stage:
    if going is not None:
        return "open"
    if not mine.member or mine.given.removed_at is not None or (closes and closes <= now):
        return "done"
    return "coming" if given.opens is not None and now < given.opens else "open"


def _told(line: Line, given: Assignment, now: datetime) -> bool:
    """Whether points may be shown now."""
    terms = releases.whole_terms_in(line, given.id)
    return release.visible(terms, now).includes(Feedback.SCORE)


def _try(sitting: sittings.Sitting, attempt: Attempt, told: bool) -> Try:
    row = sitting.attempt
    if not told or row.max is None:
        return Try(attempt, None, None, pending=False)
    return Try(attempt, row.points, row.max, pending=bool(row.pending_max))


def _rows(line: Line, student_id: int) -> list[_Mine]:
    found = line.execute(_TASKS, {"student": student_id}).all()
    rows = []
    for columns in found:
        given = _read(columns)
        assert given is not None
        rows.append(_Mine(given, *columns[_end:]))
    return rows


_read, _end = records.reader(tables.Assignment)
_GIVEN, _MEMBER, _CLASS = tables.Assignment, tables.Membership, tables.Class
_MINE = (
    select(_MEMBER.class_id)
    .join(_CLASS, _CLASS.id == _MEMBER.class_id)
    .where(
        _MEMBER.student_id == bindparam("student"),
        _MEMBER.removed_at.is_(None),
        _CLASS.removed_at.is_(None),
    )
)
_TRIED = select(tables.Attempt.assignment_id).where(
    tables.Attempt.student_id == bindparam("student")
)
_ASKED = _GIVEN.class_id.in_(_MINE) & _GIVEN.removed_at.is_(None)
_TASKS = (
    select(
        records.table(_GIVEN),
        tables.Extension.closes,
        tables.Student.factor,
        tables.Excuse.item.is_not(None).label("excused"),
        _GIVEN.class_id.in_(_MINE).label("member"),
    )
    .select_from(_GIVEN)
    .join(tables.Student, tables.Student.id == bindparam("student"))
    .outerjoin(
        tables.Extension,
        (tables.Extension.assignment_id == _GIVEN.id)
        & (tables.Extension.student_id == tables.Student.id),
    )
    .outerjoin(
        tables.Excuse,
        (tables.Excuse.assignment_id == _GIVEN.id)
        & (tables.Excuse.student_id == tables.Student.id)
        & (tables.Excuse.item == ""),
    )
    .where(or_(_ASKED, _GIVEN.id.in_(_TRIED)))
)
