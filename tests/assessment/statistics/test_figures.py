"""Intervals, correlations and bands by themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.statistics.figures import Band, band, correlation, wilson


@pytest.mark.parametrize(
    ("share", "n", "low", "high"),
    [(0.5, 10, 0.2366, 0.7634), (0, 10, 0, 0.2775), (0.9, 100, 0.8256, 0.9448), (1, 20, 0.8389, 1)],
)
def test_wilsons_interval_as_in_the_tables(share: float, n: int, low: float, high: float) -> None:
    assert wilson(share, n) == pytest.approx((low, high), abs=5e-5)


def test_nobody_gives_no_interval() -> None:
    assert wilson(0.0, 0) is None


@given(st.floats(0, 1), st.integers(1, 10_000))
def test_the_interval_holds_the_share_and_narrows_with_n(share: float, n: int) -> None:
    low, high = wilson(share, n) or (2, 2)
    wide_low, wide_high = wilson(share, max(1, n // 4)) or (2, 2)

    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    assert high - low <= wide_high - wide_low + 1e-12


def test_a_constant_correlates_with_nothing() -> None:
    assert correlation(0, 0, 1) is None
    assert correlation(1.0000001, 1, 1) == 1


@pytest.mark.parametrize(
    ("score", "sem", "expected"),
    [
        (7, 1.5, Band(5.5, 8.5)),
        (9.5, 1, Band(8.5, 10)),
        (10.5, 1, Band(9.5, 10.5)),
        (0.5, 1, Band(0, 1.5)),
        (-1, 0.5, Band(-1, -0.5)),
        (5, None, None),
    ],
)
def test_a_band_stays_within_the_scale(
    score: float, sem: float | None, expected: Band | None
) -> None:
    assert band(score, sem, top=10) == expected
