"""What one SELECT counts of an item: sums over answers, joined into the figures of a report.

A row is an item and, where it is one of choices, what was chosen. An answer *counts* where there
are points for it and the item was reached (or points were given all the same); what is dropped,
excused, pending or not reached is in no sum. A person is *whole* who has an answer that counts for
every item. The class is in thirds by the totals T, the same on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from quiz.assessment.statistics.describe import Distribution
from quiz.assessment.statistics.evidence import EvidenceTable
from quiz.assessment.statistics.figures import correlation, covariance, variance
from quiz.assessment.statistics.sums import ItemSums
from quiz.assessment.statistics.thirds import ChoiceFigures, ChoiceTable, Thirds


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums over the answers of one row, in points (squared).

    ``n`` answers count; ``x``, ``xx``, ``t``, ``tt``, ``xt`` are over them, and those that begin
    with ``w`` over whole persons. ``middle`` and ``high`` count answers of the upper thirds.
    ``odd`` are those that were not reached and have points.
    """

    n: int = 0
    x: float = 0.0
    xx: float = 0.0
    t: float = 0.0
    tt: float = 0.0
    xt: float = 0.0
    wn: int = 0
    wx: float = 0.0
    wxx: float = 0.0
    wt: float = 0.0
    wtt: float = 0.0
    wxt: float = 0.0
    middle: int = 0
    high: int = 0
    blank: int = 0
    unreached: int = 0
    pending: int = 0
    excused: int = 0
    odd: int = 0
    supported: int = 0
    unsupported: int = 0
    misread: int = 0
    elsewhere: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Join the sums of two rows."""
        return Counts(*(getattr(self, f) + getattr(other, f) for f in NAMES))

    @property
    def thirds(self) -> Thirds:
        """The answers that count, by third of the class."""
        return Thirds(self.n - self.middle - self.high, self.middle, self.high)

    @property
    def rests(self) -> float:
        """The sum of the rests R = T − x."""
        return self.t - self.x

    @property
    def evidence(self) -> EvidenceTable:
        """The evidence table."""
        return EvidenceTable(self.supported, self.unsupported, self.misread, self.elsewhere)


NAMES = tuple(field.name for field in fields(Counts))


@dataclass(frozen=True, slots=True)
class ItemTally:
    """An item worth ``max`` points: what all its answers add up to, and each answer by itself.

    ``answers`` has the ids chosen, parted by ", " where there are several; None is none.
    """

    id: str
    max: float
    all: Counts
    answers: Mapping[str | None, Counts]

    @property
    def sums(self) -> ItemSums:
        """Over the answers that count."""
        a = self.all
        return ItemSums(self.id, self.max, a.n, a.x, a.xx, a.t, a.tt, a.xt)

    @property
    def whole(self) -> ItemSums:
        """Over whole persons."""
        a = self.all
        return ItemSums(self.id, self.max, a.wn, a.wx, a.wxx, a.wt, a.wtt, a.wxt)


def tallies(
    items: Sequence[tuple[str, float]], rows: Iterable[tuple[str, str | None, Counts]]
) -> dict[str, ItemTally]:
    """Join rows by item, in the order of ``items`` (ids and what they are worth)."""
    found: dict[str, dict[str | None, Counts]] = {id: {} for id, _ in items}
    for id, answer, counts in rows:
        if id in found:
            found[id][answer] = found[id].get(answer, Counts()) + counts
    return {id: ItemTally(id, most, _sum(found[id].values()), found[id]) for id, most in items}


def with_whole(tally: ItemTally, whole: Counts) -> ItemTally:
    """Give a tally whose sums over whole persons were taken by themselves."""
    names = [name for name in NAMES if name.startswith("w")]
    return replace(
        tally, all=replace(tally.all, **{name: getattr(whole, name[1:]) for name in names})
    )


def cutoffs(totals: Distribution) -> tuple[float, float]:
    """Give the totals from which the middle and the upper third of the class begin.

    Persons of one total stay together: they go where the middle of their ranks lies, as in
    `thirds.thirds`. Where a third is empty its border is that of the next, or beyond all.
    """
    n, before = sum(totals.values()), 0
    middle = high = float("inf")
    for total in sorted(totals):
        third = min(2, (2 * before + totals[total]) * 3 // (2 * n))
        before += totals[total]
        if third >= 1:
            middle = min(middle, total)
        if third == 2:
            high = min(high, total)
    return middle, high


def choice_table(tally: ItemTally, choices: Iterable[tuple[str, bool]]) -> ChoiceTable:
    """Tell who took which choice from sums; ``choices`` are ids and whether they are the key.

    It is `thirds.choice_table` with the thirds taken by totals.
    """
    taken: dict[str, Counts] = {}
    blank = Counts()
    for answer, counts in tally.answers.items():
        for id in answer.split(", ") if answer else ():
            taken[id] = taken.get(id, Counts()) + counts
        blank = blank + counts if answer is None else blank
    rows = [_figures(id, key, taken.get(id, Counts()), tally.all) for id, key in choices]
    return ChoiceTable(
        tally.all.n, tally.all.thirds, tuple(rows), _figures("", False, blank, tally.all)
    )


def _figures(id: str, is_key: bool, took: Counts, all: Counts) -> ChoiceFigures:
    return ChoiceFigures(
        id=id,
        is_key=is_key,
        count=took.n,
        share=took.n / all.n if all.n else 0.0,
        thirds=took.thirds,
        mean_rest=took.rests / took.n if took.n else None,
        rest_r=_rest_r(took, all),
    )


def _rest_r(took: Counts, all: Counts) -> float | None:
    """Correlate taking a choice (1 or 0) with the rests of all."""
    n, k = all.n, took.n
    if n < 2:
        return None
    squares = all.tt - 2 * all.xt + all.xx
    var_rest = variance(squares - all.rests**2 / n, all.tt, n)
    cov = covariance(took.rests - k * all.rests / n, k, squares, n)
    return correlation(cov, variance(k - k * k / n, k, n), var_rest)


def _sum(counts: Iterable[Counts]) -> Counts:
    found = Counts()
    for one in counts:
        found += one
    return found
