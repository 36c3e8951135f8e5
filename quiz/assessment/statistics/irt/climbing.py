"""Climbing to the maximum of the marginal likelihood.

The first steps are those of the EM algorithm (each M-step one Newton step on the expected data).
Then the information is the cross-product of the persons' gradients, which comes to the top in few
steps; where such a step does not climb, an EM step is taken, which always can. A climb that is
still not over goes on with the observed information.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from quiz.assessment.statistics.irt.errors import observed
from quiz.assessment.statistics.irt.likelihood import Facts, Patterns, facts
from quiz.assessment.statistics.irt.values import PRIOR_SD
from quiz.assessment.statistics.scores import Bools, Floats

_FIRST = 4  # steps of EM before the quicker ones are tried
_LATE = 20  # steps after which the dearer observed information is worth its price
_STEPS = 200
_NEAR = 1e-9  # of the log-likelihood still to be gained
_STRIDE = 1.0  # no parameter goes further in one step: far from the top the way is not straight
_STEEP = 10.0  # a slope that no real item has: the estimate runs off to infinity


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Data, and how free parameters make up slopes and intercepts: these are ``design`` @ free.

    With ``prior`` the slopes, which come first among the free ones, are log-normal.
    """

    data: Patterns
    design: Floats
    prior: bool

    def parameters(self, free: Floats) -> tuple[Floats, Floats]:
        """Give slopes and intercepts."""
        slopes, intercepts = np.split(self.design @ free, 2)
        return slopes, intercepts

    def steep(self, free: Floats) -> Bools:
        """Tell which items' slopes run off to infinity; the prior holds them all."""
        found: Bools = (np.abs(self.parameters(free)[0]) > _STEEP) & (not self.prior)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """Where the climb stands: the height to be raised, and what leads on from here."""

    free: Floats
    facts: Facts
    height: float
    gradient: Floats


def climb(problem: Problem, free: Floats) -> tuple[Point, bool]:
    """Climb from some parameters to the top; tell too whether it was reached.

    It ends before the top where a slope runs off to infinity (`Problem.steep`).
    """
    here = _at(problem, free)
    for step in range(_STEPS):
        for information in _informations(problem, here, step):
            direction = _direction(information, here.gradient)
            if direction is None:
                continue
            if here.gradient @ direction < _NEAR:
                return here, True
            higher = _higher(problem, here, _stride(direction))
            if higher is not None:
                here = higher
                break
        else:
            return here, False
        if problem.steep(here.free).any():
            return here, False
    return here, False


def _informations(problem: Problem, here: Point, step: int) -> Iterator[Floats]:
    """Give the informations to try, the most promising first."""
    design = problem.design
    curved = prior_information(problem, here.free)
    if step >= _LATE:
        parameters = problem.parameters(here.free)
        yield design.T @ observed(problem.data, *parameters, here.facts) @ design + curved
    if step >= _FIRST:
        yield design.T @ here.facts.cross @ design + curved
    yield design.T @ here.facts.complete @ design + curved


def _direction(information: Floats, gradient: Floats) -> Floats | None:
    """Give the way upwards; None where the information is none (the ground is not a hill here)."""
    try:
        np.linalg.cholesky(information)
        direction: Floats = np.linalg.solve(information, gradient).astype(np.float64)
    except np.linalg.LinAlgError:
        return None
    return direction if np.isfinite(direction).all() and gradient @ direction >= 0 else None


def _stride(direction: Floats) -> Floats:
    """Cut a step short."""
    longest: float = np.abs(direction).max()
    return direction * min(1.0, _STRIDE / longest) if longest > 0 else direction


def _higher(problem: Problem, here: Point, direction: Floats) -> Point | None:
    for part in (1.0, 0.5, 0.2, 0.05):
        there = _at(problem, here.free + part * direction)
        if there.height > here.height:
            return there
    return None


def _at(problem: Problem, free: Floats) -> Point:
    slopes, intercepts = problem.parameters(free)
    found = facts(problem.data, slopes, intercepts)
    height, pull = _prior(problem, free)
    gradient = problem.design.T @ found.gradient + pull
    return Point(free, found, found.log_likelihood + height, gradient)


def _prior(problem: Problem, free: Floats) -> tuple[float, Floats]:
    """Give the log density of the slopes under the prior and its gradient."""
    pull = np.zeros_like(free)
    if not problem.prior:
        return 0.0, pull
    slopes = free[: len(free) // 2]
    if (slopes <= 0).any():  # impossible under the prior: not a height to climb to
        return -np.inf, pull
    logs = np.log(slopes)
    pull[: len(slopes)] = -logs / PRIOR_SD**2 / slopes
    return float(-(logs**2).sum() / (2 * PRIOR_SD**2)), pull


def prior_information(problem: Problem, free: Floats) -> Floats:
    """Give what the prior knows of the slopes, as a diagonal matrix."""
    known = np.zeros_like(free)
    if problem.prior:
        count = len(free) // 2
        known[:count] = 1 / (PRIOR_SD * free[:count]) ** 2
    return np.diag(known)
