"""What responses say about parameters: the marginal likelihood and its derivatives.

For each item, z = slope · t + intercept is the log-odds of being right at t, and t is standard
normal: 121 nodes from −6 to 6, weighted by the normal density. Persons with the same responses are
one pattern with a weight. Derivatives are with respect to all slopes, then all intercepts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from quiz.assessment.statistics.scores import Floats

NODES: Floats = np.linspace(-6, 6, 121)
_DENSITY: Floats = np.exp(-0.5 * NODES**2)
LOG_WEIGHTS: Floats = np.log(_DENSITY / _DENSITY.sum())

_ROWS = 2048  # of patterns at a time: the posteriors of so many stay in the processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Different rows of responses: ``right`` and ``reached`` are 0/1, ``weights`` count persons."""

    right: Floats
    reached: Floats
    weights: Floats

    @property
    def whole(self) -> bool:
        """Whether everybody reached everything, which makes for shorter sums."""
        return bool(self.reached.all())

    def parts(self) -> Iterator[Patterns]:
        """Go through them, some thousand at a time."""
        for start in range(0, len(self.weights), _ROWS):
            rows = slice(start, start + _ROWS)
            yield Patterns(self.right[rows], self.reached[rows], self.weights[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What the data say at given parameters.

    ``complete`` is the information that the responses would hold if abilities were known;
    ``cross`` the sum of the outer products of the persons' gradients.
    """

    log_likelihood: float
    gradient: Floats
    complete: Floats
    cross: Floats


def patterns(matrix: Floats) -> Patterns:
    """Collapse a matrix of 0, 1 and NaN (not reached) to its different rows."""
    codes = np.where(np.isnan(matrix), 2, matrix).astype(np.uint8)
    rows = np.ascontiguousarray(codes).view(np.dtype((np.void, codes.shape[1]))).ravel()
    _, first, counts = np.unique(rows, return_index=True, return_counts=True)
    found = codes[first]
    return Patterns(
        (found == 1).astype(np.float64), (found != 2).astype(np.float64), counts.astype(np.float64)
    )


def chances(slopes: Floats, intercepts: Floats) -> Floats:
    """Give the chance of being right, items × nodes."""
    found: Floats = np.exp(-np.logaddexp(0.0, -_odds(slopes, intercepts)))
    return found


def _odds(slopes: Floats, intercepts: Floats) -> Floats:
    found: Floats = slopes[:, None] * NODES + intercepts[:, None]
    return found


def posteriors(part: Patterns, slopes: Floats, intercepts: Floats) -> tuple[Floats, Floats]:
    """Give each pattern's posterior over the nodes, and its log-likelihood."""
    odds = _odds(slopes, intercepts)
    costs = np.logaddexp(0.0, odds)
    log = part.right @ odds - (costs.sum(axis=0) if part.whole else part.reached @ costs)
    log += LOG_WEIGHTS
    most = log.max(axis=1, keepdims=True)
    post = np.exp(log - most)
    sums = post.sum(axis=1, keepdims=True)
    return post / sums, (most + np.log(sums)).ravel()


def facts(data: Patterns, slopes: Floats, intercepts: Floats) -> Facts:
    """Evaluate the likelihood and what a step upwards needs."""
    chance = chances(slopes, intercepts)
    count = len(slopes)
    right, reached = np.zeros_like(chance), np.zeros_like(chance)
    cross = np.zeros((2 * count, 2 * count))
    log_likelihood = 0.0
    for part in data.parts():
        post, logs = posteriors(part, slopes, intercepts)
        log_likelihood += float(part.weights @ logs)
        weighted = post * part.weights[:, None]
        right += part.right.T @ weighted
        reached += weighted.sum(axis=0) if part.whole else part.reached.T @ weighted
        own = gradients(part, post, chance)
        cross += (own * part.weights[:, None]).T @ own
    left = right - reached * chance
    return Facts(
        log_likelihood,
        np.concatenate([left @ NODES, left.sum(axis=1)]),
        _complete(reached * chance * (1 - chance)),
        cross,
    )


def gradients(part: Patterns, post: Floats, chance: Floats) -> Floats:
    """Give the gradient of each pattern's log-likelihood, patterns × parameters."""
    by_slope = part.right * (post @ NODES)[:, None] - part.reached * (post @ (chance * NODES).T)
    by_intercept = part.right - part.reached * (post @ chance.T)
    return np.hstack([by_slope, by_intercept])


def _complete(spread: Floats) -> Floats:
    """Put the items' blocks of 2 × 2 into one matrix."""
    slopes, mixed, intercepts = spread @ NODES**2, spread @ NODES, spread.sum(axis=1)
    return np.block([[np.diag(slopes), np.diag(mixed)], [np.diag(mixed), np.diag(intercepts)]])
