"""Scores: derived from the answers that count, from the key, from what people decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert

from quiz.assessment import fitting, rulings, scoring
from quiz.assessment.model import Response
from quiz.assessment.ordering import ordered
from quiz.storage import records, tables
from quiz.storage.attempts import grounds, responses
from quiz.storage.memory import remembered
from quiz.storage.sets.versions import parsed
from quiz.storage.straight import Straight

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from quiz.assessment.fitting import Scorer
    from quiz.assessment.scoring import AttemptScore, ItemScore
    from quiz.storage import Transaction
    from quiz.storage.attempts.grounds import Grounds
    from quiz.storage.attempts.responses import Kept
    from quiz.storage.attempts.sittings import Sitting
    from quiz.storage.sets.versions import Version

MOST_SCORES, MOST_SCORERS = 4000, 64
"""How many a process keeps: scores of single answers, about 1 kB each; pairs of versions."""


def settled(transaction: Transaction, found: Grounds, kept: Mapping[str, Kept]) -> AttemptScore:
    """Work out what the answers that count come to; nothing is written."""
    score = _scorer(*found.versions(transaction))
    computed = score({item: k.answer for item, k in kept.items()})
    return rulings.settled(computed, grounds.decided(transaction, found))


def _scorer(shown: Version, key: Version) -> Scorer:
    """Kept: of many students many answer alike, and each sees her result after it was scored."""
    ids = (shown.id, key.id)

    def remember(answer: Hashable, score: Callable[[], ItemScore]) -> ItemScore:
        return remembered("scores", (ids, answer), score, MOST_SCORES)

    def make() -> Scorer:
        return fitting.scorer(shown.questions, key.questions, remember)

    return remembered("scorers", ids, make, MOST_SCORERS)


def settle(session: Session, sitting: Sitting, *, why: str, now: datetime) -> None:
    """Write down what an attempt comes to, on its row too; as `write`."""
    session.flush()
    for column, value in write(session, sitting, why=why, now=now).items():
        setattr(sitting.attempt, column, value)
    session.flush()


def write(
    transaction: Transaction, sitting: Sitting, *, why: str, now: datetime
) -> dict[str, object]:
    """Write the scores of an attempt in place of those before; give what its row tells of them.

    ``why`` says what they were computed for; the attempt's row must be locked. The key is looked
    for here and now: a rescoring may have been quicker than whoever read the assignment.
    """
    attempt = sitting.attempt
    found, kept = grounds.of(transaction, attempt.id), responses.counting(transaction, attempt.id)
    total = settled(transaction, found, kept)
    reached = scoring.reached(total, order(transaction, sitting))
    if attempt.scored:
        transaction.execute(_FORGET, {"attempt": attempt.id})
    common = {"attempt_id": attempt.id, "key_version_id": found.key, "why": why, "computed_at": now}
    rows = [
        common | row(score) | {"revision": _revision(kept, item), "reached": item in reached}
        for item, score in total.items.items()
    ]
    _ADD.run_all(transaction, rows)
    return {
        "scored": attempt.scored + 1,
        "reached": len(reached),
        "points": total.points,
        "max": total.max,
        "pending_max": total.pending_max,
    }


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


def _revision(kept: Mapping[str, Kept], item: str) -> int | None:
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


_SCORE = records.table(tables.Score)
_ADD = Straight(
    insert(_SCORE).inline(),
    (
        *("attempt_id", "key_version_id", "why", "computed_at", "revision", "reached"),
        *TOLD,
    ),
)
_FORGET = delete(_SCORE).where(_SCORE.c.attempt_id == bindparam("attempt"))
