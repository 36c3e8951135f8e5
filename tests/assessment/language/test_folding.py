"""Folding: what differs only in dress becomes equal, what differs in sense stays apart."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quiz.assessment.language.folding import ARTICLES, fold, plain, slug

LANGUAGES = st.sampled_from(["en", "en-GB", "de", "fr", "es", "uk", "it", "ja", "x", ""])
PIECES = """the a an six hundred and half 1 000 1,000 1.5 -5 ½ ² % $ ’ - – . ' million per cent
Ł ǣ é ё й percent two-thirds l'eau les"""
WORDS = st.lists(st.sampled_from(PIECES.split()), max_size=12).map(" ".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Straße — „Łódź“!", "strasse lodz"),
        ("  Abu\u00a0Dhabi\n", "abu dhabi"),
        ("don’t", "don't"),
        ("man-of-letters", "man of letters"),
        ("3.5 and 1,000 at 10:30", "3.5 and 1,000 at 10:30"),
        ("−5 (–5) -$5 .5", "-5 -5 -$5 .5"),
        ("30 – 50", "30-50"),
        ("10² 1½", "10 2 1 1/2"),
        ("٣", "3"),
        ("C# C++ R&D 50%", "c# c++ r&d 50%"),
        ("soft\u00adhyphen, zero\u200bwidth", "softhyphen zerowidth"),
        ("ёлка", "елка"),
        ("?!", "?!"),
        ("", ""),
    ],
)
def test_plain_drops_dress_and_keeps_sense(text: str, expected: str) -> None:
    """The table is the definition: sentence ids hash these forms."""
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("мой", "мои"),
        ("が", "か"),
        ("its", "it's"),
        ("5", "-5"),
        ("3.5", "35"),
        ("कि", "कु"),
        ("!", "?"),
    ],
)
def test_plain_never_confuses(one: str, other: str) -> None:
    """Letters that only look accented, signs and decimal marks tell texts apart."""
    assert plain(one) != plain(other)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("six", "6", "en"),
        ("thirty to fifty years", "30 to 50 years", "en"),
        ("thirty-five", "35", "en"),
        ("a hundred and twenty-one people", "121 people", "en"),
        ("1,000,000", "one million", "en"),
        ("$1,000", "$1000", "en"),
        ("fifty per cent", "50%", "en"),
        ("the four-day truce", "4-day truce", "en"),
        ("R & D", "R and D", "en"),
        ("der Dnipro", "Dnipro", "de"),
        ("einundzwanzig Jahre", "21 Jahre", "de"),
        ("1.000,5", "1000,5", "de"),
        ("l’Ukraine", "Ukraine", "fr"),
        ("quatre-vingt-dix-neuf ans", "99 ans", "fr"),
        ("treinta y cinco", "35", "es"),
        ("тридцять п’ять", "35", "uk"),
    ],
)
def test_fold_knows_articles_and_numbers(one: str, other: str, language: str) -> None:
    """A leading article goes, and a number is one thing however it is written."""
    assert fold(one, language) == fold(other, language)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("the", "", "en"),
        ("six seven", "13", "en"),
        ("1.000", "1000", "en"),
        ("10:30", "1030", "en"),
        ("1,2,3", "123", "en"),
        ("2014 2015", "20142015", "en"),
        ("der Hund", "Hund", "en"),
        ("vitamin k", "vitamin 1000", "en"),
    ],
)
def test_fold_goes_no_further(one: str, other: str, language: str) -> None:
    """What is no article and no number in the language is left alone."""
    assert fold(one, language) != fold(other, language)


@given(st.text(), LANGUAGES)
@example("ǣ ſ ϓ", "en")
def test_folding_any_text_twice_is_folding_it_once(text: str, language: str) -> None:
    """Both forms are normal forms, whatever the characters."""
    assert plain(plain(text)) == plain(text)
    assert fold(fold(text, language), language) == fold(text, language)


@given(WORDS, LANGUAGES)
def test_folding_numbers_and_articles_twice_is_folding_them_once(text: str, language: str) -> None:
    """The same where numbers, marks and articles meet."""
    assert fold(fold(text, language), language) == fold(text, language)


@given(st.text(alphabet=st.characters(max_codepoint=0x17F)))
def test_case_never_matters(text: str) -> None:
    """A Latin text in capitals folds as the text does."""
    assert plain(text.swapcase().casefold()) == plain(text.casefold())


@given(st.text(max_size=200), st.integers(1, 80))
def test_slug_is_ascii_words_within_its_limit(text: str, limit: int) -> None:
    """An id of a text never surprises an URL or a file name."""
    found = slug(text, limit)
    assert len(found) <= limit
    assert all(part.isascii() and part.isalnum() for part in found.split("-") if found)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Who heads the delegation?", 60, "who-heads-the-delegation"),
        ("Who heads the delegation?", 12, "who-heads"),
        ("Who heads the delegation?", 13, "who-heads-the"),
        ("Incomprehensibilities", 5, "incom"),
        ("Київ, don’t!", 60, "kiiv-dont"),
        ("?!", 60, ""),
    ],
)
def test_slug(text: str, limit: int, expected: str) -> None:
    """Cut at the end of a word; empty where no word remains."""
    assert slug(text, limit) == expected


def test_articles_are_in_plain_form() -> None:
    """The tables are compared with plain text, so they must be plain themselves."""
    for words in ARTICLES.values():
        assert plain(words) == words
