"""Figures about a passage, against sums done by hand."""

from __future__ import annotations

import pytest

from quiz.assessment.formats import markdown
from quiz.assessment.model import Passage
from quiz.assessment.readability import minutes, readability, syllables, words


def passage(text: str, language: str = "en") -> Passage:
    found = markdown.read(f"---\nlanguage: {language}\n---\n\n# T\n\n{text}\n").set
    assert found is not None
    return found.passages[0]


def test_the_figures_are_those_of_the_formulas() -> None:
    """Ten words of thirteen syllables in two sentences; one word has more than six letters."""
    found = readability(
        passage("### A heading\n\nThe cat sat down. Nobody saw the pilot at Bristol.")
    )

    assert (found.words, found.sentences, found.minutes) == (10, 2, 1)
    assert found.ease == pytest.approx(206.835 - 1.015 * 5 - 84.6 * 1.4)
    assert found.grade == pytest.approx(0.39 * 5 + 11.8 * 1.4 - 15.59)
    assert found.lix == pytest.approx(5 + 100 * 1 / 10)


def test_the_english_formulas_are_for_english() -> None:
    found = readability(passage("Der Nebel lag auf dem Fluss.", "de"), "de")

    assert (found.ease, found.grade) == (None, None)
    assert found.lix == pytest.approx(6)


def test_a_passage_without_words_has_no_figures() -> None:
    found = readability(passage("* * *\n\n…"))

    assert (found.words, found.minutes, found.ease, found.lix) == (0, 0, None, None)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1),
        ("made", 1),
        ("table", 2),
        ("little", 2),
        ("stopped", 1),
        ("wanted", 2),
        ("makes", 1),
        ("changes", 2),
        ("negotiation", 4),
        ("ready", 2),
        ("café", 2),
        ("hmm", 1),
        ("24", 2),
    ],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_word_with_a_hyphen_or_an_apostrophe_is_one() -> None:
    assert words("Zelensky's right-hand man – 3.5 km") == [
        "Zelensky's",
        "right-hand",
        "man",
        "3.5",
        "km",
    ]


def test_reading_time_is_rounded_up() -> None:
    assert [minutes(n) for n in (0, 1, 200, 201)] == [0, 1, 1, 2]
