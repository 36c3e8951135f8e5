"""Fitting a model to scores: what can be fitted, and how the top of the climb is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from quiz.assessment.statistics.irt.climbing import Point, Problem, climb, prior_information
from quiz.assessment.statistics.irt.errors import covariances, observed
from quiz.assessment.statistics.irt.likelihood import patterns
from quiz.assessment.statistics.irt.values import (
    FEWEST,
    FEWEST_ITEMS,
    Fit,
    ItemFit,
    Model,
    Refusal,
    Unfit,
)
from quiz.assessment.statistics.scores import Bools, Floats, Scores

_FLAT = 1e-6  # a slope at which nothing can be said of where the item is hard


def fit(scores: Scores, model: Model, *, prior: bool = False) -> Fit:
    """Fit a model to scores of 0 and full marks; raises `Refusal` where that makes no sense.

    Items that everyone has right, or wrong, or that nobody reached, or whose discrimination has no
    finite estimate, are told with the reason and left out of the fit. ``prior`` holds the
    discriminations of ``2pl`` (`values.PRIOR_SD`).
    """
    if prior and model is Model.RASCH:
        raise Refusal("The prior holds discriminations, which a rasch fit does not estimate")
    right = _right(scores)
    unfit = [_why_unfit(column[~np.isnan(column)]) for column in right.T]
    while True:
        problem, persons = _problem(right, unfit, model, prior=prior)
        top, converged = climb(problem, _start(problem))
        steep = problem.steep(top.free)
        if not steep.any():
            return _told(scores.items, unfit, model, problem, top, persons, converged)
        if model is Model.RASCH:
            raise Refusal("The scores are free of chance: who has a hard item right has all easier")
        fitted = np.flatnonzero([reason is None for reason in unfit])
        for place in fitted[steep].tolist():
            unfit[place] = Unfit.UNBOUNDED


def _problem(
    right: Floats, unfit: Sequence[Unfit | None], model: Model, *, prior: bool
) -> tuple[Problem, int]:
    """Put the items that can be fitted before the climb; give the number of persons too."""
    matrix = right[:, [reason is None for reason in unfit]]
    matrix = matrix[~np.isnan(matrix).all(axis=1)]
    _refuse(matrix, model)
    return Problem(patterns(matrix), _design(matrix.shape[1], model), prior), len(matrix)


def _right(scores: Scores) -> Floats:
    """Give 1 for full marks and 0 for none; refuse items that were scored in part."""
    right: Floats = scores.matrix / np.array(scores.maxima)
    partly: Bools = ~(np.isnan(right) | (right == 0) | (right == 1)).all(axis=0)
    if partly.any():
        names = tuple(id for id, part in zip(scores.items, partly, strict=True) if part)
        raise Refusal(
            "These models are for items that are right or wrong (0 or the maximum), and some were "
            "scored in part. Leave those out, or score them 0 or 1",
            names,
        )
    return right


def _why_unfit(seen: Floats) -> Unfit | None:
    if len(seen) == 0:
        return Unfit.UNREACHED
    if seen.min() == seen.max():
        return Unfit.ALL_RIGHT if seen[0] == 1 else Unfit.ALL_WRONG
    return None


def _refuse(matrix: Floats, model: Model) -> None:
    persons, items = matrix.shape
    if items < FEWEST_ITEMS[model]:
        raise Refusal(
            f"A {model} fit needs {FEWEST_ITEMS[model]} items or more that some have right and "
            f"some wrong, and that have a finite discrimination; there are {items}"
        )
    if persons < FEWEST[model]:
        raise Refusal(
            f"A {model} fit needs {FEWEST[model]} persons or more, because estimates from fewer "
            f"are too unsure to be used; there are {persons}. The figures without it hold"
        )


def _design(count: int, model: Model) -> Floats:
    if model is Model.TWO_PL:
        return np.eye(2 * count)
    design = np.zeros((2 * count, 1 + count))
    design[:count, 0] = 1
    design[count:, 1:] = np.eye(count)
    return design


def _start(problem: Problem) -> Floats:
    """Begin with slopes of 1 and the items' log-odds, which abilities that differ draw in."""
    data = problem.data
    seen = data.weights @ data.reached
    share = (data.weights @ data.right + 0.5) / (seen + 1)
    slopes = problem.design.shape[1] - len(share)
    return np.concatenate([np.ones(slopes), 1.2 * np.log(share / (1 - share))])


def _told(
    ids: tuple[str, ...],
    unfit: Sequence[Unfit | None],
    model: Model,
    problem: Problem,
    top: Point,
    persons: int,
    converged: bool,
) -> Fit:
    errors = _errors(problem, top)
    common = model is Model.RASCH
    return Fit(
        model=model,
        persons=persons,
        log_likelihood=top.facts.log_likelihood,
        parameters=len(top.free),
        latent_sd=float(abs(top.free[0])) if common else 1.0,
        se_latent_sd=_root(errors[0, 0]) if common else None,
        prior=problem.prior,
        converged=converged,
        items=_items(ids, unfit, _fitted(problem, top, errors, model)),
    )


def _errors(problem: Problem, top: Point) -> Floats:
    """Give the covariances of the free parameters, NaN where they cannot be told."""
    information = observed(problem.data, *problem.parameters(top.free), top.facts)
    design = problem.design
    return covariances(design.T @ information @ design + prior_information(problem, top.free))


def _fitted(problem: Problem, top: Point, errors: Floats, model: Model) -> Iterator[ItemFit]:
    """Tell each fitted item by a and b; the names come later."""
    slopes, intercepts = problem.parameters(top.free)
    places = problem.design.argmax(axis=1).reshape(2, -1).T
    for slope, intercept, at in zip(slopes.tolist(), intercepts.tolist(), places, strict=True):
        own = errors[np.ix_(at, at)]
        yield _rasch(intercept, own) if model is Model.RASCH else _two_pl(slope, intercept, own)


def _rasch(intercept: float, errors: Floats) -> ItemFit:
    return ItemFit("", a=1.0, b=-intercept, se_b=_root(errors[1, 1]))


def _two_pl(a: float, intercept: float, errors: Floats) -> ItemFit:
    if abs(a) < _FLAT:
        return ItemFit("", a=a, se_a=_root(errors[0, 0]), unfit=Unfit.FLAT)
    b = -intercept / a
    # b = −intercept/a, so that its gradient is −(b, 1)/a in (a, intercept).
    var_b = (b * b * errors[0, 0] + 2 * b * errors[0, 1] + errors[1, 1]) / (a * a)
    return ItemFit("", a, b, _root(errors[0, 0]), _root(var_b))


def _root(variance: float) -> float | None:
    return float(np.sqrt(variance)) if np.isfinite(variance) and variance > 0 else None


def _items(
    ids: tuple[str, ...], unfit: Sequence[Unfit | None], fitted: Iterator[ItemFit]
) -> tuple[ItemFit, ...]:
    return tuple(
        ItemFit(id, unfit=reason) if reason else replace(next(fitted), id=id)
        for id, reason in zip(ids, unfit, strict=True)
    )
