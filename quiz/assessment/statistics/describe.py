"""What a list of totals looks like: mean, median, spread, shape, histogram.

A `Distribution` says how many persons had each total. It is what ``GROUP BY`` gives, is short for
any number of persons, and loses nothing that these figures need.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quiz.assessment.statistics.figures import TestFigures, variance

Distribution = Mapping[float, int]


@dataclass(frozen=True, slots=True)
class Bin:
    """How many totals lie from ``low`` up to ``high``; the last bin has its upper end too."""

    low: float
    high: float
    count: int


def distribution(totals: Iterable[float]) -> dict[float, int]:
    """Count totals, in rising order; 0.1 + 0.2 and 0.3 are one total."""
    found: dict[float, int] = {}
    for total in totals:
        key = round(total, 9) + 0.0  # no negative zero
        found[key] = found.get(key, 0) + 1
    return dict(sorted(found.items()))


def describe(
    totals: Distribution, top: float, alpha: float | None = None, alpha_persons: int = 0
) -> TestFigures:
    """Give the figures of a test from its totals, in points, and the greatest total ``top``.

    Skewness and kurtosis are Moodle's: k3/k2^1.5 with more than 2 persons and k4/k2² with more
    than 3, where the k are k-statistics (unbiased cumulants).
    """
    n = sum(totals.values())
    if n == 0:
        return TestFigures(0, top)
    mean = math.fsum(t * c for t, c in totals.items()) / n
    second, third, fourth = (
        math.fsum((t - mean) ** power * c for t, c in totals.items()) / n for power in (2, 3, 4)
    )
    k2 = variance(second * n, math.fsum(t * t * c for t, c in totals.items()), n)
    return TestFigures(
        persons=n,
        max=top,
        mean=mean / top,
        median=median(totals) / top,
        sd=math.sqrt(k2) / top if n > 1 else None,
        skewness=_skewness(n, k2, third),
        kurtosis=_kurtosis(n, k2, second, fourth),
        alpha=alpha,
        alpha_persons=alpha_persons,
    )


def _skewness(n: int, k2: float, third: float) -> float | None:
    if n < 3 or k2 <= 0:
        return None
    return float(n * n * third / ((n - 1) * (n - 2)) / k2**1.5)


def _kurtosis(n: int, k2: float, second: float, fourth: float) -> float | None:
    if n < 4 or k2 <= 0:
        return None
    k4 = n * n * ((n + 1) * fourth - 3 * (n - 1) * second**2) / ((n - 1) * (n - 2) * (n - 3))
    return k4 / k2**2


def median(totals: Distribution) -> float:
    """Give the middle total, or the mean of the two in the middle; there must be one."""
    return quantile(totals, 0.5)


def quantile(totals: Distribution, share: float) -> float:
    """Give the value below which ``share`` lies: between two neighbours, in proportion."""
    n = sum(totals.values())
    place = share * (n - 1)
    low, high = _nth(totals, math.floor(place)), _nth(totals, math.ceil(place))
    return low + (high - low) * (place - math.floor(place))


def _nth(totals: Distribution, place: int) -> float:
    for total in sorted(totals):
        place -= totals[total]
        if place < 0:
            return total
    raise IndexError("fewer totals than that")


def histogram(totals: Distribution, top: float, bins: int = 10) -> tuple[Bin, ...]:
    """Count totals in bins of one width from 0 to ``top``; what lies below 0 is in the first."""
    counts = [0] * bins
    for total, count in totals.items():
        # A total on the edge belongs above it, however its last digit was rounded.
        counts[min(bins - 1, max(0, math.floor(total / top * bins + 1e-9)))] += count
    return tuple(Bin(i * top / bins, (i + 1) * top / bins, c) for i, c in enumerate(counts))
