"""Results by student: the rows of the grid, page by page, and one student over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from quiz.assessment.statistics.figures import Band, band
from quiz.assessment.statistics.skills import SkillFigures, by_skill
from quiz.storage import codes, reading, results, tables
from quiz.storage.classes import people, teaching
from quiz.storage.memory import remembered
from quiz.storage.results import tallying, wording
from quiz.storage.sets.versions import parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from quiz.storage.accounts import Account
    from quiz.storage.results import Results

PAGE = 50
"""Students on a page of the grid."""

SORTED = 5_000
"""So many are in the order of their names; more are in the order in which they were enrolled."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What came of a question in an attempt. ``state`` names how it is shown.

    It is ``right``, ``part``, ``wrong``, ``blank``, ``unreached``, ``pending`` or ``out`` (dropped
    or excused).
    """

    state: str
    points: float | None
    answer: str | None
    cited: float | None
    basis: str


@dataclass(frozen=True, slots=True)
class Row:
    """An attempt in the grid: its student, its cells by item, its points of so many."""

    attempt_id: int
    student_id: int
    name: str
    points: float
    max: float
    pending: float
    started_at: datetime
    submitted_at: datetime
    cells: Mapping[str, Cell]

    def by_skill(self, found: Results) -> list[SkillFigures]:
        """Points by skill: of the answers that count."""
        return by_skill(
            (q.item.skill, cell.points, q.tally.max)
            for q in found.counted
            if (cell := self.cells.get(q.item.id))
            and cell.points is not None
            and cell.state != "out"
        )


@dataclass(frozen=True, slots=True)
class Try:
    """An attempt of a student in the list over time; ``share`` and ``band`` are of 1."""

    code: str
    title: str
    language: str
    number: int
    submitted_at: datetime
    points: float
    max: float
    pending: float
    counts: bool
    share: float | None
    band: Band | None
    skills: tuple[SkillFigures, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A student over time: attempts in the order in which they were handed in, and all by skill."""

    student_id: int
    name: str
    tries: tuple[Try, ...]
    skills: tuple[SkillFigures, ...]


def page(account: Account, code: str, number: int) -> tuple[Results, list[Row]]:
    """Give the results and a page of students, counted from 1. Raises accounts.NoRight."""
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        found = results.within(session, row)
        start = (number - 1) * PAGE
        if found.n > SORTED:
            return found, rows(session, _listed(session, row, start))
        key, make = found.stamp, lambda: _named(session, row)
        ids = remembered("result order", key, make, results.KEPT)[start : start + PAGE]
        names = people.names(session, row.id)
        return found, [replace(r, name=names[r.student_id]) for r in rows(session, ids)]


def attempts_of(account: Account, code: str, student_id: int) -> tuple[Results, str, list[Row]]:
    """Give a student's name and attempts of an assignment, in order. Raises accounts.NoRight."""
    attempt = tables.Attempt
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        student = teaching.student_held(session, account, student_id)
        query = select(attempt.id).where(
            attempt.assignment_id == row.id,
            attempt.student_id == student_id,
            attempt.submitted_at.is_not(None),
        )
        ids = list(session.scalars(query.order_by(attempt.number)))
        return results.within(session, row), student.name, _in_words(session, rows(session, ids))


def _in_words(session: Session, rows: Sequence[Row]) -> list[Row]:
    """Put what was answered in words, whole, into the cells."""
    score = tables.Score
    query = select(score.attempt_id, score.item, score.id).where(
        score.attempt_id.in_([row.attempt_id for row in rows]), score.answer.is_not(None)
    )
    ids = {(attempt, item): id for attempt, item, id in session.execute(query)}
    words = wording.of(session, ids.values())
    return [
        replace(
            row,
            cells={
                item: replace(cell, answer=words.get(ids.get((row.attempt_id, item), 0)))
                for item, cell in row.cells.items()
            },
        )
        for row in rows
    ]


def rows(session: Session, ids: Sequence[int]) -> list[Row]:
    """Give attempts with their cells, in the order of ``ids``."""
    attempt, student = tables.Attempt, tables.Student
    query = (
        select(attempt, student.name)
        .join(student, student.id == attempt.student_id)
        .where(attempt.id.in_(ids))
    )
    cells = _cells(session, ids)
    found = {
        row.id: Row(
            *(row.id, row.student_id, name, row.points or 0.0, row.max or 0.0),
            *(row.pending_max or 0.0, row.started_at, row.submitted_at, cells[row.id]),
        )
        for row, name in session.execute(query)
        if row.submitted_at is not None
    }
    return [found[id] for id in ids if id in found]


def _cells(session: Session, ids: Sequence[int]) -> dict[int, dict[str, Cell]]:
    score = tables.Score
    query = select(
        *(score.attempt_id, score.item, score.points, score.max, score.fraction),
        *(score.basis, score.answer, score.reached, score.pending, score.cited_fraction),
    ).where(score.attempt_id.in_(ids))
    found: defaultdict[int, dict[str, Cell]] = defaultdict(dict)
    for id, item, points, most, _, basis, answer, reached, pending, cited in session.execute(query):
        state = _state(points, most, basis, answer, reached=reached, pending=pending)
        found[id][item] = Cell(state, points, answer, cited, basis)
    return found


def _state(
    points: float | None,
    most: float,
    basis: str,
    answer: str | None,
    *,
    reached: bool,
    pending: bool,
) -> str:
    if basis in {"drop", "excuse"} or most == 0:
        return "out"
    if pending or points is None:
        return "pending"
    if points > 0:
        return "right" if points >= most else "part"
    if answer is not None:
        return "wrong"
    return "blank" if reached else "unreached"


def _named(session: Session, row: tables.Assignment) -> list[int]:
    """Give all attempts, by the names of their students."""
    attempt, student = tables.Attempt, tables.Student
    query = select(attempt.id, student.name).join(student, student.id == attempt.student_id)
    found = session.execute(query.where(*tallying.taking_part(session, row))).all()
    return [id for id, _ in sorted(found, key=lambda one: (one[1].casefold(), one[0]))]


def _listed(session: Session, row: tables.Assignment, start: int) -> list[int]:
    """Give a page of attempts in the order in which an index has them."""
    attempt = tables.Attempt
    query = select(attempt.id).where(*tallying.taking_part(session, row))
    return list(session.scalars(query.order_by(attempt.student_id).offset(start).limit(PAGE)))


def course(account: Account, student_id: int) -> Course:
    """Give a student in all assignments that an account may see. Raises accounts.NoRight."""
    attempt, given = tables.Attempt, tables.Assignment
    with reading() as session:
        student = teaching.student_held(session, account, student_id)
        query = (
            select(attempt, given)
            .join(given, given.id == attempt.assignment_id)
            .where(
                attempt.student_id == student.id,
                attempt.submitted_at.is_not(None),
                given.removed_at.is_(None),
                teaching.given(account),
            )
            .order_by(attempt.submitted_at, attempt.id)
        )
        found = session.execute(query).all()
        tries = tuple(_try(session, one, row) for one, row in found)
        return Course(
            student.id, student.name, tries, _together([t.skills for t in tries if t.counts])
        )


def _try(session: Session, one: tables.Attempt, given: tables.Assignment) -> Try:
    found = results.within(session, given)
    (row,) = rows(session, [one.id])
    share = row.points / row.max if row.max else None
    shown = parsed(session, one.version_id).questions
    part = select(func.count()).where(
        tables.Attempt.id == one.id, *tallying.taking_part(session, given)
    )
    assert one.submitted_at is not None
    return Try(
        *(codes.shown(given.code), shown.title, shown.language, one.number, one.submitted_at),
        *(row.points, row.max, row.pending, bool(session.scalar(part)), share),
        None if share is None or found.n < 10 else band(share, found.analysis.test.sem),
        tuple(row.by_skill(found)),
    )


def _together(skills: Sequence[Sequence[SkillFigures]]) -> tuple[SkillFigures, ...]:
    found: dict[str, SkillFigures] = {}
    for one in (figure for each in skills for figure in each):
        have = found.get(one.skill, SkillFigures(one.skill, 0, 0.0, 0.0))
        found[one.skill] = SkillFigures(
            one.skill, have.items + one.items, have.points + one.points, have.max + one.max
        )
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class ClassReport:
    """A class over time: its assignments in the order given, each with its skills."""

    id: int
    name: str
    given: tuple[Results, ...]

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills that any of them has, in the order in which they first appear."""
        return tuple(dict.fromkeys(s.skill for found in self.given for s in found.skills))


def of_class(account: Account, class_id: int) -> ClassReport:
    """Give a class's assignments by skill. Raises accounts.NoRight."""
    rows_ = tables.Assignment
    with reading() as session:
        row = teaching.class_held(session, account, class_id)
        query = select(rows_).where(
            rows_.class_id == row.id, rows_.removed_at.is_(None), teaching.given(account)
        )
        given = tuple(
            results.within(session, one) for one in session.scalars(query.order_by(rows_.id))
        )
        return ClassReport(row.id, row.name, given)
