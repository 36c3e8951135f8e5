"""Names found in running text."""

from __future__ import annotations

import pytest

from quiz.assessment.language.capitals import runs, without_title


def _found(*sentences: str, language: str = "en") -> list[str]:
    return [r.text for r in runs(sentences, language)[1]]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Moscow put Vladimir Medinsky at the head.", ["Vladimir Medinsky"]),
        ("Igor Kostyukov led it.", ["Kostyukov", "Igor Kostyukov"]),
        ("With Igor Kostyukov it was possible.", ["Igor Kostyukov"]),
        ("The Kremlin waits.", ["Kremlin"]),
        ("NATO refused.", ["NATO"]),
        ("Budanov went.", []),
        ("Then Ukraine’s Kyrylo Budanov spoke.", ["Ukraine", "Kyrylo Budanov"]),
        ("It was the Trump-brokered truce.", ["Trump"]),
        ("They saw J. D. Vance and Ursula von der Leyen.", ["J D Vance", "Ursula von der Leyen"]),
        ("Witkoff and Kushner met Prime Minister Keir Starmer.", ["Kushner", "Keir Starmer"]),
        ("He said: “Peace is near.”", []),
        ("The idea of “New Russia” is old.", ["New Russia"]),
        ("He and I saw Abu Dhabi, Geneva and Ivano-Frankivsk.",
         ["Abu Dhabi", "Geneva", "Ivano-Frankivsk"]),
        ("", []),
    ],
)  # fmt: skip
def test_runs_of_capitals_are_names(sentence: str, expected: list[str]) -> None:
    """Not the word that opens a sentence, nor titles, nor what 's hangs on."""
    assert _found(sentence) == expected


def test_an_opening_word_is_a_name_where_it_is_one_elsewhere() -> None:
    """In a language without a list of openers only the passage itself can tell."""
    spoken = "Ayer Putin habló."
    assert _found(spoken, language="es") == ["Putin"]
    assert "Boris Petrov" in _found("Boris Petrov habló.", "Lo vio Boris.", language="es")


def test_what_stands_after_an_article_or_in_is_a_thing() -> None:
    """Persons take no article, and nothing happens in one."""
    _, found = runs(["He told the Security Council and Ivan Petrov so in Abu Dhabi."], "en")
    assert {r.text: r.thing for r in found} == {
        "Security Council": True, "Ivan Petrov": False, "Abu Dhabi": True,
    }  # fmt: skip


def test_words_written_small_are_collected() -> None:
    """They tell a capital at the head of an answer from a name."""
    assert "truce" in runs(["A truce holds."], "en")[0]


def test_a_title_alone_stays() -> None:
    """There must be something left to call the person by."""
    assert without_title("Prime Minister") == "Prime Minister"
    assert without_title("President Putin") == "Putin"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("On Monday Zelensky told The Atlantic so.", ["Zelensky", "The Atlantic"]),
        ("He saw Putin Tuesday.", ["Putin"]),
        ("Last March Igor Kostyukov spoke.", ["Igor Kostyukov"]),
        ("He met Theresa May.", ["Theresa May"]),
    ],
)
def test_days_and_months_are_no_part_of_a_name(sentence: str, expected: list[str]) -> None:
    """Else "Monday Zelensky" would be a second man whose last name is Zelensky."""
    assert _found(sentence) == expected
