"""Scores as a test writes them: plain rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from quiz.assessment.statistics.scores import Scores, greatest


def scores_of(
    rows: Sequence[Sequence[float | None]],
    maxima: Sequence[float] | None = None,
    items: Sequence[str] | None = None,
    persons: Sequence[str] | None = None,
) -> Scores:
    """Make scores of rows, None where an item was not reached.

    What is not given: items and persons are numbered from 1, a maximum is the greatest score seen.
    """
    width = len(items) if items is not None else len(rows[0]) if rows else 0
    matrix = np.array(rows, dtype=np.float64).reshape(len(rows), width)
    return Scores(
        matrix,
        tuple(greatest(matrix) if maxima is None else maxima),
        tuple(items or (str(n) for n in range(1, width + 1))),
        tuple(persons or (str(n) for n in range(1, len(rows) + 1))),
    )
