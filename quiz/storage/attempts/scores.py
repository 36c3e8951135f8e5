"""Scores: derived from the answers that count, from the key, from what people decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert

from quiz.assessment import fitting, rulings, scoring
from quiz.assessment.ordering import ordered
from quiz.storage import records, tables
from quiz.storage.attempts import grounds, responses
from quiz.storage.memory import remembered
from quiz.storage.sets.versions import parsed
from quiz.storage.straight import Straight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from quiz.assessment.fitting import Scorer
    from quiz.assessment.scoring import AttemptScore, ItemScore
    from quiz.storage import Transaction
    from quiz.storage.attempts.grounds import Grounds
    from quiz.storage.attempts.responses import Given
    from quiz.storage.attempts.sittings import Sitting
    from quiz.storage.sets.versions import Version

MOST_SCORES, MOST_SCORERS = 1000, 16
"""How many a process keeps: of single answers to a version, about 1 kB each; pairs of versions."""


def settled(transaction: Transaction, found: Grounds, given: Mapping[str, Given]) -> AttemptScore:
    """Work out what the answers that count come to; nothing is written."""
    score = _scorer(*found.versions(transaction))
    computed = score({item: each.answer for item, each in given.items()})
    return rulings.settled(computed, grounds.decided(transaction, found))


def _scorer(shown: Version, key: Version) -> Scorer:
    """Kept: of many students many answer alike, and each sees her result after it was scored."""

    def make() -> Scorer:
        return fitting.scorer(shown.questions, key.questions, MOST_SCORES)

    return remembered("scorers", (shown.id, key.id), make, MOST_SCORERS)


def settle(session: Session, sitting: Sitting, *, why: str, now: datetime) -> None:
    """Write down what an attempt comes to, on its row too; as `write`."""
    session.flush()
    attempt = sitting.attempt
    shown = parsed(session, attempt.version_id)
    order = [item.id for item in ordered(shown.questions, sitting.order_seed)]
    told = write(session, attempt.id, order, attempt.scored, why=why, now=now)
    for column, value in told.items():
        setattr(attempt, column, value)
    session.flush()


def write(
    transaction: Transaction,
    attempt_id: int,
    order: Sequence[str],
    scored: int,
    *,
    why: str,
    now: datetime,
) -> dict[str, object]:
    """Write the scores of an attempt in place of those before; give what its row tells of them.

    ``order`` are its items as it shows them, ``scored`` is how often it was scored before and
    ``why`` says what for it is now; its row must be locked. The key is looked for here and now: a
    rescoring may have been quicker than whoever read the assignment.
    """
    found, given = grounds.of(transaction, attempt_id), responses.given(transaction, attempt_id)
    total = settled(transaction, found, given)
    reached = scoring.reached(total, order)
    if scored:
        transaction.execute(_FORGET, {"attempt": attempt_id})
    common = {"attempt_id": attempt_id, "key_version_id": found.key, "why": why, "computed_at": now}
    rows = [
        {
            **common,
            **row(score),
            "revision": given[item].revision if item in given else None,
            "reached": item in reached,
        }
        for item, score in total.items.items()
    ]
    _ADD.run_all(transaction, rows)
    return {
        "scored": scored + 1,
        "reached": len(reached),
        "points": total.points,
        "max": total.max,
        "pending_max": total.pending_max,
    }


def forget(session: Session, sitting: Sitting) -> None:
    """Take away what an attempt came to: it is open again, or about to be scored anew."""
    attempt = sitting.attempt
    session.execute(_FORGET, {"attempt": attempt.id})
    attempt.points = attempt.max = attempt.pending_max = attempt.reached = None
    attempt.scored += 1
    session.flush()


TOLD = (
    *("item", "fraction", "points", "max", "basis", "pending"),
    *("rung", "cited_fraction", "answer"),
)
"""The columns that `row` fills, in its order."""


def row(score: ItemScore) -> dict[str, Any]:
    """Give what is stored of a score, apart from what it was computed of, when and why."""
    return {
        "item": score.item,
        "fraction": score.fraction,
        "points": score.points,
        "max": score.max,
        "basis": str(score.basis),
        "pending": score.pending,
        "rung": score.rung and int(score.rung),
        "cited_fraction": score.cited_fraction,
        "answer": score.brief,
    }


_SCORE = records.table(tables.Score)
_ADD = Straight(
    insert(_SCORE).inline(),
    (
        *("attempt_id", "key_version_id", "why", "computed_at", "revision", "reached"),
        *TOLD,
    ),
)
_FORGET = delete(_SCORE).where(_SCORE.c.attempt_id == bindparam("attempt"))
