"""The figures of a test and of its items, and the formulas that lead to them from moments.

x is the points of a person on an item of at most M points, T that person's total, R = T − x the
rest. S persons, P items. Sources: Moodle's "Quiz statistics calculations" for facility,
discrimination, efficiency, weights, coefficient of internal consistency (alpha), error ratio and
standard error; Wilson (1927) for the interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Z95 = 1.959963984540054
"""The normal quantile of a two-sided interval of 95 %."""

_NOISE = 1e-12
"""Squared deviations below this share of the squares are what rounding leaves of a constant."""


@dataclass(frozen=True, slots=True)
class Moments:
    """How the points x of one item vary, by themselves and with T and R, in points (squared).

    Taken over the ``n`` persons who reached the item; variances and covariances divide by n − 1
    and are 0 where n < 2.
    """

    n: int
    mean: float = 0.0
    var: float = 0.0
    var_total: float = 0.0
    cov_total: float = 0.0
    var_rest: float = 0.0

    @property
    def cov_rest(self) -> float:
        """The covariance of x with the rest."""
        return self.cov_total - self.var


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """What is known of an item, over the ``n`` persons who reached it.

    ``facility``, ``interval`` (Wilson, 95 %), ``sd`` and the weights are fractions: ``sd`` of the
    item's ``max``. ``item_rest_r`` and ``item_total_r`` are correlations. ``alpha_if_deleted`` is
    over the persons that alpha is over.
    """

    id: str
    max: float
    n: int
    facility: float | None = None
    interval: tuple[float, float] | None = None
    sd: float | None = None
    efficiency: float | None = None
    intended_weight: float | None = None
    effective_weight: float | None = None
    alpha_if_deleted: float | None = None
    item_rest_r: float | None = None
    item_total_r: float | None = None

    @property
    def discrimination(self) -> float | None:
        """Moodle's index is the corrected correlation: that of the item with the rest."""
        return self.item_rest_r


@dataclass(frozen=True, slots=True)
class TestFigures:
    """What is known of a whole test.

    ``mean``, ``median``, ``sd`` and ``sem`` are fractions of ``max``, the greatest total. An item
    that was not reached adds nothing to a total. ``alpha`` is over the ``alpha_persons`` who
    reached every item; ``sem`` is ``sd`` × ``error_ratio``.
    """

    __test__ = False  # its name is no test's

    persons: int
    max: float
    mean: float | None = None
    median: float | None = None
    sd: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None
    alpha: float | None = None
    alpha_persons: int = 0

    @property
    def error_ratio(self) -> float | None:
        """How much of the spread is chance: √(1 − alpha)."""
        return None if self.alpha is None else math.sqrt(max(0.0, 1 - self.alpha))

    @property
    def sem(self) -> float | None:
        """The standard error of measurement: the spread of one person's score over repetitions."""
        ratio = self.error_ratio
        return None if ratio is None or self.sd is None else self.sd * ratio


@dataclass(frozen=True, slots=True)
class Analysis:
    """A test and its items, in their order."""

    test: TestFigures
    items: tuple[ItemFigures, ...]

    def item(self, id: str) -> ItemFigures | None:
        """The figures of an item, or None."""
        return next((i for i in self.items if i.id == id), None)


@dataclass(frozen=True, slots=True)
class Band:
    """A score with the reach of its error, in the unit of the score."""

    low: float
    high: float


def variance(deviations: float, squares: float, n: int) -> float:
    """Divide squared deviations by n − 1; what rounding leaves of a constant is 0.

    ``squares`` is the sum of the squares themselves, which says how much rounding may leave.
    """
    return deviations / (n - 1) if n > 1 and deviations > _NOISE * squares else 0.0


def covariance(products: float, squares_one: float, squares_other: float, n: int) -> float:
    """Divide products of deviations by n − 1; what rounding leaves of nothing is 0."""
    noise = _NOISE * math.sqrt(squares_one * squares_other)
    return products / (n - 1) if n > 1 and abs(products) > noise else 0.0


def correlation(cov: float, var_one: float, var_other: float) -> float | None:
    """Give cov / √(var · var) within −1…1, None where one of the two does not vary."""
    if var_one <= 0 or var_other <= 0:
        return None
    return max(-1.0, min(1.0, cov / math.sqrt(var_one) / math.sqrt(var_other)))


def wilson(share: float, n: int, z: float = Z95) -> tuple[float, float] | None:
    """Give Wilson's interval of a share of n; for points in part it errs on the wide side."""
    if n == 0:
        return None
    share = min(1.0, max(0.0, share))
    shrink = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / shrink
    reach = z / shrink * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def alpha(items: int, var_items: float, var_total: float) -> float | None:
    """Give Cronbach's alpha, P/(P−1) · (1 − Σ var x / var T); of 0/1 items it is KR-20."""
    if items < 2 or var_total <= 0:
        return None
    return items / (items - 1) * (1 - var_items / var_total)


def alphas(moments: Sequence[Moments]) -> tuple[float | None, list[float | None]]:
    """Give alpha, and alpha without each item, from moments over the same persons."""
    count = len(moments)
    total = moments[0].var_total if moments else 0.0
    each = sum(m.var for m in moments)
    return alpha(count, each, total), [alpha(count - 1, each - m.var, m.var_rest) for m in moments]


def weights(moments: Sequence[Moments]) -> list[float | None]:
    """Give effective weights, √cov(x, T) ÷ their sum; None where the covariance is negative."""
    roots = [math.sqrt(m.cov_total) if m.n > 1 and m.cov_total >= 0 else None for m in moments]
    together = sum(r for r in roots if r is not None)
    return [None if r is None or together == 0 else r / together for r in roots]


def item_figures(
    ids: Sequence[str],
    maxima: Sequence[float],
    moments: Sequence[Moments],
    without: Sequence[float | None],
    efficiencies: Sequence[float | None],
) -> tuple[ItemFigures, ...]:
    """Turn the moments of all items into figures.

    ``without`` is alpha without each item, ``efficiencies`` come from sorted lists and cannot be
    had from sums. All five go in step.
    """
    rows = zip(ids, maxima, moments, without, efficiencies, weights(moments), strict=True)
    worth = sum(maxima)
    return tuple(
        ItemFigures(
            id=id,
            max=top,
            n=m.n,
            facility=m.mean / top if m.n else None,
            interval=wilson(m.mean / top, m.n),
            sd=math.sqrt(m.var) / top if m.n > 1 else None,
            efficiency=efficiency,
            intended_weight=top / worth,
            effective_weight=weight,
            alpha_if_deleted=deleted,
            item_rest_r=correlation(m.cov_rest, m.var, m.var_rest),
            item_total_r=correlation(m.cov_total, m.var, m.var_total),
        )
        for id, top, m, deleted, efficiency, weight in rows
    )


def band(score: float, sem: float | None, top: float = 1.0) -> Band | None:
    """Give a score ± 1 standard error, within 0…top; all three in the same unit.

    A person whose true score is steady lands in it two times of three.
    """
    if sem is None:
        return None
    low, high = max(0.0, score - sem), min(top, score + sem)
    return Band(min(low, score), max(high, score))  # scores may lie off the scale, for penalties
