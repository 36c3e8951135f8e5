"""A question and a passage looked at closely: what was typed, cited, changed, and how long it took.

What is told from the receipts (time, changes, sentences) is told of the first `MOST` attempts:
each receipt is read by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import case, func, or_, select

from quiz.assessment import scoring, types
from quiz.assessment.interaction import HotText
from quiz.assessment.model import Response
from quiz.assessment.statistics.evidence import HeatMap, heat_map
from quiz.assessment.statistics.sitting import (
    Change,
    Receipt,
    TimeFigures,
    change_table,
    changes,
    spent,
    time_figures,
)
from quiz.storage import reading, results, tables
from quiz.storage.accounts import NoRight
from quiz.storage.classes import teaching
from quiz.storage.memory import remembered
from quiz.storage.results import tallying, wording
from quiz.storage.sets.versions import parsed

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from quiz.assessment.model import Item
    from quiz.assessment.statistics.figures import Analysis
    from quiz.storage.accounts import Account
    from quiz.storage.results import Question, Results

MOST = 2_000
"""Attempts whose receipts are read."""

TOLD = 40
"""Different typed answers that are listed, the commonest first."""


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer in words: how often, and what it earned of 1 (None: not marked yet)."""

    text: str
    count: int
    fraction: float | None


@dataclass(frozen=True, slots=True)
class ByKey:
    """What came of the question by one version of the key: the mean share of ``n`` answers."""

    version: int
    n: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Closely:
    """A question with all that is known; ``others`` are typed answers beyond those listed.

    ``read`` is how many attempts' receipts times and changes are of.
    """

    question: Question
    efficiency: float | None
    typed: tuple[Typed, ...]
    others: int
    time: TimeFigures | None
    changes: Mapping[Change, int]
    read: int
    keys: tuple[ByKey, ...]


def question(account: Account, code: str, item: str) -> tuple[Results, Closely]:
    """Give the results and one question. Raises accounts.NoRight where there is none such."""
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        found = results.within(session, row)
        closely = remembered(
            "closely", (found.stamp, item), lambda: _closely(session, row, item), results.KEPT
        )
    if closely is None:
        raise NoRight(item)
    return found, closely


def _closely(session: Session, row: tables.Assignment, item: str) -> Closely | None:
    asked = results.exactly(session, row, item)
    if asked is None:
        return None
    part = tallying.taking_part(session, row)
    typed, others = ((), 0) if asked.choices else _typed(session, part, item)
    times, changed, read = _receipts(session, part, asked.item)
    return Closely(
        asked,
        _efficiency(session, part, item),
        typed,
        others,
        times,
        changed,
        read,
        _by_key(session, part, item),
    )


def with_efficiencies(account: Account, found: Results) -> Analysis:
    """Give the figures with what sums cannot tell. Raises accounts.NoRight."""
    with reading() as session:
        row = teaching.assignment_held(session, account, found.assignment.code)
        part = tallying.taking_part(session, row)
        items = tuple(
            replace(item, efficiency=_efficiency(session, part, item.id))
            for item in found.analysis.items
        )
    return replace(found.analysis, items=items)


def _efficiency(session: Session, part: list[ColumnElement[bool]], item: str) -> float | None:
    from quiz.assessment.statistics import matrix

    attempt, score = tables.Attempt, tables.Score
    query = (
        select(score.points, attempt.points - score.points)
        .join(attempt, attempt.id == score.attempt_id)
        .where(*part, score.item == item, tallying.counts())
    )
    return matrix.efficiency([(x or 0.0, rest or 0.0) for x, rest in session.execute(query)])


def _typed(
    session: Session, part: list[ColumnElement[bool]], item: str
) -> tuple[tuple[Typed, ...], int]:
    attempt, score = tables.Attempt, tables.Score
    query = (
        select(score.answer, func.count().label("n"), func.max(score.fraction), func.min(score.id))
        .join(attempt, attempt.id == score.attempt_id)
        .where(*part, score.item == item, score.answer.is_not(None))
        .group_by(score.answer)
        .order_by(func.count().desc(), score.answer)
    )
    found = session.execute(query).all()
    words = wording.of(session, [one for *_, one in found[:TOLD]])
    told = tuple(
        Typed(words.get(one) or text or "", n, share) for text, n, share, one in found[:TOLD]
    )
    return told, sum(n for _, n, *_ in found[TOLD:])


def _by_key(session: Session, part: list[ColumnElement[bool]], item: str) -> tuple[ByKey, ...]:
    attempt, score = tables.Attempt, tables.Score
    share = func.avg(case((tallying.counts(), score.points / score.max)))
    n = func.sum(case((tallying.counts(), 1), else_=0))
    query = (
        select(score.key_version_id, n, share)
        .join(attempt, attempt.id == score.attempt_id)
        .where(*part, score.item == item)
        .group_by(score.key_version_id)
    )
    return tuple(
        ByKey(parsed(session, id).number, count, mean) for id, count, mean in session.execute(query)
    )


def _first(session: Session, part: list[ColumnElement[bool]]) -> list[int]:
    attempt = tables.Attempt
    return list(session.scalars(select(attempt.id).where(*part).order_by(attempt.id).limit(MOST)))


def _receipts(
    session: Session, part: list[ColumnElement[bool]], item: Item
) -> tuple[TimeFigures | None, Mapping[Change, int], int]:
    ids = _first(session, part)
    rows, attempt = tables.Response, tables.Attempt
    chosen = select(attempt.id).where(*part).order_by(attempt.id).limit(MOST)
    query = (
        select(rows.attempt_id, rows.item, rows.received_at, attempt.started_at, rows.raw)
        .join(attempt, attempt.id == rows.attempt_id)
        .where(attempt.id.in_(chosen), or_(~rows.late, attempt.late_counts))
        .order_by(rows.id)
    )
    by_attempt: defaultdict[int, list[Receipt]] = defaultdict(list)
    for id, name, received, started, raw in session.execute(query):
        at = (received - started).total_seconds()
        by_attempt[id].append(_receipt(item, name, at, raw))
    seconds = [s for r in by_attempt.values() if (s := spent(r).items.get(item.id)) is not None]
    kinds = [c for r in by_attempt.values() if (c := changes(r).get(item.id)) is not None]
    return time_figures(seconds), change_table(kinds), len(ids)


def _receipt(item: Item, name: str, at: float, raw: Mapping[str, object]) -> Receipt:
    if name != item.id:
        return Receipt(at, name)
    score = scoring.score_item(item, scoring.answer_of(raw))
    if not isinstance(score.response, Response) or score.response.blank:
        return Receipt(at, name)
    return Receipt(at, name, scoring.brief(score.response), score.fraction == 1)


def passage(account: Account, code: str) -> tuple[Results, HeatMap, int]:
    """Give the results, how often each sentence was cited or selected, and of how many attempts.

    Raises accounts.NoRight.
    """
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        found = results.within(session, row)
        heat, read = remembered(
            "heat", found.stamp, lambda: _heat(session, row, found), results.KEPT
        )
    return found, heat, read


def asks_for_sentences(item: Item) -> bool:
    """Whether a question is answered with sentences, or asks for them beside the answer."""
    return item.cites or isinstance(types.of(item).interaction(item, ""), HotText)


def _heat(session: Session, row: tables.Assignment, found: Results) -> tuple[HeatMap, int]:
    items = {q.item.id: q.item for q in found.questions if asks_for_sentences(q.item)}
    rows, score, attempt = tables.Response, tables.Score, tables.Attempt
    part = tallying.taking_part(session, row)
    chosen = select(attempt.id).where(*part).order_by(attempt.id).limit(MOST)
    query = (
        select(score.item, score.fraction, rows.raw)
        .join(
            rows,
            (rows.attempt_id == score.attempt_id)
            & (rows.item == score.item)
            & (rows.revision == score.revision),
        )
        .where(score.attempt_id.in_(chosen), score.item.in_(items), score.fraction.is_not(None))
    )
    cited = [
        (sentences, fraction == 1)
        for item, fraction, raw in session.execute(query)
        if (sentences := _sentences(items[item], raw))
    ]
    return heat_map(cited), min(found.n, MOST)


def _sentences(item: Item, raw: Mapping[str, object]) -> tuple[str, ...]:
    response = scoring.read_answer(item, scoring.answer_of(raw))
    if not isinstance(response, Response):
        return ()
    selected = isinstance(types.of(item).interaction(item, ""), HotText) and not response.blank
    return (*response.cited, *(response.answer if selected else ()))
