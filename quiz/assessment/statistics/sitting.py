"""What one attempt's receipts tell: time spent, answers changed, items skipped and not reached.

A receipt is one saved revision of one item. Times are seconds from the start of the attempt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quiz.assessment.statistics.describe import distribution, quantile

SETTLED = 10.0
"""A revision that is followed by another of its item within so many seconds is still typing."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A revision of one item's answer.

    ``answer`` is anything that can be compared (None: blank), ``right`` whether it has full marks
    by the key that counts.
    """

    at: float
    item: str
    answer: Hashable = None
    right: bool = False


class Change(StrEnum):
    """How the first answer to an item that settled compares with the last."""

    KEPT = "kept"
    WRONG_TO_RIGHT = "wrong to right"
    RIGHT_TO_WRONG = "right to wrong"
    WRONG_TO_WRONG = "wrong to wrong"
    RIGHT_TO_RIGHT = "right to right"
    WITHDRAWN = "withdrawn"


class Reach(StrEnum):
    """What became of an item in an attempt."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    NOT_REACHED = "not reached"


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of one attempt: before the first receipt, and then by item."""

    before: float | None
    items: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TimeFigures:
    """Seconds that ``n`` persons spent: the median, and the quarters below and above it."""

    n: int
    median: float
    low: float
    high: float


def spent(receipts: Iterable[Receipt]) -> Spent:
    """Give the time of each item: what passed before each of its receipts, since the one before.

    What passed before the first receipt of all also went into reading the passage; it is told
    apart and belongs to no item. Nobody knows when a student looked up from the page, so take the
    median of many, never the mean.
    """
    items: dict[str, float] = {}
    before = None
    last = 0.0
    for receipt in sorted(receipts, key=lambda r: r.at):
        if before is None:
            before = receipt.at
        else:
            items[receipt.item] = items.get(receipt.item, 0.0) + receipt.at - last
        last = receipt.at
    return Spent(before, items)


def time_figures(seconds: Iterable[float]) -> TimeFigures | None:
    """Sum up the times of many persons by their quartiles; None without any."""
    counts = distribution(seconds)
    if not counts:
        return None
    low, middle, high = (quantile(counts, share) for share in (0.25, 0.5, 0.75))
    return TimeFigures(sum(counts.values()), middle, low, high)


def changes(receipts: Iterable[Receipt]) -> dict[str, Change]:
    """Tell of each item that was answered how its first answer compares with its last.

    Answers are saved while they are typed; only what stood for `SETTLED` seconds, or until the
    student went to another item, or at the end, was an answer.
    """
    by_item: dict[str, list[Receipt]] = {}
    for receipt in settled(sorted(receipts, key=lambda r: r.at)):
        by_item.setdefault(receipt.item, []).append(receipt)
    answered = {id: rs for id, rs in by_item.items() if any(r.answer is not None for r in rs)}
    return {id: _change(rs) for id, rs in answered.items()}


def settled(receipts: Sequence[Receipt]) -> list[Receipt]:
    """Leave out the revisions that were overtaken while still typing; in order of time."""
    following = [*receipts[1:], None]
    return [
        one
        for one, then in zip(receipts, following, strict=True)
        if then is None or then.item != one.item or then.at - one.at >= SETTLED
    ]


def _change(receipts: Sequence[Receipt]) -> Change:
    first = next(r for r in receipts if r.answer is not None)
    last = receipts[-1]
    if last.answer is None:
        return Change.WITHDRAWN
    if first.answer == last.answer:
        return Change.KEPT
    if first.right:
        return Change.RIGHT_TO_RIGHT if last.right else Change.RIGHT_TO_WRONG
    return Change.WRONG_TO_RIGHT if last.right else Change.WRONG_TO_WRONG


def change_table(found: Iterable[Change]) -> dict[Change, int]:
    """Count the changes of one item over many attempts; every kind is in it."""
    counts = Counter(found)
    return {change: counts[change] for change in Change}


def reach(items: Sequence[str], answered: Collection[str]) -> dict[str, Reach]:
    """Tell blanks apart: before the last answer an item was skipped, after it it was not reached.

    ``items`` in the order in which they were asked.
    """
    last = max((n for n, id in enumerate(items) if id in answered), default=-1)
    return {
        id: Reach.ANSWERED if id in answered else (Reach.SKIPPED if n < last else Reach.NOT_REACHED)
        for n, id in enumerate(items)
    }
