"""Papers: all that was handed in of an assignment, fetched at once, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from sqlalchemy import func, or_, select

from quiz.assessment import fitting, rulings, scoring
from quiz.assessment.model import QuestionSet
from quiz.assessment.rulings import Rulings
from quiz.storage import tables
from quiz.storage.attempts.responses import Given
from quiz.storage.classes import people
from quiz.storage.sets.versions import Version, parsed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Select, Table
    from sqlalchemy.orm import Session

    from quiz.assessment.scoring import AttemptScore


@dataclass(frozen=True, slots=True)
class Sum:
    """What an attempt came to: points of max; ``pending`` more wait for a person."""

    points: float
    max: float
    pending: float


@dataclass(frozen=True, slots=True)
class Paper:
    """What one student handed in, and what a person decided about it; ``name`` is like no other.

    ``scored`` counts how often it was scored: another number says that something was decided
    since. ``excused`` holds "" where the student is excused from all.
    """

    attempt_id: int
    name: str
    number: int
    version_id: int
    scored: int
    sum: Sum
    answers: Mapping[str, Given] = field(default_factory=lambda: MappingProxyType({}))
    marks: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    excused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Force:
    """By what an assignment is scored: a key (None: the version shown), and its adjustments."""

    key: QuestionSet | None
    dropped: frozenset[str] = frozenset()
    full: frozenset[str] = frozenset()


def handed_in(session: Session, assignment_id: int, item: str | None = None) -> list[Paper]:
    """Give all papers of an assignment, by attempt; the answers to one item only, if one is named.

    Of answers, those that count: the newest that were in time.
    """
    answers = _answers(session, assignment_id, item)
    marks = _marks(session, assignment_id)
    excused = _excuses(session, assignment_id)
    names, rows = people.names(session, assignment_id), tables.Attempt
    query = (
        select(
            *(rows.id, rows.student_id, rows.number, rows.version_id, rows.scored),
            *(rows.points, rows.max, rows.pending_max),
        )
        .where(rows.assignment_id == assignment_id, rows.submitted_at.is_not(None))
        .order_by(rows.id)
    )
    return [
        Paper(
            *(
                id,
                names[who],
                number,
                version,
                scored,
                Sum(points or 0.0, most or 0.0, pending or 0.0),
            ),
            answers[id],
            marks[id],
            frozenset(excused[who]),
        )
        for id, who, number, version, scored, points, most, pending in session.execute(query)
    ]


def scorer(session: Session, force: Force) -> Callable[[Paper], AttemptScore]:
    """Make what works out a paper's score by what is in force; alike answers are scored once."""
    scorers: dict[int, fitting.Scorer] = {}
    shown: dict[int, Version] = {}

    def score(paper: Paper) -> AttemptScore:
        id = paper.version_id
        if id not in scorers:
            shown[id] = parsed(session, id)
            questions = shown[id].questions
            scorers[id] = fitting.scorer(questions, force.key or questions)
        computed = scorers[id]({item: given.answer for item, given in paper.answers.items()})
        everything = {item.id for item in shown[id].questions.items}
        excused = frozenset(everything) if "" in paper.excused else paper.excused
        return rulings.settled(computed, Rulings(excused, paper.marks, force.dropped, force.full))

    return score


def sum_of(score: AttemptScore) -> Sum:
    """Give the sums of a score."""
    return Sum(score.points, score.max, score.pending_max)


def _answers(session: Session, assignment_id: int, item: str | None) -> dict[int, dict[str, Given]]:
    rows, attempt = _RESPONSE.c, _ATTEMPT.c
    mine = [attempt.assignment_id == assignment_id, attempt.submitted_at.is_not(None)]
    if item is not None:
        mine.append(rows.item == item)
    newest = (
        select(rows.attempt_id, rows.item, func.max(rows.revision).label("revision"))
        .join(_ATTEMPT, attempt.id == rows.attempt_id)
        .where(*mine, or_(~rows.late, attempt.late_counts))
        .group_by(rows.attempt_id, rows.item)
        .subquery()
    )
    same = (
        (rows.attempt_id == newest.c.attempt_id)
        & (rows.item == newest.c.item)
        & (rows.revision == newest.c.revision)
    )
    query = select(rows.attempt_id, rows.item, rows.revision, rows.raw).join(newest, same)
    found: dict[int, dict[str, Given]] = defaultdict(dict)
    for id, name, revision, raw in session.connection().execute(query):
        found[id][name] = Given(revision, scoring.answer_of(raw))
    return found


def _marks(session: Session, assignment_id: int) -> dict[int, dict[str, float]]:
    rows, attempt = tables.Mark, tables.Attempt
    query: Select[int, str, float] = (
        select(rows.attempt_id, rows.item, rows.fraction)
        .join(attempt, attempt.id == rows.attempt_id)
        .where(attempt.assignment_id == assignment_id)
    )
    found: dict[int, dict[str, float]] = defaultdict(dict)
    for id, item, fraction in session.execute(query):
        found[id][item] = fraction
    return found


def _excuses(session: Session, assignment_id: int) -> dict[int, set[str]]:
    rows = tables.Excuse
    query = select(rows.student_id, rows.item).where(rows.assignment_id == assignment_id)
    found: dict[int, set[str]] = defaultdict(set)
    for who, item in session.execute(query):
        found[who].add(item)
    return found


_RESPONSE = cast("Table", tables.Response.__table__)
_ATTEMPT = cast("Table", tables.Attempt.__table__)
