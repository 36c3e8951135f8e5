"""What counts of a score once people have decided: excused, then a mark, then an adjustment.

The fraction stays what the answer came to (by the key, or by a person who marked it), so that an
analysis of items sees it; ``points`` and ``max`` are what counts. An excused or dropped item counts
0 of 0, one with points for all counts in full.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from quiz.assessment import scoring
from quiz.assessment.scoring import Basis, ItemScore

if TYPE_CHECKING:
    from quiz.assessment.scoring import AttemptScore

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Rulings:
    """What was decided about one attempt: ids of items, and the fraction of each mark, 0…1."""

    excused: frozenset[str] = frozenset()
    marks: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    dropped: frozenset[str] = frozenset()
    full: frozenset[str] = frozenset()


NOTHING = Rulings()


def settled(score: AttemptScore, rulings: Rulings) -> AttemptScore:
    """Give the score that counts; what nobody decided about stays as it was computed."""
    if rulings == NOTHING:
        return score
    return scoring.total([_settle(item, rulings) for item in score.items.values()])


def _settle(item: ItemScore, rulings: Rulings) -> ItemScore:
    mark = rulings.marks.get(item.item)
    if mark is not None:
        item = _marked(item, mark)
    if item.item in rulings.excused:
        return _left_out(item, Basis.EXCUSE)
    if mark is not None:
        return item
    if item.item in rulings.dropped:
        return _left_out(item, Basis.DROP)
    return _in_full(item) if item.item in rulings.full else item


def _marked(item: ItemScore, mark: float) -> ItemScore:
    points = round(mark * item.max, _DIGITS)
    return replace(item, fraction=mark, points=points, pending=False, basis=Basis.MARK)


def _left_out(item: ItemScore, basis: Basis) -> ItemScore:
    return replace(item, points=None if item.pending else 0.0, max=0.0, basis=basis)


def _in_full(item: ItemScore) -> ItemScore:
    """Nobody need mark it any more; where nobody did, the fraction is that of the points."""
    fraction = 1.0 if item.fraction is None else item.fraction
    return replace(item, fraction=fraction, points=item.max, pending=False, basis=Basis.FULL)
