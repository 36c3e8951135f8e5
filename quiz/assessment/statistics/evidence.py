"""The evidence table, and how often each sentence was cited.

An answer is right or wrong, and its citation meets the evidence or does not (`scoring.Support`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """How many answers fell in each cell."""

    supported: int = 0
    unsupported: int = 0
    misread: int = 0
    elsewhere: int = 0

    @property
    def n(self) -> int:
        """The answers of which a citation was asked."""
        return self.supported + self.unsupported + self.misread + self.elsewhere

    @property
    def right(self) -> int:
        """The right answers among them."""
        return self.supported + self.unsupported

    @property
    def luck(self) -> float | None:
        """The share of the right answers that had no support."""
        return self.unsupported / self.right if self.right else None


@dataclass(frozen=True, slots=True)
class Heat:
    """How many persons cited or selected a sentence: of all, and of those who were wrong."""

    all: int
    wrong: int


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Sentences by id, of ``n`` answers of which ``wrong`` were wrong; not cited, not in it."""

    n: int
    wrong: int
    sentences: dict[str, Heat]


def heat_map(cited: Iterable[tuple[Collection[str], bool]]) -> HeatMap:
    """Count sentences from pairs of the ids that one answer cited and whether it was right."""
    answers = [(frozenset(ids), right) for ids, right in cited]
    everyone = Counter(id for ids, _ in answers for id in ids)
    wrong = Counter(id for ids, right in answers if not right for id in ids)
    return HeatMap(
        n=len(answers),
        wrong=sum(1 for _, right in answers if not right),
        sentences={id: Heat(count, wrong[id]) for id, count in everyone.items()},
    )
