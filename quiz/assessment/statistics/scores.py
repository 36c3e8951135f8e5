"""The scores of all persons on all items, as one matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Points of persons (rows) on items (columns); NaN where an item was not reached.

    ``maxima`` are the most points that each item gives, above 0. Names are unique, and there is
    an item at least.
    """

    matrix: Floats
    maxima: tuple[float, ...]
    items: tuple[str, ...]
    persons: tuple[str, ...]

    def __post_init__(self) -> None:
        expected = (len(self.persons), len(self.items))
        if self.matrix.shape != expected or len(self.maxima) != expected[1]:
            raise ValueError(f"a matrix of {self.matrix.shape} for {expected} persons and items")
        if not self.items or min(self.maxima) <= 0:
            raise ValueError("scores are of one item or more, each worth something")

    @property
    def reached(self) -> Bools:
        """Where there is a score."""
        return ~np.isnan(self.matrix)

    @property
    def totals(self) -> Floats:
        """Each person's points; an item that was not reached adds nothing."""
        totals: Floats = np.nansum(self.matrix, axis=1)
        return totals

    @property
    def top(self) -> float:
        """The greatest total."""
        return sum(self.maxima)

    @property
    def complete(self) -> Scores:
        """Only the persons who reached every item."""
        whole = np.asarray(self.reached.all(axis=1))
        names = tuple(p for p, keep in zip(self.persons, whole.tolist(), strict=True) if keep)
        return Scores(self.matrix[whole], self.maxima, self.items, names)


def greatest(matrix: Floats) -> list[float]:
    """Give the greatest score seen in each column, at least 1."""
    seen = np.where(np.isnan(matrix), 1.0, matrix)
    return [float(top) for top in np.max(seen, axis=0, initial=1.0)]
