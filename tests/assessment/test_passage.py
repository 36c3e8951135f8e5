"""Quotes: found where they stand, refused where they are gone or stand twice."""

from __future__ import annotations

import pytest

from quiz.assessment.model import Evidence, Paragraph, Passage, Run
from quiz.assessment.passage import bind, find, make, nearest, touched

TEXT = "Hull was grey. The “pilot” left at nine – alone. Hull was grey again, said José."


def passage(text: str = TEXT, name: str = "p") -> Passage:
    return make(name, "Title", (Paragraph("text", 1, (Run(text),), 0),))


@pytest.mark.parametrize(
    ("quote", "count"),
    [
        ("The “pilot” left", 1),
        ('The "pilot" left', 1),
        ("The   'pilot'\nleft at nine - alone", 1),
        ("said Jose", 1),
        ("Hull was grey", 2),
        ("Hull was grey.", 1),
        ("Hull was grey again", 1),
        ("ull was grey.", 0),
        ("The captain left", 0),
        ("The “pilot” … alone", 1),
        ("Hull … nine", 1),
        ("nine … pilot", 0),
        ("Hull … grey", 2),
        ("", 0),
    ],
)
def test_a_quote_is_found_as_often_as_it_stands_there(quote: str, count: int) -> None:
    assert len(find(quote, TEXT)) == count


def test_a_span_counts_in_the_text_as_it_is() -> None:
    ((start, end),) = find("'pilot' left at nine - alone", TEXT)[0]

    assert TEXT[start:end] == "“pilot” left at nine – alone"


def test_only_the_fragments_of_a_quote_are_evidence() -> None:
    bound = bind(Evidence("Hull was grey. … again"), [passage()]).evidence

    assert [TEXT[a:b] for a, b in bound.spans] == ["Hull was grey.", "again"]
    assert len(bound.sentences) == 2


def test_a_sentence_is_evidence_where_a_span_touches_it() -> None:
    found = passage()

    assert touched([(10, 20)], found.sentences) == (found.sentences[0].id, found.sentences[1].id)
    assert touched([(14, 15)], found.sentences) == ()


def test_a_quote_across_paragraphs_is_found() -> None:
    two = (Paragraph("text", 1, (Run("One ends."),), 0), Paragraph("text", 2, (Run("Two."),), 11))

    assert len(bind(Evidence("One ends. Two."), [make("p", "T", two)]).evidence.sentences) == 2


def test_the_nearest_passage_counts_even_if_a_further_one_is_clearer() -> None:
    clear, twice = passage("Fog lay here.", "far"), passage("Fog lay. Then fog: Fog lay.", "near")

    assert bind(Evidence("Fog lay"), [twice, clear]).count == 2
    assert bind(Evidence("Fog lay here"), [twice, clear]).evidence.passage == "far"


def test_the_nearest_words_are_whole_words_of_the_passage() -> None:
    assert (
        nearest("The pilot went at nine, alone.", [passage()])
        == "The “pilot” left at nine – alone."
    )
    assert nearest("said Josef", [passage()]) == "said José."
    assert nearest("Something else entirely, of another book", [passage()]) == ""


def test_words_told_otherwise_and_a_missing_fragment_have_nearest_words_too() -> None:
    text = "The dialogue produced an agreement to exchange prisoners. Nobody else was there."
    told = passage(text)

    assert (
        nearest("it brought an agreement on prisoners to exchange", [told])
        == text.split(". ", maxsplit=1)[0] + "."
    )
    assert nearest("Nobody … produced an agrement", [told]) == "produced an agreement"
