"""What templates do to values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup

from quiz.assessment.interaction import Gap, Inline, Option, Order, Words
from quiz.web import filters

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture(autouse=True)
def request_context(app: Flask) -> Iterator[None]:
    """Words and numbers need the language of a request."""
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Who is **not** there?", "Who is <strong>not</strong> there?"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<b onclick=x>", "&lt;b onclick=x&gt;"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("a & b < c", "a &amp; b &lt; c"),
    ],
)
def test_inline_markdown_is_safe(source: str, html: str) -> None:
    """Emphasis gets through, HTML does not."""
    assert filters.inline(source) == html


def test_a_link_of_the_teacher_is_a_link_and_an_image_is_none() -> None:
    """Nothing is fetched from elsewhere by reading a question."""
    assert 'href="https://example.org/"' in filters.inline("[a](https://example.org/)")
    assert "<img" not in filters.inline("![a](https://example.org/x.png)")


def test_block_markdown_keeps_lists_tables_and_quotations() -> None:
    """A list that begins with 5) stays so; a fenced block is a quotation."""
    html = filters.block("5) five\n\n| a | b | c |\n| - | - | - |\n| 1 | 2 | 3 |\n\n```\nsaid\n```")
    assert '<ol start="5">' in html
    assert "<td>2</td>" in html
    assert "<blockquote><pre>said" in html


def test_a_text_with_gaps_is_rendered_whole_with_each_gap_in_its_place() -> None:
    """Gaps may stand in a list, in a table, in emphasis."""
    one, two = Gap("1"), Gap("2", (Option("a", "a"),))
    found = filters.pieces(
        Inline((Words("- a **b "), one, Words(" c** d\n- e "), two, Words("\n"))),
    )
    assert [piece for piece in found if isinstance(piece, Gap)] == [one, two]
    html = "".join("□" if isinstance(piece, Gap) else piece for piece in found)
    assert html == "<ul>\n<li>a <strong>b □ c</strong> d</li>\n<li>e □</li>\n</ul>\n"
    assert all(isinstance(piece, Markup | Gap) for piece in found)


def test_no_gap_is_ever_lost() -> None:
    """One that stands in a link's address comes at the end; forged placeholders are dropped."""
    gap = Gap("1")
    found = filters.pieces(Inline((Words("[x](https://e.org/"), gap, Words(") \ue0007\ue001"))))
    assert [piece for piece in found if isinstance(piece, Gap)] == [gap]


@pytest.mark.parametrize(
    ("value", "shown"), [(7.5, "7.5"), (1.0, "1"), (1 / 3, "0.33"), (0.1 + 0.2, "0.3"), (-0.0, "0")]
)
def test_points_are_written_without_noise(value: float, shown: str) -> None:
    """Two decimals at most, none where there are none."""
    assert filters.points(value) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(5, "1 min"), (660, "11 min"), (3600, "1 h"), (5400, "1 h 30 min")]
)
def test_lengths_are_told_in_minutes(seconds: int, shown: str) -> None:
    """At least one, hours apart."""
    assert filters.minutes(timedelta(seconds=seconds)) == shown


def test_times_are_local_and_exact(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words are in the school's zone, the attribute is the moment itself."""
    moment = datetime(2026, 7, 2, 11, 5, tzinfo=UTC)
    monkeypatch.setattr(app.extensions["babel"], "default_timezone", "Europe/Kyiv")
    assert filters.time(moment) == '<time datetime="2026-07-02T11:05:00+00:00">14:05</time>'
    assert ">2 Jul 2026, 14:05<" in filters.day(moment)


def test_entries_are_shown_in_the_students_order_once_it_is_complete() -> None:
    """Until then they stay as they came."""
    order = Order((Option("a", "A"), Option("b", "B")))
    assert [o.id for o in filters.in_order(order, {"a": ("2",), "b": ("1",)})] == ["b", "a"]
    for raw in ({}, {"a": ("2",)}, {"a": ("1",), "b": ("1",)}, {"a": ("x",), "b": ("1",)}):
        assert [o.id for o in filters.in_order(order, raw)] == ["a", "b"]


def test_a_lower_level_reads_more_slowly() -> None:
    """The guess is by level."""
    assert filters.reading_time(600, "B2") == "about 4 minutes"
    assert filters.reading_time(600, "A2") == "about 6 minutes"
    assert filters.reading_time(20, "") == "about 1 minute"
