"""The figures of a test from sums alone: what one SELECT gives of any number of attempts.

They equal those of `matrix`, except that discriminative efficiency cannot be had from sums (it
sorts) and is None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quiz.assessment.statistics.describe import Distribution, describe
from quiz.assessment.statistics.figures import (
    Analysis,
    Moments,
    alphas,
    covariance,
    item_figures,
    variance,
)


@dataclass(frozen=True, slots=True)
class ItemSums:
    """Sums over the ``n`` persons who reached an item: of x, x², T, T² and x·T, in points."""

    id: str
    max: float
    n: int
    x: float
    xx: float
    t: float
    tt: float
    xt: float


def analyse(
    items: Sequence[ItemSums], totals: Distribution, whole: Sequence[ItemSums] | None = None
) -> Analysis:
    """Give the figures of a test from its items' sums and how many persons had each total.

    ``whole`` are the sums over the persons who reached every item, which alpha needs; they are
    needed only where somebody did not (otherwise they are ``items`` themselves).
    """
    persons = sum(totals.values())
    if whole is None:
        whole = items if all(i.n == persons for i in items) else ()
    alpha, without = alphas([moments(i) for i in whole])
    found = item_figures(
        [i.id for i in items],
        [i.max for i in items],
        [moments(i) for i in items],
        without or [None] * len(items),
        [None] * len(items),
    )
    of = whole[0].n if whole else 0
    return Analysis(describe(totals, sum(i.max for i in items), alpha, of), found)


def moments(sums: ItemSums) -> Moments:
    """Turn the sums of an item into its moments."""
    n, x, t = sums.n, sums.x, sums.t
    if n < 2:
        return Moments(n, x)
    rests = sums.tt - 2 * sums.xt + sums.xx
    return Moments(
        n=n,
        mean=x / n,
        var=variance(sums.xx - x * x / n, sums.xx, n),
        var_total=variance(sums.tt - t * t / n, sums.tt, n),
        cov_total=covariance(sums.xt - x * t / n, sums.xx, sums.tt, n),
        var_rest=variance(rests - (t - x) ** 2 / n, sums.tt, n),
    )
