"""Two tests whose statistics are published: sections 6 and 7 of the Law School Admission Test.

1,000 persons answered 5 items (Bock & Lieberman 1970; Bock & Aitkin 1981). The frequencies are those
of the 32 patterns in binary order: 00000, 00001, … 11111, the first item first.
"""

from __future__ import annotations

from quiz.assessment.statistics.scores import Scores
from tests.assessment.statistics.plain import scores_of

LSAT6 = (
    *(3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15),
    *(10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298),
)
LSAT7 = (
    *(12, 19, 1, 7, 3, 19, 3, 17, 10, 5, 3, 7, 7, 23, 8, 28),
    *(7, 39, 11, 34, 14, 51, 15, 90, 6, 25, 7, 35, 18, 136, 32, 308),
)


def rows(frequencies: tuple[int, ...]) -> list[list[float]]:
    """Write the patterns out, a row a person."""
    return [
        [float(bit) for bit in f"{pattern:05b}"]
        for pattern, count in enumerate(frequencies)
        for _ in range(count)
    ]


def lsat(frequencies: tuple[int, ...]) -> Scores:
    """The scores of one of the two."""
    return scores_of(rows(frequencies))
