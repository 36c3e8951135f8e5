"""Slips of the keyboard."""

from __future__ import annotations

import pytest

from quiz.assessment.matching.slips import allowed, slips


@pytest.mark.parametrize(
    ("word", "most"),
    [
        ("kyiv", 0),
        ("russia", 1),
        ("sloviansk", 1),
        ("kramatorsk", 2),
        ("covid19x", 0),
        ("北京北京北京", 0),
    ],
)
def test_long_words_bear_more_slips(word: str, most: int) -> None:
    """One from six letters, two from ten; none with digits or where a character is a word."""
    assert allowed(word) == most


@pytest.mark.parametrize(
    ("text", "meant", "count"),
    [
        ("kramatorsk", "kramatorsk", 0),
        ("kramatrosk", "kramatorsk", 1),
        ("cramatorsk", "kramatorsk", 1),
        ("kramtrosk", "kramatorsk", 2),
        ("igor kostykov", "igor kostyukov", 1),
        ("surounded citys", "surrounded cities", None),
        ("irag", "iraq", None),
        ("austria", "australia", None),
        ("slovakia", "slovenia", None),
        ("immigration", "emigration", None),
        ("acceptable", "unacceptable", None),
        ("typical", "atypical", None),
        ("precedent", "president", None),
        ("possible", "impossible", None),
        ("abudhabi", "abu dhabi", None),
    ],
)
def test_slips_are_counted_word_by_word(text: str, meant: str, count: int | None) -> None:
    """What changes the sense is no slip: another beginning, a short word, too many letters."""
    assert slips(text, meant, name=False) == count


def test_a_name_may_lack_its_first_letter() -> None:
    """A name has no opposite that begins with a letter more."""
    assert slips("ostyukov", "kostyukov", name=True) == 1
