"""Who chose what, by thirds of the class."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.statistics.thirds import Taken, Thirds, choice_table, thirds

KEY_A = [("a", True), ("b", False), ("c", False)]


def test_strong_readers_take_the_key_and_weak_ones_b() -> None:
    taken = [
        Taken(["b"], 1),
        Taken(["b"], 2),
        Taken(["a"], 3),
        Taken([], 4),
        Taken(["a"], 5),
        Taken(["a"], 6),
    ]
    table = choice_table(taken, KEY_A)
    a, b, c = table.choices

    assert (table.n, table.thirds) == (6, Thirds(2, 2, 2))
    assert (a.is_key, a.count, a.share, a.thirds) == (True, 3, 0.5, Thirds(0, 1, 2))
    assert a.mean_rest == pytest.approx(14 / 3)
    assert a.rest_r == pytest.approx(statistics.correlation([0, 0, 1, 0, 1, 1], range(1, 7)))
    assert (b.thirds, b.mean_rest) == (Thirds(2, 0, 0), 1.5)
    assert b.rest_r == pytest.approx(statistics.correlation([1, 1, 0, 0, 0, 0], range(1, 7)))
    assert (c.count, c.mean_rest, c.rest_r) == (0, None, None)
    assert (table.blank.count, table.blank.thirds) == (1, Thirds(0, 1, 0))


def test_several_choices_count_each() -> None:
    table = choice_table([Taken(["a", "c"], 1), Taken(["a"], 0)], KEY_A)

    assert [c.count for c in table.choices] == [2, 0, 1]


def test_nobody_has_come() -> None:
    table = choice_table([], KEY_A)

    assert [(c.count, c.share, c.rest_r) for c in table.choices] == [(0, 0.0, None)] * 3


def test_equal_rests_stay_in_one_third_whatever_their_order() -> None:
    assert thirds([2, 2, 2, 2]) == [1, 1, 1, 1]
    assert thirds([0, 1, 1, 1, 1, 9]) == [0, 1, 1, 1, 1, 2]
    assert thirds([9, 1, 1, 0, 1, 1]) == [2, 1, 1, 0, 1, 1]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40))
def test_a_higher_rest_is_never_in_a_lower_third(rests: list[int]) -> None:
    placed = sorted(zip(rests, thirds(rests), strict=True))

    assert [third for _, third in placed] == sorted(third for _, third in placed)
    assert len(dict(placed)) == len(set(placed))


@given(st.lists(st.integers(0, 100), min_size=3, max_size=30, unique=True))
def test_thirds_of_different_rests_differ_by_one_at_most(rests: list[int]) -> None:
    sizes = [thirds(rests).count(third) for third in range(3)]

    assert max(sizes) - min(sizes) <= 1
