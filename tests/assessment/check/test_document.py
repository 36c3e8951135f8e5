"""The model answer and the sample answer score full marks, and no two names are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.assessment import types
from quiz.assessment.model import Score
from tests.assessment.check.pages import codes, document, found, typed

if TYPE_CHECKING:
    import pytest

INN = "the\n> owner of the only inn, Tor Nyberg, fears that guests will drive home in the evening."


def _owner(more: str = "", answer: str = "Tor Nyberg") -> str:
    return document(typed("owner", "Who owns the inn?", answer, INN, more=more))


def test_a_sample_answer_that_is_wrong_stops_publishing() -> None:
    source = _owner("Sample answer: Ingrid Solberg")
    [finding] = found(source)
    assert (finding.code, finding.words) == ("E116", "Ingrid Solberg")
    line = source.split("\n")[finding.place.line - 1]
    assert line[finding.place.column - 1 :] == "Ingrid Solberg"
    assert codes(_owner("Sample answer: Tor Nyberg")) == []


def test_the_sample_answer_of_several_lines_is_parted() -> None:
    two = "Tor Nyberg\nAnswer: guests"
    for sample in ("Tor Nyberg | guests", "guests, Tor Nyberg", "Tor Nyberg and guests"):
        assert codes(_owner(f"Sample answer: {sample}", two)) == []
    [finding] = found(_owner("Sample answer: Tor Nyberg", two))
    assert (finding.code, "2 answers" in finding.hint) == ("E116", True)


def test_an_error_cannot_be_waived() -> None:
    source = _owner("Sample answer: Ingrid Solberg").replace("{#owner", "{#owner ok=W213,W116")
    assert codes(source) == ["E116"]


def test_a_model_answer_that_does_not_score_full_stops_publishing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert codes(_owner()) == []
    monkeypatch.setattr(type(types.of("text-entry")), "score", lambda *_: Score(0.5))
    [finding] = found(_owner())
    assert (finding.code, "50%" in finding.message) == ("E116", True)


def test_two_lines_of_names_that_come_to_one_name() -> None:
    clash = "names:\n  - Igor Kostyukov\n  - Igor Kostiukov\n"
    source = document(frame=clash)
    [finding] = found(source)
    assert (finding.code, finding.place.line) == ("E125", 5)
    assert codes(document(frame="names:\n  - Igor Kostyukov | Igor Kostiukov\n")) == []


def test_one_spelling_on_two_lines_of_names_is_found_on_the_second() -> None:
    [finding] = found(document(frame="names:\n  - A Berg | Bergen\n  - A Berg | Bergheim\n"))
    assert (finding.code, finding.place.line) == ("E125", 5)


def test_more_sentences_than_may_be_selected() -> None:
    quote = "> Captain Ingrid Solberg heard of the plan on the radio. She had steered"
    source = document(f"## Which? {{#which skill=locate}}\n\nSelect: 1\n\n{quote}\n")
    [finding] = found(source)
    assert (finding.code, "Select: 2" in finding.hint) == ("E116", True)
    assert codes(source.replace("> Captain Ingrid", "> Captain Astrid")) == ["E112"]
