"""The figures of a test from its scores: by hand, as published, and by the definitions again."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.statistics.figures import ItemFigures
from quiz.assessment.statistics.matrix import analyse
from quiz.assessment.statistics.scores import Scores
from tests.assessment.statistics.lsat import LSAT6, LSAT7, lsat
from tests.assessment.statistics.plain import scores_of

Rows = list[list[float | None]]

STAIRS: Rows = [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]
"""Four persons, each of whom has one item less right: small enough for a pencil."""


@st.composite
def tables(draw: st.DrawFn, *, gaps: bool = True) -> Rows:
    """Tables of points, with items not reached where there may be gaps."""
    width = draw(st.integers(1, 5))
    cell = st.sampled_from([0, 1, 1, 2, 0.5, 0.1, *([None] if gaps else [])])
    row = st.lists(cell, min_size=width, max_size=width)
    return draw(st.lists(row, min_size=1, max_size=12))


def test_a_small_test_by_hand() -> None:
    test = analyse(scores_of(STAIRS)).test

    # Totals 3, 2, 1, 0: variance 5/3; the items' variances are 1/4, 1/3 and 1/4.
    assert (test.persons, test.max, test.mean, test.median) == (4, 3, 0.5, 0.5)
    assert test.sd == pytest.approx(math.sqrt(5 / 3) / 3)
    assert test.skewness == pytest.approx(0)
    assert test.kurtosis == pytest.approx(-1.2)
    assert test.alpha == pytest.approx(3 / 2 * (1 - (5 / 6) / (5 / 3)))
    assert test.error_ratio == pytest.approx(0.5)
    assert test.sem == pytest.approx(math.sqrt(5 / 3) / 3 / 2)


def test_its_items_by_hand() -> None:
    first, second, third = analyse(scores_of(STAIRS)).items

    assert (first.facility, second.facility, third.facility) == (0.75, 0.5, 0.25)
    assert first.sd == pytest.approx(0.5)
    # x: 1 1 1 0, rest: 2 1 0 0: covariance 1/4, variances 1/4 and 11/12.
    assert first.item_rest_r == pytest.approx(0.25 / math.sqrt(11 / 48))
    assert first.discrimination == first.item_rest_r
    assert first.item_total_r == pytest.approx(0.5 / math.sqrt(5 / 12))
    assert [i.efficiency for i in (first, second, third)] == pytest.approx([1, 1, 1])
    assert second.alpha_if_deleted == pytest.approx(0.5)
    assert second.effective_weight == pytest.approx(
        math.sqrt(2 / 3) / (math.sqrt(2 / 3) + 2 * math.sqrt(1 / 2))
    )
    assert first.intended_weight == pytest.approx(1 / 3)


def test_a_reader_against_the_grain_makes_efficiency_less_than_the_whole() -> None:
    item = analyse(scores_of([[1, 1, 1], [0, 1, 1], [1, 0, 0], [0, 0, 0]])).items[0]

    # x: 1 0 1 0 with rests 2 2 0 0: no covariance, though there could be much.
    assert item.discrimination == pytest.approx(0)
    assert item.efficiency == pytest.approx(0)


@pytest.mark.parametrize(
    ("section", "facility", "alpha", "total", "rest"),
    [
        (
            LSAT6,
            [0.924, 0.709, 0.553, 0.763, 0.870],
            0.295,
            [0.362, 0.567, 0.618, 0.534, 0.435],
            [0.113, 0.153, 0.173, 0.144, 0.122],
        ),
        (
            LSAT7,
            [0.828, 0.658, 0.772, 0.606, 0.843],
            0.453,
            [0.530, 0.600, 0.611, 0.592, 0.461],
            [0.246, 0.247, 0.313, 0.223, 0.175],
        ),
    ],
)
def test_the_law_school_test_as_r_gives_it(
    section: tuple[int, ...],
    facility: list[float],
    alpha: float,
    total: list[float],
    rest: list[float],
) -> None:
    """As printed by ``descript`` of R's ltm (section 6) and ``itemstats`` of mirt (section 7)."""
    found = analyse(lsat(section))

    assert found.test.alpha == pytest.approx(alpha, abs=0.0006)
    assert [i.facility for i in found.items] == pytest.approx(facility)
    assert [i.item_total_r for i in found.items] == pytest.approx(total, abs=0.0006)
    assert [i.item_rest_r for i in found.items] == pytest.approx(rest, abs=0.0006)


def test_alpha_without_each_item_of_section_6_as_r_gives_it() -> None:
    found = analyse(lsat(LSAT6))

    assert [i.alpha_if_deleted for i in found.items] == pytest.approx(
        [0.2754, 0.2376, 0.2168, 0.2459, 0.2663], abs=0.0001
    )


def test_points_are_told_as_shares_of_what_could_be_had() -> None:
    found = analyse(scores_of([[4, 1], [2, 1], [0, 0]], maxima=[4, 2]))

    assert found.test.max == 6
    assert found.test.mean == pytest.approx((5 + 3 + 0) / 3 / 6)
    assert found.items[0].facility == pytest.approx(0.5)
    assert found.items[0].sd == pytest.approx(2 / 4)
    assert [i.intended_weight for i in found.items] == pytest.approx([2 / 3, 1 / 3])


def test_what_was_not_reached_is_no_wrong_answer_but_adds_nothing() -> None:
    found = analyse(scores_of([[1, 1, 1], [1, 1, None], [0, 1, None], [1, 0, 0], [0, 0, 1]]))

    assert found.test.mean == pytest.approx((3 + 2 + 1 + 1 + 1) / 5 / 3)
    assert found.items[2].n == 3
    assert found.items[2].facility == pytest.approx(2 / 3)
    assert found.test.alpha_persons == 3
    whole = analyse(scores_of([[1, 1, 1], [1, 0, 0], [0, 0, 1]]))
    assert found.test.alpha == pytest.approx(whole.test.alpha)
    assert [i.alpha_if_deleted for i in found.items] == pytest.approx(
        [i.alpha_if_deleted for i in whole.items]
    )


@pytest.mark.parametrize(
    ("case", "rows"),
    [
        ("one person", [[1, 0]]),
        ("all alike", [[0.1, 0.7], [0.1, 0.7], [0.1, 0.7]]),
        ("nothing reached", [[None, None], [None, None]]),
    ],
)
def test_what_is_undefined_is_none(case: str, rows: Rows) -> None:
    found = analyse(scores_of(rows))

    assert (found.test.alpha, found.test.sem, found.test.skewness) == (None, None, None), case
    assert all(
        (i.discrimination, i.efficiency, i.item_total_r, i.effective_weight) == (None,) * 4
        for i in found.items
    )


def test_one_item_has_no_rest() -> None:
    found = analyse(scores_of([[1], [0], [1]]))

    assert (found.test.alpha, found.items[0].discrimination) == (None, None)
    assert found.items[0].item_total_r == pytest.approx(1)


def test_scores_fit_their_names() -> None:
    with pytest.raises(ValueError, match="persons and items"):
        scores_of([[1, 0]], items=["a", "b"], persons=["Amira", "Jonas"])
    with pytest.raises(ValueError, match="worth something"):
        scores_of([[1, 0]], maxima=[1, 0])


@given(tables())
def test_every_figure_is_a_number_in_its_bounds_or_none(rows: Rows) -> None:
    found = analyse(scores_of(rows))

    for item in found.items:
        for value in (item.discrimination, item.item_total_r, item.efficiency):
            assert value is None or -1e9 < value <= 1
        low, high = item.interval or (0, 1)
        assert 0 <= low <= (item.facility or 0) <= high <= 1 or item.facility is None
    weights = [i.effective_weight for i in found.items if i.effective_weight is not None]
    assert not weights or sum(weights) == pytest.approx(1)
    assert found.test.alpha is None or found.test.alpha <= 1 + 1e-9


@given(tables(gaps=False))
def test_the_figures_are_those_of_the_definitions(rows: list[list[float]]) -> None:
    """The same from Python's own statistics, one person and one item at a time."""
    totals = [math.fsum(row) for row in rows]
    for j, item in enumerate(analyse(scores_of(rows)).items):
        x = [row[j] for row in rows]
        rest = [t - v for t, v in zip(totals, x, strict=True)]
        assert item.facility == pytest.approx(statistics.fmean(x) / item.max)
        if len(rows) > 1:
            assert item.sd == pytest.approx(statistics.stdev(x) / item.max, abs=1e-9)
            assert item.item_rest_r == _pearson(x, rest)
            assert item.item_total_r == _pearson(x, totals)
            assert item.efficiency == _efficiency(x, rest)


def _pearson(x: list[float], y: list[float]) -> object:
    if min(statistics.stdev(x), statistics.stdev(y)) < 1e-9:
        return None
    return pytest.approx(statistics.correlation(x, y), abs=1e-9)


def _efficiency(x: list[float], rest: list[float]) -> object:
    if min(statistics.stdev(x), statistics.stdev(rest)) < 1e-9:
        return None
    most = statistics.covariance(sorted(x), sorted(rest))
    return pytest.approx(statistics.covariance(x, rest) / most, abs=1e-9)


@given(tables(gaps=False), st.sampled_from([0.5, 2, 3]), st.randoms())
def test_alpha_knows_no_unit_and_no_order(
    rows: list[list[float]], unit: float, random: object
) -> None:
    alpha = analyse(scores_of(rows)).test.alpha
    larger = scores_of(
        [[v * unit for v in reversed(row)] for row in reversed(rows)], maxima=[9] * len(rows[0])
    )

    assert _near(analyse(larger).test.alpha, alpha)


@given(tables(gaps=False))
def test_a_test_of_two_equal_items_is_wholly_reliable(rows: list[list[float]]) -> None:
    alpha = analyse(scores_of([[row[0], row[0]] for row in rows])).test.alpha

    assert alpha is None or alpha == pytest.approx(1)


def _near(one: float | None, other: float | None) -> bool:
    return (
        one == other if None in {one, other} else math.isclose(one or 0, other or 0, abs_tol=1e-9)
    )


def test_an_item_is_found_by_its_name() -> None:
    found = analyse(_named())

    assert isinstance(found.item("why"), ItemFigures)
    assert found.item("who") is None


def _named() -> Scores:
    return scores_of([[1, 0], [0, 1]], items=["when", "why"], persons=["Amira", "Jonas"])
