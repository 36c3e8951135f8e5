"""Scores: derived from the answers that count, from the key, from what people decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

from quiz.assessment import fitting, rulings, scoring
from quiz.assessment.model import Response
from quiz.assessment.ordering import ordered
from quiz.assessment.rulings import Rulings
from quiz.storage import records, responses, tables
from quiz.storage.versions import parsed

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from quiz.assessment.scoring import AttemptScore, ItemScore
    from quiz.storage import Transaction
    from quiz.storage.responses import Kept
    from quiz.storage.sittings import Sitting
    from quiz.storage.versions import Version


def settled(transaction: Transaction, sitting: Sitting, key: Version | None = None) -> AttemptScore:
    """Work out what an attempt comes to, by another key if one is given; nothing is written."""
    kept = responses.counting(transaction, sitting.attempt.id)
    return _settled(transaction, sitting, key or sitting.key(transaction), kept)


def settle(session: Session, sitting: Sitting, *, why: str, now: datetime) -> AttemptScore:
    """Write down what an attempt comes to, in place of what was written before.

    ``why`` says what it was computed for; the attempt's row must be locked.
    """
    session.refresh(sitting.assignment, ["key_version_id"])  # a rescoring was quicker, perhaps
    key, attempt = sitting.key(session), sitting.attempt
    kept = responses.counting(session, attempt.id)
    total = _settled(session, sitting, key, kept)
    common = {"attempt_id": attempt.id, "key_version_id": key.id, "why": why, "computed_at": now}
    session.execute(_FORGET, {"attempt": attempt.id})
    reached = scoring.reached(total, order(session, sitting))
    rows = [
        common | row(score) | {"revision": _revision(kept, item), "reached": item in reached}
        for item, score in total.items.items()
    ]
    session.execute(_ADD, rows)
    attempt.scored += 1
    attempt.reached = len(reached)
    attempt.points, attempt.max = total.points, total.max
    attempt.pending_max = total.pending_max
    session.flush()
    return total


def order(transaction: Transaction, sitting: Sitting) -> list[str]:
    """Give the items of an attempt in the order in which it shows them."""
    shown = parsed(transaction, sitting.attempt.version_id)
    return [item.id for item in ordered(shown.questions, sitting.order_seed)]


def forget(session: Session, sitting: Sitting) -> None:
    """Take away what an attempt came to: it is open again, or about to be scored anew."""
    attempt = sitting.attempt
    session.execute(_FORGET, {"attempt": attempt.id})
    attempt.points = attempt.max = attempt.pending_max = attempt.reached = None
    attempt.scored += 1
    session.flush()


def decided(transaction: Transaction, sitting: Sitting) -> Rulings:
    """Gather what people decided about an attempt."""
    who = {"assignment": sitting.assignment.id, "student": sitting.student.id}
    excused = set(transaction.execute(_EXCUSED, who).scalars())
    marks = transaction.execute(_MARKS, {"attempt": sitting.attempt.id})
    adjusted = adjustments(transaction, sitting.assignment.id)
    return Rulings(
        _excused(transaction, sitting, excused),
        {mark.item: mark.fraction for mark in marks},
        frozenset(item for kind, item in adjusted if kind == "drop"),
        frozenset(item for kind, item in adjusted if kind == "full"),
    )


def adjustments(transaction: Transaction, assignment_id: int) -> list[tuple[str, str]]:
    """Give the adjustments of an assignment in force: ``drop`` or ``full``, and the item."""
    found = transaction.execute(_ADJUSTMENTS, {"assignment": assignment_id})
    return [(kind, item) for kind, item in found if item is not None]


def _settled(
    transaction: Transaction, sitting: Sitting, key: Version, kept: dict[str, Kept]
) -> AttemptScore:
    answers = {item: k.answer for item, k in kept.items()}
    shown = parsed(transaction, sitting.attempt.version_id)
    computed = fitting.score_attempt(shown.questions, key.questions, answers)
    return rulings.settled(computed, decided(transaction, sitting))


def _excused(transaction: Transaction, sitting: Sitting, items: set[str]) -> frozenset[str]:
    """An excuse that names no item is one from all of them."""
    if "" in items:
        shown = parsed(transaction, sitting.attempt.version_id)
        items = {item.id for item in shown.questions.items}
    return frozenset(items)


def _revision(kept: dict[str, Kept], item: str) -> int | None:
    return kept[item].revision if item in kept else None


TOLD = (
    *("item", "fraction", "points", "max", "basis", "pending"),
    *("rung", "cited_fraction", "answer"),
)
"""The columns that `row` fills, in its order."""


def row(score: ItemScore) -> dict[str, Any]:
    """Give what is stored of a score, apart from what it was computed of, when and why."""
    response = score.response
    return {
        "item": score.item,
        "fraction": score.fraction,
        "points": score.points,
        "max": score.max,
        "basis": score.basis.value,
        "pending": score.pending,
        "rung": score.rung and int(score.rung),
        "cited_fraction": score.cited_fraction,
        "answer": scoring.brief(response) if isinstance(response, Response) else None,
    }


_SCORE, _MARK = records.table(tables.Score), records.table(tables.Mark)
_EXCUSE, _RESCORING = records.table(tables.Excuse), records.table(tables.Rescoring)
_ADD = insert(_SCORE)
_FORGET = delete(_SCORE).where(_SCORE.c.attempt_id == bindparam("attempt"))
_MARKS = select(_MARK.c.item, _MARK.c.fraction).where(_MARK.c.attempt_id == bindparam("attempt"))
_EXCUSED = select(_EXCUSE.c.item).where(
    _EXCUSE.c.assignment_id == bindparam("assignment"),
    _EXCUSE.c.student_id == bindparam("student"),
)
_ADJUSTMENTS = select(_RESCORING.c.kind, _RESCORING.c.item).where(
    _RESCORING.c.assignment_id == bindparam("assignment"),
    _RESCORING.c.kind != "key",
    _RESCORING.c.taken_back_at.is_(None),
)
