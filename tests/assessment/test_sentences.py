"""Splitting into sentences, and the ids by which responses know them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.model import Paragraph, Run
from quiz.assessment.sentences import (
    name_sentences,
    sentences_of,
    sentences_with,
    split,
    stored_sentences,
)

CASES = [
    ("en", "It rained. We left.", ["It rained.", "We left."]),
    ("en", "Mr. Hill met Dr. Low at 9.30 a.m. on Monday.", 1),
    ("en", "He lives in the U.S. The talks go on.", 2),
    ("en", "The U.S. Senate met.", 1),
    ("en", "J. R. Hill spoke. Then he left.", 2),
    ("en", "“Is it true?” she asked. It was.", 2),
    ("en", "“It is true.” Nobody believed it.", 2),
    ("en", "They met on Monday.He left on Tuesday.", 2),
    ("en", "It cost 3.5 million. Nobody paid.", 2),
    ("en", "Wait… what? No!", 2),
    ("en", "See no. 5 for more.", 1),
    ("en", "Visit example.com today.", 1),
    ("en", "Who was it (and why?) in 2014? We never knew.", 2),
    ("de", "Am 3. Mai kam Dr. Weber. Er blieb.", 2),
    ("de", "Das gilt z.B. auch hier. Gut so.", 2),
    ("fr", "M. Dupont est là. Il attend.", 2),
    ("es", "¿Quién es? ¡No lo sé! La Sra. Ruiz llegó.", 3),
    ("uk", "Це м. Київ. Тут тихо.", 2),
    ("zh", "今天下雨。我们走了。", 2),
    ("en", "", 0),
    ("en", "   ", 0),
    ("en", "No end mark", 1),
]


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_sentences_are_found(language: str, text: str, wanted: int | list[str]) -> None:
    found = [text[a:b] for a, b in split(text, language)]

    assert (len(found) if isinstance(wanted, int) else found) == wanted


@given(st.text(alphabet='Ab c.!?…"”) \nÉ3', max_size=60))
def test_nothing_but_white_space_stands_between_sentences(text: str) -> None:
    spans = split(text)
    kept = "".join(text[a:b] for a, b in spans)

    assert "".join(kept.split()) == "".join(text.split())
    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in spans)


def test_an_id_is_the_passage_and_a_hash_of_the_folded_words() -> None:
    """Pinned: a change of these would part every stored response from its sentence."""
    texts = ["The ferry was late.", "Nobody complained.", "the FERRY was late!"]

    assert list(name_sentences(texts, "fog")) == [
        "fog-32f5ad8401",
        "fog-36c7167854",
        "fog-32f5ad8401-2",
    ]


def test_subheadings_hold_no_sentences() -> None:
    text = (Run("One. Two."),)
    paragraphs = [Paragraph("heading", None, text, 0), Paragraph("text", 1, text, 11)]
    found = sentences_of(paragraphs, "p", "en")

    assert [(s.start, s.text, s.paragraph) for s in found] == [(11, "One.", 1), (16, "Two.", 1)]


def test_stored_places_are_taken_as_they_are() -> None:
    stored = [("p-1", "p", 0, 0, 9), ("q-1", "q", 0, 0, 4)]

    assert [s.text for s in stored_sentences("One. Two.", "p", stored)] == ["One. Two."]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The ferry was late.", 1),
        ("the ferry was late", 1),
        ("ferry", 2),
        ("The ferry was late. Nobody complained.", 2),
        ("The train was late.", 0),
        ("...", 0),
    ],
)
def test_somebodys_words_name_sentences(words: str, found: int) -> None:
    text = "The ferry was late. Nobody complained. A ferry is slow."
    sentences = sentences_of([Paragraph("text", 1, (Run(text),), 0)], "p", "en")

    assert len(sentences_with(words, sentences)) == found
