"""The ladder: a right answer counts however it is spelled, the wrong envoy never does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quiz
from quiz.assessment.formats import markdown
from quiz.assessment.matching.ladder import (
    Met,
    NumbersKey,
    TextKey,
    assign,
    key_of,
    meet,
    meet_key,
    model_text,
    register,
)
from quiz.assessment.model import Rung

PASSAGE = [
    "Moscow put Vladimir Medinsky, a former man of letters, at the head of its team.",
    "It is true that Vladimir Putin agreed to a truce, and President Putin wants something for it.",
    "In Geneva the Ukrainians brought Kyrylo Budanov and Rustem Umerov.",
    "With Igor Kostyukov talks were possible, the Security Council said in Abu Dhabi.",
    "Both Iran and Iraq stayed away, and so did Slovenia, Austria and Australia.",
    "Steve Witkoff and Jared Kushner came for Donald Trump.",
    "Ivan Petrov and his brother Boris Petrov carried the bags.",
    "The land from Kharkiv to Odesa is called Novorossiya or “New Russia”.",
    "There are Niger and Nigeria, South Korea and North Korea.",
]
NAMES = register(
    [["Igor Kostyukov", "Kostiukov"], ["Kyrylo Budanov"]],
    [["Sloviansk"], ["Kramatorsk"], ["talks with Kostyukov"]],
    PASSAGE,
    "en",
)


def _met(text: str, *forms: str, lowest: Rung = Rung.TYPO, language: str = "en") -> Met | None:
    return meet(text, forms, lowest=lowest, names=NAMES, language=language)


def _rung(text: str, *forms: str) -> Rung | None:
    met = _met(text, *forms)
    return met.rung if met else None


@pytest.mark.parametrize(
    ("text", "form", "rung"),
    [
        (" Kostyukov\n", "Kostyukov", Rung.EXACT),
        ("Buda\u0301nov", "Budánov", Rung.EXACT),
        ("5*3", r"5\*3", Rung.EXACT),
        ("the KREMLIN", "Kremlin", Rung.FOLDED),
        ("“six” hours", "6 hours", Rung.FOLDED),
        ("30 to 50 years", "thirty to fifty years", Rung.FOLDED),
        ("cease fire", "cease-fire", Rung.FOLDED),
        ("ceasefire", "cease-fire", Rung.FOLDED),
        ("a man of letters from Moscow", "*man of letters*", Rung.FOLDED),
        ("sixteen", "six*", Rung.FOLDED),
        ("Budánov", "Budanov", Rung.FOLDED),
        ("Kostiukov", "Kostyukov", Rung.NAME),
        ("Kostjukow", "Igor Kostyukov", Rung.NAME),
        ("Igor Kostiukov", "Igor Kostyukov", Rung.NAME),
        ("Буданов", "Kyrylo Budanov", Rung.NAME),
        ("Kirilo Budánov", "Kyrylo Budanov", Rung.NAME),
        ("Odessa", "Odesa", Rung.NAME),
        ("Zelenskyy", "Zelensky", Rung.NAME),
        ("Umierov", "Rustem Umerov", Rung.NAME),
        ("Putin", "Vladimir Putin", Rung.NAME),
        ("President Putin", "Vladimir Putin", Rung.NAME),
        ("Vladimir Putin", "Putin", Rung.NAME),
        ("Medinski", "Vladimir Medinsky", Rung.NAME),
        ("Kostykov", "Igor Kostyukov", Rung.TYPO),
        ("Kramatrosk", "Kramatorsk", Rung.TYPO),
        ("surounded", "surrounded", Rung.TYPO),
    ],
)
def test_the_rung_on_which_an_answer_counts(text: str, form: str, rung: Rung) -> None:
    """Each step of the ladder, and the form it met."""
    met = _met(text, form)
    assert met is not None
    assert met.rung == rung
    assert met.form == form.replace("\\", "")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Iraq", "Iran"), ("Australia", "Austria"), ("Slovenia", "Slovakia"), ("Nigeria", "Niger"),
        ("Slovakia", "Slovenia"), ("Slovekia", "Slovakia"), ("Slovensk", "Sloviansk"),
        ("Kiev", "Kyiv"),
        ("Vladimir", "Vladimir Putin"), ("Medinsky", "Vladimir Putin"),
        ("Vladimir Medinsky", "Vladimir Putin"),
        ("Vladimir Medinsky", "Putin"), ("Igor", "Igor Kostyukov"), ("Budanov", "Igor Kostyukov"),
        ("Igor Budanov", "Igor Kostyukov"), ("Kyrylo Kostyukov", "Kyrylo Budanov"),
        ("Budanov and Kostyukov", "Kostyukov"), ("Kostyukov and Budanov", "Igor Kostyukov"),
        ("Budanov, Kostyukov", "Kyrylo Budanov"), ("Kostyukov Budanov", "Budanov"),
        ("not Kostyukov", "Kostyukov"),
        ("Petrov", "Ivan Petrov"), ("Boris Petrov", "Ivan Petrov"), ("Boris Petrov", "Petrov"),
        ("Petrof", "Ivan Petrov"), ("Rossiya", "Novorossiya"), ("Russia", "New Russia"),
        ("Novorossiya", "Rossiya"),
        ("Dhabi", "Abu Dhabi"), ("Council", "the Security Council"), ("Korea", "South Korea"),
        ("North Korea", "South Korea"), ("Kushner", "Steve Witkoff"), ("Umerov", "Kyrylo Budanov"),
        ("acceptable", "unacceptable"), ("possible", "impossible"), ("president", "precedent"),
        ("its", "it's"),
        ("5", "-5"), ("six seven", "67"), ("1.5", "15"), ("seventy", "seventeen"),
        ("sixty", "sixteen"),
        ("", "Kyiv"), ("  ", "*"), ("?", "!"), ("smart", "* art"), ("Kostyukov", ""), ("x", r"\*"),
    ],
)  # fmt: skip
def test_what_never_counts_on_any_rung(text: str, form: str) -> None:
    """The wrong envoy, a first name alone, a shared last name, two names at once, the opposite."""
    assert _met(text, form) is None


def test_kyiv_is_kiev_only_where_it_is_listed() -> None:
    """The teacher decides about exonyms."""
    listed = register([["Kyiv", "Kiev"]], [], [], "en")
    met = meet("kiev", ["Kyiv"], lowest=Rung.NAME, names=listed, language="en")
    assert met == Met("Kyiv", Rung.NAME)


def test_a_slip_that_leads_as_near_to_another_name_is_refused() -> None:
    """One letter parts the text from either name, so it is neither."""
    names = register([], [], ["So Anna Petrova met Anton Petrovo."], "en")
    for text in ["Petrove", "petrovi"]:
        assert meet(text, ["Anna Petrova"], lowest=Rung.TYPO, names=names, language="en") is None
    alone = register([], [], ["So Anna Petrova came."], "en")
    assert meet("Petrove", ["Anna Petrova"], lowest=Rung.TYPO, names=alone, language="en")


def test_two_names_with_one_key_count_only_as_they_are_spelled() -> None:
    """Where the key cannot tell two men apart, the spelling must."""
    names = register([["Alexei Petrov"], ["Aleksei Petrov"]], [], [], "en")
    forms = ["Alexei Petrov"]
    assert meet("alexei petrov", forms, lowest=Rung.TYPO, names=names, language="en")
    for text in ["Aleksei Petrov", "Alexej Petrov", "Petrov"]:
        assert meet(text, forms, lowest=Rung.TYPO, names=names, language="en") is None


def test_either_of_two_brothers_may_be_accepted_by_the_last_name() -> None:
    """A last name is shared only with those who are not accepted."""
    assert _rung("Petrov", "Ivan Petrov", "Boris Petrov") == Rung.NAME


def test_a_common_word_is_no_name_though_the_key_is_capitalised() -> None:
    """Dessert has desert's key, which says nothing of words."""
    names = register([], [], ["They crossed the desert."], "en")
    for form in ["desert", "Desert"]:
        assert meet("dessert", [form], lowest=Rung.NAME, names=names, language="en") is None


def test_a_question_without_a_passage_knows_last_names_too() -> None:
    """Without names nobody else can be meant."""
    for text in ["Goethe", "von Goethe"]:
        form = "Johann Wolfgang von Goethe"
        assert meet(text, [form], lowest=Rung.NAME, names=None, language="en") == Met(
            form, Rung.NAME
        )


def test_the_most_exact_form_is_the_one_that_is_met() -> None:
    """All forms are tried on a rung before any is tried on the next."""
    assert _met("Kostiukov", "Kostyukov", "kostiukov") == Met("kostiukov", Rung.FOLDED)


ANY = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [*" ".join(PASSAGE).split(), "Kostykov", "Petrov", "a*b", r"\*", "½", "\ud800"]
    ),
)


@given(st.text(max_size=40))
def test_an_exact_text_meets_its_own_form(text: str) -> None:
    """On the first rung, whatever the characters, its stars and backslashes escaped."""
    form = "".join(f"\\{c}" if c in "\\*" else c for c in text)
    met = _met(text, "", form)
    assert (met and met.rung) == (Rung.EXACT if text.strip() else None)


@given(ANY, st.lists(ANY, max_size=3), st.sampled_from(["en", "de", "uk", "fr", "ja", ""]))
def test_a_looser_rung_never_loses_a_match(text: str, forms: list[str], language: str) -> None:
    """And no text, form or language raises anything."""
    before: Met | None = None
    for lowest in Rung:
        met = _met(text, *forms, lowest=lowest, language=language)
        assert before is None or met == before
        assert met is None or met.rung <= lowest
        before = met


@given(ANY, ANY)
def test_folding_is_symmetric(one: str, other: str) -> None:
    """Of two texts without stars and escapes either meets the other as form, or neither does."""
    if not set("\\*") & set(one + other) and one.strip() and other.strip():
        there = _met(one, other, lowest=Rung.FOLDED)
        back = _met(other, one, lowest=Rung.FOLDED)
        assert (there and there.rung) == (back and back.rung)


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "man of letters " * 6_600, "a*" * 50_000, "six " * 25_000]
)
@pytest.mark.parametrize("form", ["*man*of*letters*zz", "a*" * 500 + "zz", "Igor Kostyukov"])
def test_a_long_text_is_judged_at_once(text: str, form: str) -> None:
    """100 kB against ten forms: no backtracking, no slips looked for, or this would never end."""
    assert _met(text, *[form] * 10) is None


# -- lines -------------------------------------------------------------------------------------


def test_a_line_is_numeric_where_all_its_forms_are_numbers() -> None:
    """A word beside digits is a number too; a word alone, or a year with words, is text."""
    assert isinstance(key_of(["4"], "en"), NumbersKey)
    assert isinstance(key_of(["6 ± 0.5", "10..12"], "en"), NumbersKey)
    assert isinstance(key_of(["6", "six"], "en"), NumbersKey)
    assert key_of(["six"], "en") == TextKey(("six",))
    assert key_of(["4", "in 2014"], "en") == TextKey(("4", "in 2014"))
    assert key_of([], "en") == TextKey(())


@pytest.mark.parametrize(
    ("text", "form", "rung"),
    [
        ("6", "6", Rung.EXACT),
        ("6.2", "6 ± 0.5", Rung.EXACT),
        ("6.5", "6 ± 0.5", Rung.EXACT),
        ("6.51", "6 ± 0.5", None),
        ("six hours", "6", Rung.FOLDED),
        ("six", "5..7", Rung.FOLDED),
        ("50 %", "50", Rung.EXACT),
        ("six or seven", "6", None),
        ("sixty", "6", None),
        ("5..7", "5..7", None),
    ],
)
def test_numbers_count_within_their_bounds(text: str, form: str, rung: Rung | None) -> None:
    """In digits exactly, in words on the second rung."""
    key = key_of([form], "en")
    met = meet_key(text, key, lowest=Rung.TYPO, names=NAMES, language="en")
    assert (met and met.rung) == rung
    strict = meet_key(text, key, lowest=Rung.EXACT, names=NAMES, language="en")
    assert (strict is not None) == (rung == Rung.EXACT)


@pytest.mark.parametrize(
    "forms",
    [
        ["Sloviansk", "x"],
        ["*Kostyukov*"],
        ["the * city"],
        ["*", "b*"],
        ["5..7"],
        [r"5\*3"],
        ["a*", "abc"],
    ],
)
def test_the_model_answer_of_a_key_meets_it(forms: list[str]) -> None:
    """So a set can always show an answer that counts."""
    key = key_of(forms, "en")
    assert meet_key(model_text(key), key, lowest=Rung.FOLDED, names=None, language="en")


def test_texts_are_given_lines_so_that_most_count() -> None:
    """In any order, each line once, the more exact way where there are two."""
    keys = [key_of(["Sloviansk", "Slavyansk"], "en"), key_of(["Kramatorsk"], "en")]
    texts = ["kramatorsk", "Slavyansk", "Sloviansk"]
    assert assign(texts, keys, lowest=Rung.NAME, names=NAMES, language="en") == [
        (1, Met("Kramatorsk", Rung.FOLDED)), (0, Met("Slavyansk", Rung.EXACT)), None,
    ]  # fmt: skip


def test_a_text_gives_way_to_one_that_fits_nowhere_else() -> None:
    """ "6" fits both lines, "6.4" only the wider one; numbers and texts may stand side by side."""
    keys = [key_of(["6 ± 0.5"], "en"), key_of(["6"], "en"), key_of(["Geneva"], "en")]
    found = assign(["geneva", "6", "6.4"], keys, lowest=Rung.NAME, names=NAMES, language="en")
    assert [f and f[0] for f in found] == [2, 1, 0]
    assert assign([], keys, lowest=Rung.NAME, names=None, language="en") == []
    assert assign(["x"], [], lowest=Rung.NAME, names=None, language="en") == [None]


GENEVA = sorted((Path(quiz.__file__).parent.parent / "questions").glob("geneva-*.md"))
LAST_NAMES = [
    ("Volodymyr Zelensky", "Zelenskyy"),
    ("Igor Kostyukov", "Kostiukov"),
    ("Kyrylo Budanov", "Budánov"),
    ("Rustem Umerov", "Umérov"),
    ("Vladimir Medinsky", "Medinski"),
    ("Vladimir Putin", "Putin"),
    ("Donald Trump", "Trump"),
    ("Marco Rubio", "Rubio"),
    ("Barack Obama", "Obama"),
    ("Steve Witkoff", "Witkoff"),
    ("Jared Kushner", "Kushner"),
]


@pytest.mark.parametrize("path", GENEVA, ids=lambda p: p.stem)
def test_in_the_shipped_sets_a_last_name_stands_for_its_man_and_no_other(path: Path) -> None:
    found = markdown.read(path.read_bytes(), path.stem).set
    assert found is not None
    names = found.items[0].context.names
    met = {
        (full, last): meet(last, [full], lowest=Rung.NAME, names=names, language="en") is not None
        for full, _ in LAST_NAMES
        for _, last in LAST_NAMES
    }
    assert met == {(f, n): (f, n) in LAST_NAMES for f, n in met}
