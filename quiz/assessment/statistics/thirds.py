"""The class in thirds by what they scored on the rest of the test: who chose what.

A choice that weak and strong readers take alike says little; one that the strong prefer to the key
says that the key, or the question, is at fault.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from quiz.assessment.statistics.figures import correlation, covariance, variance


@dataclass(frozen=True, slots=True)
class Thirds:
    """A count in the weakest, the middle and the strongest third."""

    low: int = 0
    middle: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class ChoiceFigures:
    """Who took a choice: how many, in what share of all, by third of the class.

    ``mean_rest`` is the mean of the rests R of those who took it; ``rest_r`` correlates taking it
    (1 or 0) with R over all who reached the item.
    """

    id: str
    is_key: bool
    count: int
    share: float
    thirds: Thirds
    mean_rest: float | None
    rest_r: float | None


@dataclass(frozen=True, slots=True)
class ChoiceTable:
    """The choices of an item over the ``n`` who reached it; ``blank`` are those who took none."""

    n: int
    thirds: Thirds
    choices: tuple[ChoiceFigures, ...]
    blank: ChoiceFigures


@dataclass(frozen=True, slots=True)
class Taken:
    """What one person who reached the item took, and that person's rest R in points."""

    choices: Collection[str]
    rest: float


def choice_table(taken: Sequence[Taken], choices: Iterable[tuple[str, bool]]) -> ChoiceTable:
    """Tell who took which choice; ``choices`` are ids and whether they are the key, in order."""
    third = thirds([t.rest for t in taken])
    rows = [
        _figures(id, key, [id in t.choices for t in taken], taken, third) for id, key in choices
    ]
    blank = _figures("", False, [not t.choices for t in taken], taken, third)
    return ChoiceTable(len(taken), _count(third, [True] * len(third)), tuple(rows), blank)


def thirds(rests: Sequence[float]) -> list[int]:
    """Put each person into third 0, 1 or 2 by rest; persons with one rest stay together.

    A group of equal rests goes where the middle of its ranks lies, so that the order of persons
    decides nothing; the thirds may therefore differ in size.
    """
    order = sorted(rests)
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for place, rest in enumerate(order):
        first.setdefault(rest, place)
        last[rest] = place
    # (first + last + 1) / 2n is the middle of the group, as a share of the class.
    return [min(2, (first[r] + last[r] + 1) * 3 // (2 * len(order))) for r in rests]


def _figures(
    id: str, is_key: bool, took: Sequence[bool], taken: Sequence[Taken], third: Sequence[int]
) -> ChoiceFigures:
    rests = [t.rest for t, yes in zip(taken, took, strict=True) if yes]
    count = len(rests)
    return ChoiceFigures(
        id=id,
        is_key=is_key,
        count=count,
        share=count / len(taken) if taken else 0.0,
        thirds=_count(third, took),
        mean_rest=math.fsum(rests) / count if count else None,
        rest_r=_rest_r(count, math.fsum(rests), [t.rest for t in taken]),
    )


def _rest_r(count: int, together: float, rests: Sequence[float]) -> float | None:
    """The correlation of a 0/1 column, known by its count and its sum of rests, with the rests."""
    n = len(rests)
    if n < 2:
        return None
    mean = math.fsum(rests) / n
    squares = math.fsum(r * r for r in rests)
    var_took = variance(count - count * count / n, count, n)
    var_rest = variance(math.fsum((r - mean) ** 2 for r in rests), squares, n)
    return correlation(covariance(together - count * mean, count, squares, n), var_took, var_rest)


def _count(third: Sequence[int], took: Sequence[bool]) -> Thirds:
    counts = [0, 0, 0]
    for place, yes in zip(third, took, strict=True):
        counts[place] += yes
    return Thirds(*counts)
