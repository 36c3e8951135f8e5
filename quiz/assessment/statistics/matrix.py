"""The figures of a test from the scores of all persons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from quiz.assessment.statistics.describe import describe, distribution
from quiz.assessment.statistics.figures import (
    Analysis,
    Moments,
    alphas,
    covariance,
    item_figures,
    variance,
)
from quiz.assessment.statistics.scores import Floats, Scores


def analyse(scores: Scores) -> Analysis:
    """Give all figures of a test and its items.

    An item's figures are over those who reached it; the totals, and so the rests, count what was
    not reached as nothing. Alpha, and alpha without an item, are over those who reached every item.
    """
    whole = scores.complete
    alpha, without = alphas(moments(whole))
    test = describe(
        distribution(scores.totals.tolist()), scores.top, alpha, alpha_persons=len(whole.persons)
    )
    items = item_figures(
        scores.items, scores.maxima, moments(scores), without, efficiencies(scores)
    )
    return Analysis(test, items)


def moments(scores: Scores) -> list[Moments]:
    """Give the moments of each item, over those who reached it."""
    return [_moments(x, total) for x, total in _columns(scores)]


def efficiencies(scores: Scores) -> list[float | None]:
    """Give each item's discriminative efficiency: cov(x, R) ÷ the most that it could be.

    The most is the covariance after sorting both lists: with these marks and these rests, but the
    best marks with the best rests. None where that is 0.
    """
    return [_efficiency(x, total - x) for x, total in _columns(scores)]


def efficiency(pairs: Sequence[Sequence[float]]) -> float | None:
    """Give the discriminative efficiency of one item from pairs of points and rests."""
    columns = np.array([tuple(pair) for pair in pairs], dtype=np.float64).reshape(-1, 2)
    return _efficiency(columns[:, 0], columns[:, 1])


def _columns(scores: Scores) -> list[tuple[Floats, Floats]]:
    """Pair each item's points with the totals of those who reached it."""
    reached, totals = scores.reached, scores.totals
    return [
        (scores.matrix[reached[:, j], j], totals[reached[:, j]]) for j in range(len(scores.items))
    ]


def _moments(x: Floats, total: Floats) -> Moments:
    n = len(x)
    if n < 2:
        return Moments(n, float(x.sum()))
    squares = float(total @ total)
    from_x, from_total, rest = x - x.mean(), total - total.mean(), total - x
    from_rest = rest - rest.mean()
    return Moments(
        n=n,
        mean=float(x.mean()),
        var=variance(float(from_x @ from_x), float(x @ x), n),
        var_total=variance(float(from_total @ from_total), squares, n),
        cov_total=covariance(float(from_x @ from_total), float(x @ x), squares, n),
        var_rest=variance(float(from_rest @ from_rest), squares, n),
    )


def _efficiency(x: Floats, rest: Floats) -> float | None:
    if len(x) < 2:
        return None
    from_x, from_rest = x - x.mean(), rest - rest.mean()
    most = float(np.sort(from_x) @ np.sort(from_rest))
    noise = 1e-12 * float(np.abs(x).sum() + 1) * float(np.abs(rest).sum() + 1) / len(x)
    return min(1.0, float(from_x @ from_rest) / most) if most > noise else None
