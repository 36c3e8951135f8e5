"""The order of an attempt's questions: as written, or by a seed; the same seed, the same order.

A passage and its questions stay together: their group moves as a whole, and within it the
questions change places.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quiz.assessment.model import Item, QuestionSet


def ordered(questions: QuestionSet, seed: str) -> tuple[Item, ...]:
    """Give the items in the order of a seed; an empty one leaves them as written.

    The order depends on ids alone, so a version that only repairs keys keeps it.
    """
    if not seed:
        return questions.items
    passages = sorted({item.passage for item in questions.items}, key=lambda p: _place(seed, p, ""))
    ranks = {passage: rank for rank, passage in enumerate(passages)}
    return tuple(
        sorted(questions.items, key=lambda i: (ranks[i.passage], _place(seed, i.passage, i.id)))
    )


def _place(seed: str, passage: str, item: str) -> bytes:
    return hashlib.sha256(f"{seed}/{passage}/{item}".encode()).digest()
