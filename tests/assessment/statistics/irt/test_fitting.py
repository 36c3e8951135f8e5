"""Rasch and 2PL: published estimates, an independent likelihood, recovery, and refusals."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from quiz.assessment.statistics.irt.fitting import fit
from quiz.assessment.statistics.irt.likelihood import NODES
from quiz.assessment.statistics.irt.values import Fit, ItemFit, Model, Refusal, Unfit
from quiz.assessment.statistics.scores import Floats, Scores
from tests.assessment.statistics.lsat import LSAT6, LSAT7, lsat
from tests.assessment.statistics.plain import scores_of

HERMITE = np.polynomial.hermite_e.hermegauss(80)


def column(found: Fit, name: str) -> list[float]:
    return [getattr(item, name) for item in found.items]


def simulated(persons: int, a: Floats, b: Floats, *, gaps: float = 0.0, seed: int = 1) -> Floats:
    """Responses of persons of normal ability; a share of the cells was not reached."""
    random = np.random.default_rng(seed)
    ability = random.normal(size=(persons, 1))
    right = random.random((persons, len(a))) < 1 / (1 + np.exp(-a * (ability - b)))
    return np.where(random.random(right.shape) < gaps, np.nan, right.astype(float))


def named(matrix: Floats) -> Scores:
    return Scores(
        matrix,
        (1.0,) * matrix.shape[1],
        tuple(f"q{j}" for j in range(matrix.shape[1])),
        tuple(map(str, range(len(matrix)))),
    )


def brute_force(matrix: Floats, items: tuple[ItemFit, ...], sd: float) -> float:
    """The log-likelihood by multiplying chances out, and by Gauss–Hermite quadrature."""
    return brute_force_of(*patterns(matrix), items, sd)


def patterns(matrix: Floats) -> tuple[Floats, Floats]:
    """The different rows of a matrix, and how many there are of each."""
    rows, counts = np.unique(np.nan_to_num(matrix, nan=-1), axis=0, return_counts=True)
    return np.where(rows < 0, np.nan, rows), counts.astype(float)


def brute_force_of(rows: Floats, counts: Floats, items: tuple[ItemFit, ...], sd: float) -> float:
    nodes, weights = HERMITE
    product = np.ones((len(rows), len(nodes)))
    for x, item in zip(rows.T, items, strict=True):
        assert item.a is not None
        assert item.b is not None
        chance = 1 / (1 + np.exp(-item.a * (sd * nodes - item.b)))
        given_x = np.where(x[:, None] == 1, chance, 1 - chance)
        product *= np.where(np.isnan(x)[:, None], 1.0, given_x)
    return float(counts @ np.log(product @ weights / weights.sum()))


def test_the_quadrature_is_fine_and_normal() -> None:
    assert len(NODES) >= 121
    assert (NODES[0], NODES[-1]) == (-6, 6)


def test_2pl_of_the_law_school_test_section_6_as_ltm_prints_it() -> None:
    found = fit(lsat(LSAT6), Model.TWO_PL)

    assert column(found, "a") == pytest.approx([0.8254, 0.7229, 0.8905, 0.6886, 0.6575], abs=0.002)
    assert column(found, "b") == pytest.approx(
        [-3.3597, -1.3696, -0.2799, -1.8659, -3.1236], abs=0.005
    )
    assert column(found, "se_a") == pytest.approx(
        [0.2581, 0.1867, 0.2326, 0.1852, 0.2100], abs=0.001
    )
    assert column(found, "se_b") == pytest.approx(
        [0.8669, 0.3073, 0.0997, 0.4341, 0.8700], abs=0.003
    )
    assert found.log_likelihood == pytest.approx(-2466.653, abs=0.001)
    assert (found.aic, found.bic) == pytest.approx((4953.307, 5002.384), abs=0.002)
    assert (found.persons, found.parameters, found.converged) == (1000, 10, True)


def test_rasch_of_section_6_is_ltms_with_a_common_slope() -> None:
    """There the ability has variance 1 and all items the slope 0.7551; here it is the reverse."""
    found = fit(lsat(LSAT6), Model.RASCH)
    on_their_scale = [b / found.latent_sd for b in column(found, "b")]

    assert column(found, "a") == [1.0] * 5
    assert column(found, "se_a") == [None] * 5
    assert found.latent_sd == pytest.approx(0.7551, abs=0.0001)
    assert found.se_latent_sd == pytest.approx(0.0694, abs=0.0001)
    assert on_their_scale == pytest.approx(
        [-3.6153, -1.3224, -0.3176, -1.7301, -2.7802], abs=0.0006
    )
    assert found.log_likelihood == pytest.approx(-2466.938, abs=0.001)
    assert (found.aic, found.bic) == pytest.approx((4945.875, 4975.322), abs=0.002)


def test_2pl_of_section_7_as_mirt_prints_it() -> None:
    found = fit(lsat(LSAT7), Model.TWO_PL)
    intercepts = [-a * b for a, b in zip(column(found, "a"), column(found, "b"), strict=True)]

    assert column(found, "a") == pytest.approx([0.988, 1.081, 1.706, 0.765, 0.736], abs=0.002)
    assert intercepts == pytest.approx([1.856, 0.808, 1.804, 0.486, 1.855], abs=0.002)
    assert found.log_likelihood == pytest.approx(-2658.805, abs=0.001)


@pytest.mark.parametrize("model", list(Model))
@pytest.mark.parametrize("gaps", [0.0, 0.3])
def test_the_likelihood_is_that_of_an_independent_computation(model: Model, gaps: float) -> None:
    matrix = simulated(300, np.array([0.8, 1.2, 1.6, 1.0]), np.array([-1, 0, 0.5, 1.0]), gaps=gaps)
    matrix = matrix[~np.isnan(matrix).all(axis=1)]
    found = fit(named(matrix), model)

    assert found.log_likelihood == pytest.approx(
        brute_force(matrix, found.items, found.latent_sd), abs=1e-4
    )


@pytest.mark.parametrize("gaps", [0.0, 0.2])
def test_the_estimates_are_a_top_and_their_errors_its_curvature(gaps: float) -> None:
    """Around the estimates the likelihood falls; how fast, in the first a, is the information."""
    a, b = np.array([0.8, 1.2, 1.6, 1.0]), np.array([-0.5, 0, 0.5, 0.2])
    matrix = simulated(600, a, b, gaps=gaps, seed=3)
    found = fit(named(matrix), Model.TWO_PL)
    free = np.array([v for item in found.items for v in (item.a, item.b)], dtype=float)

    rows, counts = patterns(matrix)

    def height(point: Floats) -> float:
        items = tuple(ItemFit("", a, b) for a, b in point.reshape(-1, 2).tolist())
        return brute_force_of(rows, counts, items, 1.0)

    step = 0.01 * np.eye(len(free))
    assert all(height(free + s * e) < height(free) for e in step for s in (1, -1)), free
    hessian = np.array(
        [
            [
                (
                    height(free + d + e)
                    - height(free + d - e)
                    - height(free - d + e)
                    + height(free - d - e)
                )
                / 4e-4
                for e in step
            ]
            for d in step
        ]
    )
    errors = np.sqrt(np.diag(np.linalg.inv(-hessian))).reshape(-1, 2)
    assert column(found, "se_a") == pytest.approx(errors[:, 0].tolist(), rel=0.01)
    assert column(found, "se_b") == pytest.approx(errors[:, 1].tolist(), rel=0.01)


@pytest.mark.parametrize("gaps", [0.0, 0.3])
def test_what_was_simulated_is_found_again(gaps: float) -> None:
    random = np.random.default_rng(7)
    a, b = random.lognormal(0, 0.3, 20), random.normal(size=20)
    found = fit(named(simulated(2500, a, b, gaps=gaps)), Model.TWO_PL)
    off_a = (np.array(column(found, "a")) - a) / np.array(column(found, "se_a"))
    off_b = (np.array(column(found, "b")) - b) / np.array(column(found, "se_b"))

    assert found.converged
    assert np.sqrt(np.mean((np.array(column(found, "a")) - a) ** 2)) < 0.12
    # In standard errors the estimates lie about 1 off: what the errors promise.
    assert 0.6 < np.sqrt(np.mean(off_a**2)) < 1.5
    assert 0.6 < np.sqrt(np.mean(off_b**2)) < 1.5


def test_rasch_finds_difficulties_and_the_spread_of_abilities() -> None:
    b = np.linspace(-2, 2, 15)
    found = fit(named(simulated(4000, np.full(15, 1.0), b)), Model.RASCH)

    assert np.abs(np.array(column(found, "b")) - b).max() < 0.15
    assert found.latent_sd == pytest.approx(1, abs=0.06)


def test_equal_answers_weigh_as_many_persons() -> None:
    once, twice = (np.tile(lsat(LSAT6).matrix, (n, 1)) for n in (1, 2))

    assert fit(named(twice), Model.TWO_PL).log_likelihood == pytest.approx(
        2 * fit(named(once), Model.TWO_PL).log_likelihood
    )


def test_the_prior_draws_discriminations_together() -> None:
    scores = named(simulated(300, np.array([0.4, 1.0, 2.5, 1.0]), np.zeros(4)))
    free, held = fit(scores, Model.TWO_PL), fit(scores, Model.TWO_PL, prior=True)

    assert np.std(column(held, "a")) < np.std(column(free, "a"))
    assert held.log_likelihood < free.log_likelihood
    assert (held.prior, held.converged) == (True, True)


def test_items_that_tell_nothing_are_named_and_left_out() -> None:
    matrix = lsat(LSAT6).matrix
    more = np.column_stack([np.ones(1000), matrix, np.zeros(1000), np.full(1000, np.nan)])
    found = fit(named(more), Model.RASCH)

    assert [item.unfit for item in found.items] == [
        Unfit.ALL_RIGHT,
        *[None] * 5,
        Unfit.ALL_WRONG,
        Unfit.UNREACHED,
    ]
    assert (found.items[0].a, found.items[0].b) == (None, None)
    assert found.log_likelihood == pytest.approx(-2466.938, abs=0.001)


def test_an_item_that_the_others_foretell_has_no_finite_discrimination() -> None:
    matrix = simulated(1000, np.full(6, 1.0), np.linspace(-1, 1, 6))
    perfect = (matrix.sum(axis=1) >= 3).astype(float)
    found = fit(named(np.column_stack([matrix, perfect])), Model.TWO_PL)

    assert found.items[-1].unfit is Unfit.UNBOUNDED
    without = fit(named(matrix), Model.TWO_PL)
    assert (found.converged, found.items[:-1]) == (True, without.items)
    held = fit(named(np.column_stack([matrix, perfect])), Model.TWO_PL, prior=True)
    assert held.items[-1].a is not None


def test_scores_free_of_chance_have_no_rasch_model() -> None:
    """A perfect scale: who has a harder item right has all easier ones right."""
    stairs = np.tri(9, 8, -1)

    with pytest.raises(Refusal, match="free of chance"):
        fit(named(np.tile(stairs, (20, 1))), Model.RASCH)


def test_a_keyed_against_the_grain_item_has_a_negative_a() -> None:
    matrix = simulated(1000, np.full(5, 1.5), np.zeros(5))
    matrix[:, 0] = 1 - matrix[:, 0]
    found = fit(named(matrix), Model.TWO_PL)

    assert found.items[0].a is not None
    assert found.items[0].a < -1


@pytest.mark.parametrize(
    ("model", "persons", "words"),
    [(Model.RASCH, 99, "100 persons or more"), (Model.TWO_PL, 249, "250 persons or more")],
)
def test_too_few_persons_are_refused_and_enough_are_not(
    model: Model, persons: int, words: str
) -> None:
    matrix = simulated(persons + 1, np.ones(5), np.zeros(5))

    with pytest.raises(Refusal, match=words):
        fit(named(matrix[:-1]), model)
    assert fit(named(matrix), model).persons == persons + 1


def test_persons_who_reached_nothing_do_not_make_a_hundred() -> None:
    matrix = simulated(100, np.ones(5), np.zeros(5))
    matrix[0] = np.nan

    with pytest.raises(Refusal, match="there are 99"):
        fit(named(matrix), Model.RASCH)


def test_points_in_part_are_refused_by_name_and_all_or_nothing_is_not() -> None:
    matrix = simulated(300, np.ones(4), np.zeros(4))
    doubled = Scores(matrix * 2, (2.0,) * 4, ("q0", "q1", "q2", "q3"), tuple(map(str, range(300))))
    assert (
        fit(doubled, Model.RASCH).log_likelihood == fit(named(matrix), Model.RASCH).log_likelihood
    )

    matrix[5, 2] = 0.5
    with pytest.raises(Refusal) as refusal:
        fit(named(matrix), Model.RASCH)
    assert refusal.value.items == ("q2",)


@pytest.mark.parametrize(("model", "items"), [(Model.RASCH, 1), (Model.TWO_PL, 2)])
def test_too_few_items_are_refused(model: Model, items: int) -> None:
    with pytest.raises(Refusal, match="items or more"):
        fit(named(simulated(400, np.ones(items), np.zeros(items))), model)


def test_rasch_has_no_use_for_the_prior() -> None:
    with pytest.raises(Refusal, match="prior"):
        fit(lsat(LSAT6), Model.RASCH, prior=True)


def test_all_patterns_once_have_no_common_ability() -> None:
    """Items that are independent: the spread of abilities is nothing, and nothing breaks."""
    rows = [[float(bit) for bit in bits] for bits in itertools.product((0, 1), repeat=7)]
    found = fit(scores_of(rows), Model.RASCH)

    assert found.latent_sd == pytest.approx(0, abs=0.01)
    assert column(found, "b") == pytest.approx([0] * 7, abs=1e-6)
    assert found.log_likelihood == pytest.approx(128 * 7 * math.log(0.5))
