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

from quiz.assessment import types
from quiz.assessment.fitting import scored_by
from quiz.assessment.interaction import Choice
from quiz.assessment.scoring import SUPPORTED
from quiz.assessment.statistics import sums
from quiz.assessment.statistics.describe import distribution
from quiz.assessment.statistics.evidence import EvidenceTable
from quiz.assessment.statistics.figures import Analysis
from quiz.assessment.statistics.skills import SkillFigures, by_skill
from quiz.assessment.statistics.tally import (
    NAMES,
    Counts,
    ItemTally,
    choice_table,
    cutoffs,
    tallies,
    with_whole,
)
from quiz.assessment.statistics.thirds import ChoiceTable
from quiz.assessment.statistics.verdicts import Look, Verdict, verdicts
from quiz.storage import assignments, counting, decisions, looks, reading, tables, teaching
from quiz.storage.memory import remembered

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

SAMPLE = 5_000
"""About so many: one in k, by their ids."""

NEAR = 1e-9
"""Totals are sums of fractions; two that differ by less are one."""


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
        """The questions that count."""
        return tuple(q for q in self.questions if not q.dropped)

    def question(self, item: str) -> Question | None:
        """The question of an id, or None."""
        return next((q for q in self.questions if q.item.id == item), None)


def of(account: Account, code: str) -> Results:
    """Give the results of an assignment that an account may see. Raises rights.NoRight."""
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


def taking_part(session: Session, row: tables.Assignment) -> list[ColumnElement[bool]]:
    """Give conditions on `tables.Attempt`: the attempts that the results are of."""
    attempt = tables.Attempt
    mine = [
        attempt.assignment_id == row.id,
        attempt.version_id == row.version_id,
        attempt.submitted_at.is_not(None),
        attempt.max + attempt.pending_max > 0,
    ]
    # Ranking 50,000 attempts takes longer than all the sums; where each is the first, none counts
    # but the first.
    again = select(attempt.id).where(attempt.assignment_id == row.id, attempt.number > 1).limit(1)
    if session.scalar(again) is not None:
        mine.append(attempt.id.in_(counting.counting(attempt.assignment_id == row.id)))
    return mine


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
    part = taking_part(session, row)
    totals = distribution_of(session, part)
    every = _every(totals)
    seen = [*part, tables.Attempt.id % every == 0] if every > 1 else part
    closely = _tallies(session, seen, items, totals)
    found = closely if every == 1 else _bare(session, part, items)
    counted = [tally for tally in found.values() if tally.max]
    questions = tuple(
        _question(n, item, found[item.id], closely[item.id]) for n, (item, _) in enumerate(items, 1)
    )
    analysis = sums.analyse(
        [t.sums for t in counted], totals, [t.whole for t in counted] if counted else None
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
        sum(tally.all.pending for tally in counted),
        questions,
        analysis,
        tuple(
            by_skill(
                (q.item.skill, q.tally.all.x, q.tally.all.n * q.tally.max)
                for q in questions
                if not q.dropped
            )
        ),
        tuple(_verdicts(session, row, questions, analysis)),
        None if every == 1 else max((t.all.n for t in closely.values()), default=0),
    )


def _every(totals: Mapping[float, int]) -> int:
    """One in so many attempts is looked at closely: all, unless they are many."""
    n = sum(totals.values())
    return n // SAMPLE if n >= MANY else 1


def _question(number: int, item: Item, tally: ItemTally, closely: ItemTally) -> Question:
    choices = choices_of(item)
    table = choice_table(closely, choices) if choices else None
    return Question(number, item, tally, closely.all.evidence, table)


def exactly(session: Session, row: tables.Assignment, item: str) -> Question | None:
    """Give one question with all that is counted of it, over all attempts, however many."""
    items = scored_items(session, row)
    part = taking_part(session, row)
    totals = distribution_of(session, part)
    for number, (asked, most) in enumerate(items, 1):
        if asked.id == item:
            mine = [*part, tables.Score.item == item]
            tally = _tallies(session, mine, [(asked, most)], totals)[item]
            return _question(number, asked, tally, tally)
    return None


def distribution_of(session: Session, part: Sequence[ColumnElement[bool]]) -> dict[float, int]:
    """Count the totals of attempts."""
    attempt = tables.Attempt
    query = select(attempt.points, func.count()).where(*part).group_by(attempt.points)
    found: dict[float, int] = {}
    for total, count in session.execute(query):
        (key,) = distribution([total])
        found[key] = found.get(key, 0) + count
    return dict(sorted(found.items()))


def _tallies(
    session: Session,
    part: Sequence[ColumnElement[bool]],
    items: Sequence[tuple[Item, float]],
    totals: Mapping[float, int],
) -> dict[str, ItemTally]:
    attempt, score = tables.Attempt, tables.Score
    worth = [(item.id, most) for item, most in items]
    chosen = [item.id for item, _ in items if choices_of(item)]
    # Of what is typed, only whether it was: no texts are sorted.
    typed = case((score.answer.is_not(None), ""))
    answer = case((score.item.in_(chosen), score.answer), else_=typed)
    top = sum(most for _, most in worth)
    whole = (attempt.reached >= len(items)) & (attempt.max > top - NEAR)
    columns = _columns(whole, cutoffs(totals) if totals else (0.0, 0.0))
    joined = (
        select(score.item, answer.label("chosen"), *columns)
        .select_from(attempt)
        .join(score, score.attempt_id == attempt.id)
        .where(*part)
        .group_by(score.item, "chosen")
    )
    rows = [(item, text, Counts(*values)) for item, text, *values in session.execute(joined)]
    found = tallies(worth, rows)
    if any(tally.all.odd for tally in found.values()):
        found = _exactly(session, part, found)
    return found


def _bare(
    session: Session, part: Sequence[ColumnElement[bool]], items: Sequence[tuple[Item, float]]
) -> dict[str, ItemTally]:
    """Take only the sums that the figures need: what is grouped by costs more than the adding."""
    attempt, score = tables.Attempt, tables.Score
    top = sum(most for _, most in items)
    short = session.scalar(
        select(func.count()).where(
            *part, (attempt.reached < len(items)) | (attempt.max < top - NEAR)
        )
    )
    whole = (attempt.reached >= len(items)) & (attempt.max > top - NEAR)
    joined = (
        select(score.item, *_sums(None), *(_sums(whole) if short else ()))
        .select_from(attempt)
        .join(score, score.attempt_id == attempt.id)
        .where(*part, counts())
        .group_by(score.item)
    )
    worth = [(item.id, most) for item, most in items]
    rows = [(item, None, Counts(*values)) for item, *values in session.execute(joined)]
    found = tallies(worth, rows)
    return found if short else {id: with_whole(t, t.all) for id, t in found.items()}


def _exactly(
    session: Session, part: Sequence[ColumnElement[bool]], found: dict[str, ItemTally]
) -> dict[str, ItemTally]:
    """Take the sums over whole persons anew: somebody has points for what was not reached."""
    attempt, score = tables.Attempt, tables.Score
    short = select(score.attempt_id).where(score.basis != "drop", ~counts()).distinct()
    joined = (
        select(score.item, *_sums(None))
        .select_from(attempt)
        .join(score, score.attempt_id == attempt.id)
        .where(*part, counts(), attempt.id.not_in(short))
        .group_by(score.item)
    )
    whole = {item: Counts(*values) for item, *values in session.execute(joined)}
    return {id: with_whole(tally, whole.get(id, Counts())) for id, tally in found.items()}


def counts() -> ColumnElement[bool]:
    """Whether an answer counts in the figures of its item."""
    score = tables.Score
    return (score.max > 0) & score.points.is_not(None) & (score.reached | (score.points != 0))


def _sums(which: ColumnElement[bool] | None) -> list[ColumnElement[Any]]:
    """Give n, Σx, Σx², ΣT, ΣT², Σx·T over the rows of a condition, or over all."""
    x, t = tables.Score.points, tables.Attempt.points
    made = (x, x * x, t, t * t, x * t)
    if which is None:
        return [func.count(), *(func.sum(m) for m in made)]
    return [_number(which), *(func.coalesce(func.sum(case((which, m))), 0.0) for m in made)]


def _number(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((which, 1), else_=0))


def _columns(whole: ColumnElement[bool], borders: tuple[float, float]) -> list[ColumnElement[Any]]:
    """Give the columns of a row of `Counts`, in its order."""
    score, total = tables.Score, tables.Attempt.points
    counted, right = counts(), score.fraction == 1
    said = score.answer.is_not(None) & (score.max > 0)
    backed, bare = score.cited_fraction >= SUPPORTED, score.cited_fraction < SUPPORTED
    wrong = score.fraction < 1
    middle, high = (min(border, 1e300) - NEAR for border in borders)
    found = [
        *_sums(counted),
        *_sums(counted & whole),
        _number(counted & (total >= middle) & (total < high)),
        _number(counted & (total >= high)),
        _number(counted & score.answer.is_(None)),
        _number((score.max > 0) & ~score.reached & ~score.pending & (score.points == 0)),
        _number(score.pending),
        _number(score.basis == "excuse"),
        _number((score.max > 0) & ~score.reached & (score.points != 0)),
        *(
            _number(said & answer & cited)
            for answer, cited in ((right, backed), (right, bare), (wrong, backed), (wrong, bare))
        ),
    ]
    assert len(found) == len(NAMES)
    return found


def choices_of(item: Item) -> tuple[tuple[str, bool], ...]:
    """Give the ids of a question's choices and whether each is the key; () where it has none."""
    own = types.of(item)
    shown = own.interaction(item, "")
    if not isinstance(shown, Choice):
        return ()
    key = own.solution(item).accepted.get("", ())
    return tuple((option.id, option.id in key) for option in shown.options)


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
        func.count(distinct(attempt.student_id)), func.count(distinct(done)), _number(other)
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
    counted = [q for q in questions if not q.dropped]
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
