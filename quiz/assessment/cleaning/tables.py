"""Tables of a page: those that hold data stay tables, those that only lay out become paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from quiz.assessment.cleaning.values import Block

_LONGEST_CELL = 200  # characters; a longer one holds paragraphs
_LARGEST = 9_000  # characters of a table, which Markdown reads as one paragraph
_WIDEST = 40  # columns
_BRACKETS = 100  # in a table


def settle(blocks: Sequence[Block]) -> list[Block]:
    """Give blocks with the cells of data tables as ``cell``; other cells as what they hold."""
    found: list[Block] = []
    for table, group in groupby(blocks, lambda b: b.cell.table if b.cell else 0):
        cells = list(group)
        if table and _is_data(cells):
            for block in cells:
                block.kind = "cell"
        else:
            for block in cells:
                block.cell = None
        found += cells
    return found


def _is_data(cells: Sequence[Block]) -> bool:
    at = [(b.cell.row, b.cell.column) for b in cells if b.cell]
    rows, columns = {row for row, _ in at}, {column for _, column in at}
    return (
        len(rows) > 1
        and len(columns) > 1
        and max(columns) < _WIDEST
        and len(at) == len(set(at))
        and len(rows) * len(columns) <= 2 * len(at)
        and all(b.kind == "text" and len(b.text) <= _LONGEST_CELL for b in cells)
        and _size(cells) <= _LARGEST
        and sum(b.text.count("[") for b in cells) <= _BRACKETS
    )


def _size(cells: Sequence[Block]) -> int:
    return sum(2 * len(block.text) + 10 for block in cells)
