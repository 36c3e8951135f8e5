"""The best way to give each of some things one of some others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def pair(costs: Sequence[Sequence[int | None]]) -> list[int | None]:
    """Give each row a column of its own: as many pairs as can be, then the least cost in all.

    ``costs[row][column]`` is None where the two do not go together, else a small number from 0.
    The answer has each row's column, or None. This is the Hungarian method with potentials
    (Kuhn 1955, Munkres 1957), n²·m steps.
    """
    width = max((len(row) for row in costs), default=0) + len(costs)
    dear = 1 + sum(max((c for c in row if c is not None), default=0) for row in costs)
    # A column more for each row, so that a row may stay alone at a price above all pairs together.
    table = [[dear if c is None else c for c in row] for row in costs]
    table = [row + [dear] * (width - len(row)) for row in table]
    chosen = _assigned(table, width)
    return [
        j if j < len(row) and row[j] is not None else None
        for row, j in zip(costs, chosen, strict=True)
    ]


def _assigned(table: Sequence[Sequence[int]], width: int) -> list[int]:
    """Solve the assignment problem for a table with at least as many columns as rows."""
    rows, columns = [0] * len(table), [0] * width  # potentials
    owner: list[int | None] = [None] * width
    for row in range(len(table)):
        _augment(table, row, rows, columns, owner)
    chosen = [0] * len(table)
    for column, row_ in enumerate(owner):
        if row_ is not None:
            chosen[row_] = column
    return chosen


def _augment(
    table: Sequence[Sequence[int]],
    start: int,
    rows: list[int],
    columns: list[int],
    owner: list[int | None],
) -> None:
    """Give one more row a column, by the cheapest chain of exchanges (Dijkstra)."""
    width = len(columns)
    slack: list[float] = [float("inf")] * width
    back: list[int | None] = [None] * width
    seen: list[int] = []
    row, here = start, None
    while True:
        free = [j for j in range(width) if j not in seen]
        for j in free:
            cost = table[row][j] - rows[row] - columns[j]
            if cost < slack[j]:
                slack[j], back[j] = cost, here
        column = min(free, key=lambda j: slack[j])
        step = int(slack[column])
        rows[start] += step
        for j in seen:
            rows[owner[j] or 0] += step
            columns[j] -= step
        for j in free:
            slack[j] -= step
        seen.append(column)
        here = column
        taken = owner[column]
        if taken is None:
            break
        row = taken
    _exchange(owner, back, here, start)


def _exchange(
    owner: list[int | None], back: list[int | None], column: int | None, start: int
) -> None:
    """Hand the columns of a chain on, from its free end to the row that wanted one."""
    while column is not None:
        previous = back[column]
        owner[column] = start if previous is None else owner[previous]
        column = previous
