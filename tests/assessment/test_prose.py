"""Inline Markdown as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment import prose

MARKS = "\\`*_[]<>&!#~|{}()-+.:/\"'\n\r\0\t \u00a0\u2028"


def parsed(source: str) -> str:
    """What Markdown makes of a text, whatever is in it."""
    tokens = prose.markdown().parseInline(source)
    return "".join(run.text for token in tokens for run in prose.runs_of(token))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("A *quiet* `bank`", "A quiet bank"),
        ("[a link](http://a.example) &amp; a \\* star", "a link & a * star"),
        ("  spaces are kept  ", "  spaces are kept  "),
        ("two\nlines", "two lines"),
        ("2014. Was it? - Yes! (50 %)", "2014. Was it? - Yes! (50 %)"),
    ],
)
def test_a_reader_sees_the_words_without_their_looks(source: str, text: str) -> None:
    assert prose.plain_text(source) == text


@given(st.text(st.sampled_from(f"{MARKS}aé1") | st.characters(), max_size=12))
def test_a_text_that_needs_no_parsing_is_what_the_parser_would_give(source: str) -> None:
    assert prose.plain_text(source) == parsed(source)


def test_no_character_is_taken_for_plain_that_markdown_reads() -> None:
    """Alone, doubled, around a word and before one."""
    for mark in map(chr, range(128)):
        for source in (mark, mark * 2, f"{mark}a{mark}", f"a {mark}b", f"a{mark}", f"{mark} a"):
            assert prose.plain_text(source) == parsed(source)
