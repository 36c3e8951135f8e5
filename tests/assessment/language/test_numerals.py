"""Numbers in running text, and the tables of number words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from quiz.assessment.language.folding import plain
from quiz.assessment.language.numberwords import numerals
from quiz.assessment.language.numerals import rewrite, write_number

LANGUAGES = ["en", "de", "fr", "es", "uk"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_are_in_plain_form_and_whole(language: str) -> None:
    """Every number from 2 to 99 has a word, and every word is as folding leaves it."""
    table = numerals(language)
    words = [" ".join(w) for w in table.small]
    assert [plain(w) for w in words] == words
    assert set(table.small.values()) >= set(range(2, 100))
    for others in (table.scales, table.doubtful, table.hundred, table.half, table.parts):
        assert [plain(w) for w in others] == list(others)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between thirty and fifty", "between 30 and 50"),
        ("two and three", "2 and 3"),
        ("one and a half million", "1500000"),
        ("half a dozen envoys", "6 envoys"),
        ("half of the six", "half of the 6"),
        ("several hundred", "several 100"),
        ("two thousand and fourteen", "2014"),
        ("3.10", "3.10"),
        ("50%", "50 %"),
        ("1,000 and 10 000", "1000 and 10000"),
        ("million " * 400 + "end", "1000000 " * 400 + "end"),
    ],
)
def test_numbers_in_a_text_come_to_digits(text: str, expected: str) -> None:
    """ "And" joins only where it stands inside one number; decimals stay as typed."""
    assert rewrite(text, "en") == expected


def test_a_number_that_never_ends_is_written_as_a_fraction() -> None:
    """A third has no decimals to write down."""
    third = numerals("en").parts["third"]
    assert write_number(Fraction(-1, third), "en") == "-1/3"
    assert write_number(Fraction(-5, 4), "de") == "-1,25"
