"""Stars and escapes in accepted forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.matching.wildcards import STAR, fits, starred, unescape, unstarred


@pytest.mark.parametrize(
    ("form", "shown", "text"),
    [
        ("a*b", "a*b", "ab"),
        (r"a\*b", "a*b", "a*b"),
        (r"a\|b\\", "a|b\\", "a|b\\"),
        (r"\n", r"\n", r"\n"),
        ("the * city", "the * city", "the city"),
        ("*", "*", "*"),
    ],
)
def test_escapes_and_stars(form: str, shown: str, text: str) -> None:
    """What is shown of a form, and a text that it accepts."""
    assert unescape(form) == shown
    assert unstarred(form) == text


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("*kostyukov*", "admiral igor kostyukov", True),
        ("the * city", "the big old city", True),
        ("the * city", "the city", True),
        ("the * city", "thecity", False),
        ("* art", "modern art", True),
        ("* art", "art", True),
        ("* art", "smart", False),
        ("*art", "smart", True),
        ("a*a", "a", False),
        ("ab*ba", "aba", False),
        ("a*b*c", "axxbxxc", True),
        ("a*b*c", "axxcxxb", False),
        ("*", "anything", True),
    ],
)
def test_a_star_stands_for_any_characters(pattern: str, text: str, *, expected: bool) -> None:
    """A star that is a word of its own may be no word; parts never overlap."""
    assert fits(pattern.replace("*", STAR), text) is expected


@given(st.lists(st.text("ab ", max_size=3), min_size=1, max_size=5), st.text("ab", max_size=4))
def test_whatever_fills_the_stars_fits(parts: list[str], filling: str) -> None:
    """A text made by filling a pattern's stars fits the pattern."""
    assert fits(STAR.join(parts), filling.join(parts))


@given(st.text("ab*\\|"))
def test_no_star_is_lost(form: str) -> None:
    """A form has as many stars as are shown, escaped ones included."""
    assert starred(form).replace(STAR, "*") == unescape(form)
