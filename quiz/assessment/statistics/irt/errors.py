"""How sure estimates are: the observed information, by Louis's identity."""

from __future__ import annotations

import numpy as np

from quiz.assessment.statistics.irt.likelihood import (
    NODES,
    Facts,
    Patterns,
    chances,
    posteriors,
)
from quiz.assessment.statistics.scores import Floats

_MASS = 1e-9  # of persons: a node with less adds nothing that could be seen


def observed(data: Patterns, slopes: Floats, intercepts: Floats, found: Facts) -> Floats:
    """Give the negative second derivative of the log-likelihood.

    It is what is known if abilities are known, less what their being unknown takes: the variance,
    under the posterior, of the complete data's gradient.
    """
    chance = chances(slopes, intercepts)
    moments = np.zeros((3, len(slopes), len(slopes)))
    for part in data.parts():
        post, _ = posteriors(part, slopes, intercepts)
        weighted = post * part.weights[:, None]
        moments += (_whole if part.whole else _in_part)(part, weighted, chance)
    second = np.block([[moments[2], moments[1]], [moments[1], moments[0]]])
    information: Floats = found.complete - second + found.cross
    return information


def _in_part(part: Patterns, weighted: Floats, chance: Floats) -> Floats:
    """Sum (x − P)(x − P)ᵀ · t^m over patterns and nodes, for m = 0, 1, 2; node by node."""
    moments = np.zeros((3, len(chance), len(chance)))
    for node in np.flatnonzero(weighted.sum(axis=0) > _MASS):
        left = part.right - part.reached * chance[:, node]
        product = (left * weighted[:, node, None]).T @ left
        moments += NODES[node] ** np.arange(3)[:, None, None] * product
    return moments


def _whole(part: Patterns, weighted: Floats, chance: Floats) -> Floats:
    """Sum the same where everything was reached, which lets the product be multiplied out."""
    right, count = part.right.T @ weighted, weighted.sum(axis=0)
    moments = []
    for power in (NODES**0, NODES, NODES**2):
        mixed = (right * power) @ chance.T
        both = (part.right * (weighted @ power)[:, None]).T @ part.right
        moments.append(both - mixed - mixed.T + (chance * count * power) @ chance.T)
    return np.array(moments)


def covariances(information: Floats) -> Floats:
    """Invert the information; all NaN where some parameter is not determined at all."""
    try:
        inverse: Floats = np.linalg.inv(information).astype(np.float64)
    except np.linalg.LinAlgError:
        return np.full_like(information, np.nan)
    return inverse
