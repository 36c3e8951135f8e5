"""Totals: mean, median, shape, histogram, quantiles."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.statistics.describe import describe, distribution, histogram, median, quantile

TOTALS = st.lists(st.integers(0, 20), min_size=2, max_size=40)


def test_one_total_however_it_was_added_up() -> None:
    assert distribution([0.3, 0.1 + 0.2, -0.0]) == {0.0: 1, 0.3: 2}


def test_shape_of_a_list_by_hand() -> None:
    """2 4 4 4 5 5 7 9, a textbook's list: mean 5, m2 4, m3 5.25, m4 44.5."""
    found = describe(distribution([2, 4, 4, 4, 5, 5, 7, 9]), 10)
    k2, k3 = 8 * 4 / 7, 64 * 5.25 / 42
    k4 = 64 * (9 * 44.5 - 3 * 7 * 16) / (7 * 6 * 5)

    assert (found.mean, found.median) == (0.5, 0.45)
    assert found.skewness == pytest.approx(k3 / k2**1.5)
    assert found.kurtosis == pytest.approx(k4 / k2**2)


def test_shape_wants_three_and_four_persons() -> None:
    two, three = (describe(distribution(range(n)), 4) for n in (2, 3))

    assert (two.sd is None, two.skewness) == (False, None)
    assert three.skewness == pytest.approx(0)
    assert (three.kurtosis, describe({}, 4).mean) == (None, None)


@given(TOTALS)
def test_mean_median_and_spread_are_those_of_the_list(totals: list[int]) -> None:
    found = describe(distribution(totals), 20)

    assert found.mean == pytest.approx(statistics.fmean(totals) / 20)
    assert found.median == pytest.approx(statistics.median(totals) / 20)
    assert found.sd == pytest.approx(statistics.stdev(totals) / 20)


@given(TOTALS)
def test_quartiles_are_those_of_the_list(totals: list[int]) -> None:
    counts = distribution(totals)

    assert [quantile(counts, q) for q in (0.25, 0.5, 0.75)] == pytest.approx(
        statistics.quantiles(totals, n=4, method="inclusive")
    )


def test_there_is_no_middle_of_nothing() -> None:
    with pytest.raises(IndexError):
        median({})


def test_a_histogram_counts_everybody_once() -> None:
    bins = histogram(distribution([-0.5, 0, 0.3 * 10, 9.9, 10, 10]), 10, bins=10)

    assert [b.count for b in bins] == [2, 0, 0, 1, 0, 0, 0, 0, 0, 3]
    assert (bins[3].low, bins[3].high) == (3, 4)


@given(TOTALS, st.integers(1, 12))
def test_no_total_is_lost_in_a_histogram(totals: list[int], bins: int) -> None:
    assert sum(b.count for b in histogram(distribution(totals), 20, bins)) == len(totals)
