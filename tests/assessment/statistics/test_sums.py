"""Sums give the same figures as the scores themselves."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given

from quiz.assessment.statistics import matrix, sums
from quiz.assessment.statistics.describe import distribution
from quiz.assessment.statistics.figures import ItemFigures
from quiz.assessment.statistics.sums import ItemSums
from tests.assessment.statistics.lsat import LSAT7, rows
from tests.assessment.statistics.plain import scores_of
from tests.assessment.statistics.test_matrix import Rows, tables


def sums_of(table: Rows, *, whole: bool = False) -> list[ItemSums]:
    """Add up a table as a database would: a row at a time, what is not reached left out."""
    maxima = scores_of(table).maxima
    kept = [row for row in table if not whole or None not in row]
    found = []
    for j, top in enumerate(maxima):
        pairs = [
            (x, math.fsum(v for v in row if v is not None))
            for row in kept
            if (x := row[j]) is not None
        ]
        found.append(
            ItemSums(
                id=str(j + 1),
                max=top,
                n=len(pairs),
                x=sum(x for x, _ in pairs),
                xx=sum(x * x for x, _ in pairs),
                t=sum(t for _, t in pairs),
                tt=sum(t * t for _, t in pairs),
                xt=sum(x * t for x, t in pairs),
            )
        )
    return found


def totals_of(table: Rows) -> dict[float, int]:
    return distribution(math.fsum(v for v in row if v is not None) for row in table)


@given(tables())
def test_sums_and_scores_agree_in_every_figure_but_efficiency(table: Rows) -> None:
    found = sums.analyse(sums_of(table), totals_of(table), sums_of(table, whole=True))
    expected = matrix.analyse(scores_of(table))

    assert _same(found.test.alpha, expected.test.alpha)
    assert replace(found.test, alpha=None) == replace(expected.test, alpha=None)
    for one, other in zip(found.items, expected.items, strict=True):
        assert one.efficiency is None
        _agree(one, other)


def _agree(one: ItemFigures, other: ItemFigures) -> None:
    assert (one.id, one.n, one.max) == (other.id, other.n, other.max)
    for name in ("facility", "sd", "discrimination", "item_total_r", "effective_weight"):
        assert _same(getattr(one, name), getattr(other, name)), name
    assert _same(one.alpha_if_deleted, other.alpha_if_deleted)
    assert (one.interval is None) == (other.interval is None)


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)


def test_without_gaps_the_items_sums_are_enough() -> None:
    table: Rows = [[*row] for row in rows(LSAT7)]
    found = sums.analyse(sums_of(table), totals_of(table))

    assert found.test.alpha == pytest.approx(0.4534, abs=0.0001)
    assert found.test.alpha_persons == 1000


def test_with_gaps_alpha_wants_the_sums_of_those_who_reached_everything() -> None:
    table: Rows = [[1, 1], [0, None], [0, 0], [1, 1]]

    assert sums.analyse(sums_of(table), totals_of(table)).test.alpha is None
    whole = sums.analyse(sums_of(table), totals_of(table), sums_of(table, whole=True))
    assert whole.test.alpha == pytest.approx(1)
    assert whole.test.alpha_persons == 3


def test_nobody_yet() -> None:
    found = sums.analyse([ItemSums("when", 1, 0, 0, 0, 0, 0, 0)], {})

    assert (found.test.persons, found.test.mean, found.items[0].facility) == (0, None, None)
