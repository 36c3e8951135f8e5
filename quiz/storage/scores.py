"""Scores: derived from the answers that count, from the key, from what people decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from quiz.assessment import fitting, rulings, scoring
from quiz.assessment.model import Response
from quiz.assessment.rulings import Rulings
from quiz.storage import responses, tables
from quiz.storage.versions import parsed

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from quiz.assessment.scoring import AttemptScore, ItemScore
    from quiz.storage.responses import Kept
    from quiz.storage.sittings import Sitting
    from quiz.storage.versions import Version


def settled(session: Session, sitting: Sitting, key: Version | None = None) -> AttemptScore:
    """Work out what an attempt comes to, by another key if one is given; nothing is written."""
    kept = responses.counting(session, sitting.attempt.id)
    return _settled(session, sitting, key or sitting.key(session), kept)


def settle(session: Session, sitting: Sitting, *, why: str, now: datetime) -> AttemptScore:
    """Write down what an attempt comes to, in place of what was written before.

    ``why`` says what it was computed for; the attempt's row must be locked.
    """
    session.refresh(sitting.assignment, ["key_version_id"])  # a rescoring was quicker, perhaps
    key, attempt = sitting.key(session), sitting.attempt
    kept = responses.counting(session, attempt.id)
    total = _settled(session, sitting, key, kept)
    common = {"attempt_id": attempt.id, "key_version_id": key.id, "why": why, "computed_at": now}
    forget(session, sitting)
    reached = scoring.reached(total, order(sitting, key))
    rows = [
        common | row(score) | {"revision": _revision(kept, item), "reached": item in reached}
        for item, score in total.items.items()
    ]
    session.execute(insert(tables.Score), rows)
    attempt.reached = len(reached)
    attempt.points, attempt.max = total.points, total.max
    attempt.pending_max = total.pending_max
    session.flush()
    return total


def order(sitting: Sitting, key: Version) -> list[str]:
    """Give the items of an attempt in the order in which it shows them."""
    return [item.id for item in key.questions.items]


def forget(session: Session, sitting: Sitting) -> None:
    """Take away what an attempt came to: it is open again, or about to be scored anew."""
    attempt = sitting.attempt
    session.execute(delete(tables.Score).where(tables.Score.attempt_id == attempt.id))
    attempt.points = attempt.max = attempt.pending_max = attempt.reached = None
    attempt.scored += 1
    session.flush()


def decided(session: Session, sitting: Sitting) -> Rulings:
    """Gather what people decided about an attempt."""
    marks, excuses = tables.Mark, tables.Excuse
    given = select(marks.item, marks.fraction).where(marks.attempt_id == sitting.attempt.id)
    excused = select(excuses.item).where(
        excuses.assignment_id == sitting.assignment.id, excuses.student_id == sitting.student.id
    )
    adjusted = adjustments(session, sitting.assignment.id)
    return Rulings(
        _excused(session, sitting, set(session.scalars(excused))),
        {mark.item: mark.fraction for mark in session.execute(given)},
        frozenset(item for kind, item in adjusted if kind == "drop"),
        frozenset(item for kind, item in adjusted if kind == "full"),
    )


def adjustments(session: Session, assignment_id: int) -> list[tuple[str, str]]:
    """Give the adjustments of an assignment in force: ``drop`` or ``full``, and the item."""
    rows = tables.Rescoring
    query = select(rows.kind, rows.item).where(
        rows.assignment_id == assignment_id, rows.kind != "key", rows.taken_back_at.is_(None)
    )
    return [(kind, item) for kind, item in session.execute(query) if item is not None]


def _settled(
    session: Session, sitting: Sitting, key: Version, kept: dict[str, Kept]
) -> AttemptScore:
    answers = {item: k.answer for item, k in kept.items()}
    shown = parsed(session, sitting.attempt.version_id)
    computed = fitting.score_attempt(shown.questions, key.questions, answers)
    return rulings.settled(computed, decided(session, sitting))


def _excused(session: Session, sitting: Sitting, items: set[str]) -> frozenset[str]:
    """An excuse that names no item is one from all of them."""
    if "" in items:
        items = {item.id for item in sitting.key(session).questions.items}
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
