"""The results of an assignment: all the sums a report needs, in one reading transaction.

The sums are made in the database, by item and by what was chosen, in one SELECT; the figures are
made of them. What was worked out is kept under a stamp, which is another as soon as anything is
handed in, scored, marked, disputed or decided, so a report is right while students still work.

The attempts in it are those that count (`counting`), show the version that the assignment shows,
and are not excused from everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, distinct, extract, func, select

from quiz.assessment.fitting import scored_by
from quiz.assessment.statistics import sums
from quiz.assessment.statistics.evidence import EvidenceTable
from quiz.assessment.statistics.figures import Analysis
from quiz.assessment.statistics.skills import SkillFigures, by_skill
from quiz.assessment.statistics.tally import (
    ItemTally,
    choice_table,
)
from quiz.assessment.statistics.thirds import ChoiceTable
from quiz.assessment.statistics.verdicts import Look, Verdict, verdicts
from quiz.storage import assignments, reading, tables
from quiz.storage.classes import teaching
from quiz.storage.memory import remembered
from quiz.storage.rescoring import decisions
from quiz.storage.results import looks, tallying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from quiz.assessment.model import Item
    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment

KEPT = 50
"""So many reports a process keeps."""

MANY = 10_000
"""From so many attempts on, choices and evidence are judged by a sample of them."""

SAMPLE = 2_000
"""About so many: one in k, by their ids."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is scored now: its place in the set, and what was counted of it."""

    number: int
    item: Item
    tally: ItemTally
    evidence: EvidenceTable
    choices: ChoiceTable | None = None

    @property
    def dropped(self) -> bool:
        """Whether it counts for nobody."""
        return self.tally.max == 0

    @property
    def live(self) -> bool:
        """Whether it is in the figures: not where nothing of it is marked yet."""
        return tallying.live(self.tally)


@dataclass(frozen=True, slots=True)
class Results:
    """What is known of an assignment: figures, verdicts, and what they are of.

    ``expected`` is the class's size or, without one, who has begun; ``submitted`` counts students
    who have handed in, ``others`` the attempts that showed another version and are in nothing
    here. ``minutes`` says how many took so long. ``analysis`` leaves out what was dropped.
    ``sampled`` is None, or how many attempts choices and evidence were judged by.
    """

    stamp: tuple[object, ...]
    assignment: Assignment
    expected: int
    submitted: int
    others: int
    totals: Mapping[float, int]
    minutes: Mapping[float, int]
    pending: int
    questions: tuple[Question, ...]
    analysis: Analysis
    skills: tuple[SkillFigures, ...]
    verdicts: tuple[Verdict, ...]
    sampled: int | None = None

    @property
    def n(self) -> int:
        """How many attempts the figures are of."""
        return sum(self.totals.values())

    @property
    def counted(self) -> tuple[Question, ...]:
        """The questions that the figures are of."""
        return tuple(q for q in self.questions if q.live)

    def question(self, item: str) -> Question | None:
        """The question of an id, or None."""
        return next((q for q in self.questions if q.item.id == item), None)


def of(account: Account, code: str) -> Results:
    """Give the results of an assignment that an account may see. Raises accounts.NoRight."""
    with reading() as session:
        return within(session, teaching.assignment_held(session, account, code))


def within(session: Session, row: tables.Assignment) -> Results:
    """Give the results within a transaction; worked out once as long as nothing changes."""
    mark = stamp(session, row)
    return remembered("results", mark, lambda: _made(session, row, mark), KEPT)


def stamp(session: Session, row: tables.Assignment) -> tuple[object, ...]:
    """Give what changes whenever a result would: counts over indexes."""
    return (*row_marks(row), *session.execute(looks.stamp(row)).one())


def row_marks(row: tables.Assignment) -> tuple[object, ...]:
    """Give what the assignment itself says that a result depends on."""
    return (row.id, row.version_id, row.key_version_id, row.counts, row.class_id)


def scored_items(session: Session, row: tables.Assignment) -> tuple[tuple[Item, float], ...]:
    """Give the questions as they are scored now, each with its worth: 0 where it was dropped."""
    force = decisions.in_force(session, row)
    shown = assignments.value(session, row).version.questions
    return tuple(
        (item, 0.0 if item.id in force.dropped else item.points)
        for item in scored_by(shown, force.key or shown)
    )


def _made(session: Session, row: tables.Assignment, mark: tuple[object, ...]) -> Results:
    items = scored_items(session, row)
    part = tallying.taking_part(session, row)
    totals = tallying.distribution_of(session, part)
    every = _every(totals)
    seen = [*part, tables.Attempt.id % every == 0] if every > 1 else part
    near = tallying.closely(session, seen, items, totals)
    found = near if every == 1 else tallying.barely(session, part, items)
    counted = [tally for tally in found.values() if tallying.live(tally)]
    questions = tuple(
        _question(n, item, found[item.id], near[item.id]) for n, (item, _) in enumerate(items, 1)
    )
    analysis = sums.analyse(
        [t.sums for t in counted], totals if counted else {}, [t.whole for t in counted]
    )
    expected, submitted, others = _people(session, row)
    return Results(
        mark,
        assignments.value(session, row),
        expected,
        submitted,
        others,
        totals,
        _minutes(session, part),
        sum(tally.all.pending for tally in found.values()),
        questions,
        analysis,
        tuple(
            by_skill(
                (q.item.skill, q.tally.all.x, q.tally.all.n * q.tally.max)
                for q in questions
                if q.live
            )
        ),
        tuple(_verdicts(session, row, questions, analysis)),
        None if every == 1 else max((t.all.n for t in near.values()), default=0),
    )


def _every(totals: Mapping[float, int]) -> int:
    """One in so many attempts is looked at closely: all, unless they are many."""
    n = sum(totals.values())
    return n // SAMPLE if n >= MANY else 1


def _question(number: int, item: Item, tally: ItemTally, closely: ItemTally) -> Question:
    choices = tallying.choices_of(item)
    table = choice_table(closely, choices) if choices else None
    return Question(number, item, tally, closely.all.evidence, table)


def exactly(session: Session, row: tables.Assignment, item: str) -> Question | None:
    """Give one question with all that is counted of it, over all attempts, however many."""
    items = scored_items(session, row)
    part = tallying.taking_part(session, row)
    totals = tallying.distribution_of(session, part)
    for number, (asked, most) in enumerate(items, 1):
        if asked.id == item:
            mine = [*part, tables.Score.item == item]
            tally = tallying.closely(session, mine, [(asked, most)], totals)[item]
            return _question(number, asked, tally, tally)
    return None


def _minutes(session: Session, part: Sequence[ColumnElement[bool]]) -> dict[float, int]:
    """Count attempts by the whole minutes from their beginning to their end."""
    attempt = tables.Attempt
    if session.get_bind().dialect.name == "sqlite":
        days = func.julianday(attempt.submitted_at) - func.julianday(attempt.started_at)
        length: ColumnElement[Any] = func.round(days * 1440)
    else:
        length = func.round(extract("epoch", attempt.submitted_at - attempt.started_at) / 60)
    query = select(length, func.count()).where(*part).group_by(length)
    return {float(minutes): count for minutes, count in session.execute(query)}


def _people(session: Session, row: tables.Assignment) -> tuple[int, int, int]:
    """How many are expected and have handed in, and how many attempts showed another version."""
    attempt, member = tables.Attempt, tables.Membership
    done = case((attempt.submitted_at.is_not(None), attempt.student_id))
    other = (attempt.version_id != row.version_id) & attempt.submitted_at.is_not(None)
    query = select(
        func.count(distinct(attempt.student_id)),
        func.count(distinct(done)),
        tallying.number_of(other),
    )
    begun, submitted, others = session.execute(query.where(attempt.assignment_id == row.id)).one()
    size = select(func.count()).where(
        member.class_id == (row.class_id or 0), member.removed_at.is_(None)
    )
    return max(begun, session.scalar(size) or 0), submitted, int(others or 0)


def _verdicts(
    session: Session,
    row: tables.Assignment,
    questions: Sequence[Question],
    analysis: Analysis,
) -> list[Verdict]:
    counted = [q for q in questions if q.live]
    disputes, fixed = looks.disputes(session, row), looks.keys_fixed(session, row)
    unmatched = looks.unmatched(session, row, sum(i.n for i in analysis.items))
    return verdicts(
        Look(
            figures,
            q.choices,
            q.evidence if q.item.cites else None,
            disputes.get(q.item.id, 0),
            unmatched.get(q.item.id, 0),
            fixed.get(q.item.id),
        )
        for q, figures in zip(counted, analysis.items, strict=True)
    )
