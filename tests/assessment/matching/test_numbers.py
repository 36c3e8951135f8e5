"""Numbers as answers: keys in digits, answers in digits or words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.matching.numbers import number_key, read_number

LANGUAGES = st.sampled_from(["en", "de", "de-CH", "fr", "es", "uk", "sv"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6", 6),
        ("six", 6),
        ("Six.", 6),
        ("6.0", 6),
        ("six hours", 6),
        ("50 square miles", 50),
        ("6h", 6),
        ("50 m²", 50),
        ("thirty-five", 35),
        ("a hundred and twenty-one", 121),
        ("one thousand two hundred and six", 1206),
        ("one and a half", Fraction(3, 2)),
        ("three and a half", Fraction(7, 2)),
        ("1½", Fraction(3, 2)),
        ("1 1/2", Fraction(3, 2)),
        ("half", Fraction(1, 2)),
        ("half an hour", Fraction(1, 2)),
        ("three quarters", Fraction(3, 4)),
        ("a third", Fraction(1, 3)),
        ("three point five", Fraction(7, 2)),
        ("1.5 million", 1_500_000),
        ("half a million", 500_000),
        ("2 thousand", 2000),
        ("5 millions", 5_000_000),
        ("5k", 5000),
        ("a dozen", 12),
        ("1,000,000", 1_000_000),
        ("1 000 000 people", 1_000_000),
        ("2,5", Fraction(5, 2)),
        ("0,125", Fraction(1, 8)),
        ("-5", -5),
        ("− 5", -5),
        ("minus five", -5),
        ("-$5", -5),
        ("$1,000.50", Fraction(2001, 2)),
        ("5 €", 5),
        ("50%", 50),
        ("fifty per cent", 50),
        ("٣", 3),
        ("５", 5),
    ],
)
def test_a_number_is_read(text: str, value: Fraction) -> None:
    """Digits or words, with a unit of two words at most."""
    assert read_number(text, "en") == value


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "!?", "a", "hour", "nan", "inf", "∞", "\ud800", "six or seven", "six seven",
        "6 7", "5-7",
        "10:30", "2026-01-01", "1/0", "6 ± 1", "--5", "six or more", "more than six", "about six",
        "~6", ">6",
        "6+", "the six", "6th", "six hundredths of a second", "1e400", "1e5", "0x10", "9" * 5000,
        "six " * 5000, "10²", "six hours and a half", "6 hours 30", "six long cold hours", "not 6",
    ],
)  # fmt: skip
def test_what_says_no_number_or_more_than_one_is_none(text: str) -> None:
    """Doubt, ranges, dates and absurd strings are no number, and never an exception."""
    assert read_number(text, "en") is None


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("2,5", "de", Fraction(5, 2)),
        ("2.5", "de", Fraction(5, 2)),
        ("1.500", "de", 1500),
        ("1’500.5", "de-CH", Fraction(3001, 2)),
        ("1.500", "en", Fraction(3, 2)),
        ("einundzwanzig", "de", 21),
        ("zwei Millionen", "de", 2_000_000),
        ("zweitausendvierzehn", "de", 2014),
        ("neunzehnhundertneunundachtzig", "de", 1989),
        ("eintausend Menschen", "de", 1000),
        ("zwei Komma fünf", "de", Fraction(5, 2)),
        ("ein Jahr", "de", 1),
        ("soixante et onze", "fr", 71),
        ("quatre-vingts ans", "fr", 80),
        ("treinta y cinco mil", "es", 35_000),
        ("сто двадцять один", "uk", 121),
        ("5 timmar", "sv", 5),
    ],
)
def test_each_language_has_its_marks_and_words(text: str, language: str, value: Fraction) -> None:
    """The decimal mark is the language's; another one is read where it can be nothing else."""
    assert read_number(text, language) == value


@pytest.mark.parametrize(
    ("form", "language", "low", "high", "model"),
    [
        ("4", "en", 4, 4, "4"),
        ("6 ± 0.5", "en", Fraction(11, 2), Fraction(13, 2), "6"),
        ("6 +/- 0.5", "en", Fraction(11, 2), Fraction(13, 2), "6"),
        ("5..7", "en", 5, 7, "5"),
        ("7 .. 5", "en", 5, 7, "5"),
        ("-2..−1", "en", -2, -1, "-2"),
        ("2,5", "de", Fraction(5, 2), Fraction(5, 2), "2,5"),
        ("1,000,000", "en", 10**6, 10**6, "1000000"),
        ("1 000 000", "en", 10**6, 10**6, "1000000"),
        ("50 %", "en", 50, 50, "50"),
        ("-$1,000", "en", -1000, -1000, "-1000"),
    ],
)
def test_a_form_gives_its_bounds_and_a_text_that_counts(
    form: str, language: str, low: Fraction, high: Fraction, model: str
) -> None:
    """All shapes of a numeric form; the model answer is within its own bounds."""
    key = number_key(form, language)
    assert key
    assert (key.low, key.high, key.model()) == (low, high, model)
    value = read_number(key.model(), language)
    assert value is not None
    assert key.holds(value)


@pytest.mark.parametrize(
    "form",
    [
        "",
        "six",
        "4 5",
        "2,5",
        "6 ± -1",
        "1 ± 2 ± 3",
        "1..2..3",
        "±",
        "..",
        "5..",
        "a..b",
        "4 years",
    ],
)
def test_a_form_that_is_no_number_is_left_to_text(form: str) -> None:
    """In English; a number with a word beside it is text too."""
    assert number_key(form, "en") is None


@given(st.text(max_size=40), LANGUAGES)
def test_no_text_raises(text: str, language: str) -> None:
    """Whatever is typed or written as a form."""
    read_number(text, language)
    number_key(text, language)


@given(st.decimals(-(10**9), 10**9, places=3))
def test_a_number_as_the_model_writes_it_is_read_back(value: Decimal) -> None:
    """Writing and reading agree, whatever the decimal mark."""
    for language, form in (("en", f"{value:f}"), ("de", f"{value:f}".replace(".", ","))):
        key = number_key(form, language)
        assert key
        assert key.low == Fraction(value) == read_number(key.model(), language)
