"""Matching takes as long as the text is: eight times the text, about eight times the work.

Nothing is held against a clock on the wall: two measures of one process are held against each other,
and what is squared would be 64 times as much.
"""

from __future__ import annotations

import time
from itertools import count

import pytest

from quiz.assessment.matching import ladder
from quiz.assessment.model import Rung

SMALL, TIMES = 6_250, 8
MOST = 30
"""Times as much work: well above 8 for what chance adds, well below 64."""

TEXTS = ["x", "man of letters ", "a*", "six ", "Kostyukov ", "\u00e9\u0301", "0", "a b"]
NUMBERS = count()
"""Behind each text, so that none was met before."""

FORMS = ["*man*of*letters*zz", "a*" * 500 + "zz", "*x*x*x*y", "Igor Kostyukov", "40", "*"]


def work(text: str, forms: tuple[str, ...], tries: int) -> float:
    """Seconds of processor that a text takes, the least of some tries."""
    key = ladder.key_of(forms, "en")
    took = []
    for _ in range(tries):
        typed = f"{text}{next(NUMBERS)}"
        begun = time.process_time()
        ladder.meet_key(typed, key, lowest=Rung.TYPO, names=None, language="en")
        took.append(time.process_time() - begun)
    return min(took)


@pytest.mark.parametrize("unit", TEXTS)
def test_a_text_of_50_kilobytes_costs_eight_times_one_of_6(unit: str) -> None:
    small = unit * (SMALL // len(unit))
    for form in FORMS:
        forms = (form, "another form", f"{form} and more")
        most = MOST * max(work(small, forms, 3), 0.000_2)
        # What takes too long once may have been disturbed: the least of some tries counts.
        many = work(small * TIMES, forms, 1)
        assert many <= most or work(small * TIMES, forms, 3) <= most, (form, most, many)
