"""The outline: every line of a document belongs to one part, whatever the document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.editing.outline import find, lines_of, outline, title
from quiz.assessment.formats import markdown
from tests.assessment.formats.test_round_trip import EXAMPLES, QUESTIONS, documents

SOURCES = [p.read_text(encoding="utf-8") for p in QUESTIONS] + [source for _, source in EXAMPLES]

HARBOUR = """---
title: The harbour
---

# The harbour

Fog lay on the river.

## Why?

Answer: fog

## Why?

Answer: ice

# The bank

Nobody saw it.
"""


def assert_covers(text: str) -> None:
    parts = outline(text)
    covered = [n for part in parts for n in range(part.first, part.last + 1)]

    assert covered == list(range(1, len(lines_of(text)) + 1))


def assert_same_ids(text: str) -> None:
    found = markdown.read(text, "set").set
    assert found is not None
    parts = outline(text)

    assert [p.id for p in parts if p.kind == "item"] == [i.id for i in found.items]
    assert [p.id for p in parts if p.kind == "passage"] == [p.id for p in found.passages]


@pytest.mark.parametrize("source", SOURCES)
def test_a_shipped_set_is_covered_and_its_ids_are_the_readers(source: str) -> None:
    assert_covers(source)
    assert_same_ids(source)


@given(documents())
def test_a_document_is_covered_and_its_ids_are_the_readers(source: str) -> None:
    assert_covers(source)
    if not markdown.read(source, "set").errors:
        assert_same_ids(source)


@given(documents(), st.data())
def test_a_damaged_document_is_covered(source: str, data: st.DataObject) -> None:
    lines = source.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at, to = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        lines[at : at + data.draw(st.integers(0, 2))] = [lines[to]]
    assert_covers("\n".join(lines))


@given(st.text(alphabet="#-`~ \n\r\tab{}\ufeff", max_size=60))
def test_any_text_is_covered(source: str) -> None:
    assert_covers(source)


def test_a_part_tells_its_heading_and_what_stands_below() -> None:
    frame, harbour, first, second, bank = outline(HARBOUR)

    assert (frame.kind, frame.source) == ("frame", "---\ntitle: The harbour\n---")
    assert (harbour.id, harbour.heading) == ("the-harbour", "The harbour")
    assert (first.id, second.id) == ("why", "why-2")
    assert second.body == "Answer: ice"
    assert (bank.first, bank.last) == (17, 19)
    assert find(HARBOUR, "why-2") == second
    assert find(HARBOUR, "why", "passage") is None


def test_a_frame_that_is_never_closed_is_all_there_is() -> None:
    (frame,) = outline("---\ntitle: x\n\n# A passage\n")

    assert (frame.kind, frame.last) == ("frame", 4)


def test_the_title_is_what_the_reader_calls_the_set() -> None:
    """The frame's, else that of the first heading, its marks left out; a torn frame has none."""
    for text in (*SOURCES, HARBOUR, "# A *quiet* bank {#bank}\n\nFog.\n"):
        read = markdown.read(text).set
        assert read is None or title(text) == read.title
    assert title("## Why? {#why}\n") == "Why?"
    assert title("Fog.\n") == ""
    assert title("---\ntitle: torn\n\n# A bank\n") == ""
