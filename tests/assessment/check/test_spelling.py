"""A name is spelled as in the passage, or the set lists the other spelling."""

from __future__ import annotations

import pytest

from tests.assessment.check.pages import FERRY, choice, codes, document, found, typed

QUOTE = (
    "the\n> owner of the only inn, Tor Nyberg, fears that guests will drive home in the evening."
)


def _asked(stem: str, more: str = "") -> str:
    return typed("q", stem, "Tor Nyberg", QUOTE, more=more)


def test_a_name_spelled_otherwise_in_a_stem() -> None:
    source = document(_asked("Who owns the inn in Halevik?"))
    [finding] = found(source)
    assert (finding.code, finding.words) == ("W213", "Halevik")
    assert "“Hallevik”" in finding.message
    line = source.split("\n")[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith("Halevik")


@pytest.mark.parametrize(
    "question",
    [
        _asked("Who owns it?", "Explanation: Not Captain Solburg."),
        typed("q", "Who owns it?", "Tor Nybergh", QUOTE),
        choice("q", "Who heard of it?", "*Captain Solbergg", "Mr Nyberg"),
    ],
    ids=["explanation", "key", "choice"],
)
def test_a_name_spelled_otherwise_elsewhere(question: str) -> None:
    assert "W213" in codes(document(question))


def test_a_spelling_that_the_frame_lists_is_meant() -> None:
    source = document(
        _asked("Who owns the inn in Halevik?"), frame="names:\n  - Hallevik | Halevik\n"
    )
    assert codes(source) == []


def test_a_spelling_that_the_key_accepts_beside_another_is_meant() -> None:
    answers = typed("q", "Who owns it?", "Tor Nyberg | Tor Nyborg", QUOTE)
    other = typed("r", "What does Nyborg fear?", "guests", QUOTE)
    assert "W213" not in codes(document(answers, other))


@pytest.mark.parametrize(
    "stem",
    [
        "What do the Halleviks think of Nyberg's inn?",
        "What does the Storsunder say?",
        "Who is not named? Austria, Solveig, Nora",
        "Which Captains steered?",
    ],
)
def test_other_words_with_a_capital_are_left_alone(stem: str) -> None:
    assert "W213" not in codes(document(_asked(stem)))


def test_a_passage_that_names_both_has_two_names() -> None:
    passage = FERRY + "\nHalevik is a farm beyond the fjord.\n"
    assert codes(document(_asked("Who owns the inn in Halevik?"), passage=passage)) == []
