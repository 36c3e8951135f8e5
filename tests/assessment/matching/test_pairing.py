"""The best pairs of rows and columns."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.matching.pairing import pair

COSTS = st.one_of(st.none(), st.integers(0, 4))
TABLES = st.integers(0, 4).flatmap(
    lambda width: st.lists(st.lists(COSTS, min_size=width, max_size=width), max_size=4)
)


def _worth(table: list[list[int | None]], columns: list[int | None]) -> tuple[int, int]:
    costs = [table[i][j] for i, j in enumerate(columns) if j is not None]
    assert None not in costs
    return len(costs), -sum(c for c in costs if c is not None)


@given(TABLES)
def test_no_other_pairs_are_more_or_cheaper(table: list[list[int | None]]) -> None:
    """Compared with all ways there are, for small tables."""
    found = pair(table)
    taken = [j for j in found if j is not None]
    assert len(found) == len(table)
    assert len(taken) == len(set(taken))
    width = len(table[0]) if table else 0
    ways = permutations([*range(width), *[None] * len(table)], len(table))
    best = max(
        _worth(
            table,
            [j if j is not None and table[i][j] is not None else None for i, j in enumerate(way)],
        )
        for way in set(ways)
    )
    assert _worth(table, found) == best


def test_a_row_gives_way_where_that_makes_one_pair_more() -> None:
    """The first row's dearer column is taken, for the second row has only the other."""
    assert pair([[1, 4], [1, None]]) == [1, 0]
    assert pair([]) == []
