"""Figures as plain data, for JSON: one spelling for the command line and for programs.

Undefined figures are None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quiz.assessment.statistics.figures import Analysis, ItemFigures
    from quiz.assessment.statistics.irt.values import Fit, ItemFit


def analysis_json(found: Analysis) -> dict[str, Any]:
    """Give a test and its items; ``alpha_persons`` says how many alpha is over."""
    test = found.test
    return {
        "persons": test.persons,
        "mean": test.mean,
        "median": test.median,
        "sd": test.sd,
        "skewness": test.skewness,
        "kurtosis": test.kurtosis,
        "alpha": test.alpha,
        "alpha_persons": test.alpha_persons,
        "sem": test.sem,
        "error_ratio": test.error_ratio,
        "items": [item_json(item) for item in found.items],
    }


def item_json(item: ItemFigures) -> dict[str, Any]:
    """Give the figures of an item."""
    return {
        "id": item.id,
        "n": item.n,
        "facility": item.facility,
        "sd": item.sd,
        "discrimination": item.discrimination,
        "efficiency": item.efficiency,
        "effective_weight": item.effective_weight,
        "alpha_if_deleted": item.alpha_if_deleted,
        "item_rest_r": item.item_rest_r,
        "item_total_r": item.item_total_r,
    }


def fit_json(fit: Fit) -> dict[str, Any]:
    """Give a fitted model; an item without an estimate says why in ``note``."""
    return {
        "model": str(fit.model),
        "persons": fit.persons,
        "log_likelihood": fit.log_likelihood,
        "parameters": fit.parameters,
        "aic": fit.aic,
        "bic": fit.bic,
        "latent_sd": fit.latent_sd,
        "se_latent_sd": fit.se_latent_sd,
        "prior": fit.prior,
        "converged": fit.converged,
        "items": [item_fit_json(item) for item in fit.items],
    }


def item_fit_json(item: ItemFit) -> dict[str, Any]:
    """Give the estimates of an item."""
    found = {"id": item.id, "a": item.a, "b": item.b, "se_a": item.se_a, "se_b": item.se_b}
    return found | ({"note": str(item.unfit)} if item.unfit else {})
