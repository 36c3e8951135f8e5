"""What a fit of an item response model is.

A person of ability θ has item i right with the chance 1 / (1 + e^(−a(θ − b))): the logistic metric,
without the factor 1.7. Abilities are normal with mean 0. What fixes the scale:

- ``2pl``: the variance of the abilities is 1; each item has its own a and b.
- ``rasch``: every a is 1, and the standard deviation of the abilities is estimated
  (``latent_sd``), as in R's mirt and TAM. On the scale of a fit with variance 1 (R's
  ``ltm::rasch``) the common slope is latent_sd, and a difficulty is b / latent_sd.

Sources: Bock & Aitkin (1981) for marginal maximum likelihood; Louis (1982) for its information.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

PRIOR_SD = 0.5
"""With the prior, log a is normal with mean 0 and this standard deviation."""


class Model(StrEnum):
    """The models that are offered."""

    RASCH = "rasch"
    TWO_PL = "2pl"


FEWEST = {Model.RASCH: 100, Model.TWO_PL: 250}
"""Persons below which estimates are too unsure to be given (at 200, a is off by .27 on average)."""

FEWEST_ITEMS = {Model.RASCH: 2, Model.TWO_PL: 3}
"""Items below which the parameters are not determined."""


class Unfit(StrEnum):
    """Why an item has no estimate, or none of one parameter."""

    UNREACHED = "nobody reached it"
    ALL_RIGHT = "everyone who reached it is right"
    ALL_WRONG = "everyone who reached it is wrong"
    UNBOUNDED = "its discrimination has no finite estimate without a prior"
    FLAT = "it does not discriminate, so that its difficulty has no estimate"


class Refusal(Exception):
    """Why there is no fit: what is the case, and what to do; ``items`` are those at fault."""

    def __init__(self, message: str, items: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.items = items


@dataclass(frozen=True, slots=True)
class ItemFit:
    """An item's discrimination and difficulty with their standard errors; None: no estimate.

    An a that the model fixes has no standard error.
    """

    id: str
    a: float | None = None
    b: float | None = None
    se_a: float | None = None
    se_b: float | None = None
    unfit: Unfit | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model. ``persons`` are those who reached an item of it.

    ``log_likelihood`` is that of the data, Σ log P(responses of a person), without the prior's
    part; ``parameters`` counts what was estimated; items that are left out (`unfit`) add to
    neither.
    """

    model: Model
    persons: int
    log_likelihood: float
    parameters: int
    latent_sd: float
    se_latent_sd: float | None
    prior: bool
    converged: bool
    items: tuple[ItemFit, ...]

    @property
    def aic(self) -> float:
        """Akaike's criterion: of two models, the smaller is better."""
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """The Bayesian criterion, with the number of persons."""
        return self.parameters * math.log(self.persons) - 2 * self.log_likelihood
