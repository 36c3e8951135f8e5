"""Names: one key for the spellings of one, and whom a last name stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.matching.names import clashes, is_name, is_person, name_key, register


@pytest.mark.parametrize(
    "spellings",
    [
        ["Kostyukov", "Kostiukov", "Kostjukow", "Костюков", "KOSTYUKOV"],
        ["Budanov", "Budánov", "Буданов"],
        ["Zelensky", "Zelenskyy", "Zelenskiy", "Zelenski", "Zelens'kyi", "Зеленський"],
        ["Kyrylo", "Kirilo", "Кирило"],
        ["Odesa", "Odessa", "Одеса"],
        ["Umerov", "Umierov", "Умєров"],
        ["Kharkiv", "Harkiv", "Харків"],
        ["Yevhen", "Ievhen", "Evhen"],
        ["Alexey", "Aleksei"],
        ["Müller", "Mueller", "Muller"],
        ["the Kremlin", "Kremlin"],
        ["Abu Dhabi", "Abu-Dhabi", "ABU  DHABI"],
    ],
)
def test_transliterations_share_a_key(spellings: list[str]) -> None:
    """Each group is one name."""
    assert len({name_key(s) for s in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kyiv", "Kiev"), ("Iran", "Iraq"), ("Austria", "Australia"), ("Niger", "Nigeria"),
        ("Slovakia", "Slovenia"),
        ("Volodymyr", "Vladimir"), ("Budanov", "Bogdanov"), ("Lviv", "Lvov"),
        ("Sloviansk", "Slavyansk"),
        ("Mali", "Malawi"), ("Dominica", "Dominican Republic"),
        ("Guinea", "Guyana"), ("北京", "背景"),
    ],
)  # fmt: skip
def test_different_names_have_different_keys(one: str, other: str) -> None:
    """Exonyms count only where `names:` lists them."""
    assert name_key(one) != name_key(other)


def test_ukrainian_has_an_h_where_russian_has_a_g() -> None:
    """Григорій is Hryhorii in a Ukrainian set."""
    assert name_key("Григорій", "uk") == name_key("Hryhorii", "uk")


@given(st.text(max_size=60), st.sampled_from(["en", "uk", "de"]))
def test_a_key_can_be_made_of_any_text(text: str, language: str) -> None:
    """Never an exception; a key has no capital."""
    key = name_key(text, language)
    assert key == key.casefold()


def test_two_lines_with_one_key_are_told() -> None:
    """The spellings that clash are named; one line's own spellings never clash."""
    names = register(
        [["Alexei Petrov", "Aleksey Petrov"], ["Aleksei Petrov"], ["Budanov"]], [], [], "en"
    )
    assert clashes(names) == [("Alexei Petrov", "Aleksei Petrov")]


def test_names_come_from_the_lists_the_keys_and_the_passage() -> None:
    """Numbers and forms with stars are no names."""
    names = register(
        [["Kyiv", "Kiev"], [" "]],
        [["Sloviansk", "4", "Slav*"], [r"A\|B"]],
        ["Talks with Igor Kostyukov."],
        "en",
    )
    assert [n.spellings for n in names.names] == [
        ("Kyiv", "Kiev"), ("Sloviansk",), ("A|B",), ("Igor Kostyukov",),
    ]  # fmt: skip


def test_german_capitals_tell_no_names() -> None:
    """All German nouns have one."""
    names = register([["Kiew", "Kyjiw"]], [], ["Die Gespräche in Genf mit Igor Kostjukow."], "de")
    assert [n.spellings for n in names.names] == [("Kiew", "Kyjiw")]
    assert not is_name("Genf", names)
    assert is_name("Kiew", names)


def test_a_capital_at_the_head_of_an_answer_makes_no_name() -> None:
    """Where the passage writes the word small, or other words beside it are small."""
    names = register([], [], ["They crossed the desert."], "en")
    assert not is_name("Desert", names)
    assert not is_name("Talks about peace", names)
    assert is_name("Ministry of Defence", names)


def test_places_and_offices_are_no_persons() -> None:
    """They have no last name that could stand for them."""
    names = register([], [["talks with Budanov"]], ["He spoke in Vladi Vostok."], "en")
    for text in [
        "New York",
        "Black Sea",
        "Security Council",
        "Bank of England",
        "Vladi Vostok",
        "Trump",
    ]:
        assert not is_person(name_key(text), names)
    assert not is_person(name_key("talks with Budanov"), names)
    assert is_person(name_key("Kyrylo Budanov"), names)
