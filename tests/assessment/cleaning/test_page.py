"""HTML of all kinds: fragments of a clipboard, saved pages, and what only looks like one."""

from __future__ import annotations

import time

import pytest

from quiz.assessment.cleaning import clean
from tests.assessment.cleaning.pastes import PARAGRAPHS

LONG, OTHER = PARAGRAPHS[3], PARAGRAPHS[4]


def parts(source: str) -> list[str]:
    return clean(source, "html").markdown.split("\n\n")


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<p>A <em>quiet</em> and <b>cold</b> day.</p>", "A *quiet* and **cold** day."),
        ("<p>A <b><i>very</i></b> cold day.</p>", "A ***very*** cold day."),
        ("<p>A<b> cold </b>day.</p>", "A **cold** day."),
        ("<p><b>“Cold.”</b>Day.</p>", "“Cold.”Day."),
        ("<b style='font-weight:normal' id='docs-internal-guid-1'><p>Cold.</p></b>", "Cold."),
        ("<span style='font-weight:700;font-style: italic'>Cold</span> day.", "***Cold*** day."),
        ("<p>Cold &amp; *wet* &lt;day&gt;.</p>", "Cold \\& \\*wet\\* \\<day>."),
        ("<p>A day of 10<sup>6</sup> drops.<sup>[1]</sup></p>", "A day of 10⁶ drops."),
        ("<p>Rain.<sup><a href='#1'>[1]</a></sup> Snow.</p>", "Rain. Snow."),
        ("<p>A <a href='/x'>linked</a> word.</p>", "A linked word."),
        ("<div>One.<div>Two.</div>Three.</div>", "One.\n\nTwo.\n\nThree."),
        ("One day<br>of rain.<br><br>Two days.", "One day of rain.\n\nTwo days."),
        ("<p>1 < 2 and 3 > 2.</p>", "1 \\< 2 and 3 > 2."),
        ("<ol><li>One<li>Two</ol>", "1. One\n2. Two"),
        ("<ol start=5><li>Five<li>Six</ol>", "5\\. Five\n\n6\\. Six"),
        ("<ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>", "- A\n    - B\n- C"),
        ("<ul><li><p>A</p><p>B</p></li><li>C</li></ul>", "- A\n\n  B\n- C"),
        ("<pre>One.\n\nTwo.</pre>", "One.\n\nTwo."),
        ("<blockquote>Not a stone.</blockquote>", "> Not a stone."),
        ("<p hidden>No.</p><p style='display: none'>No.</p><p>Yes.</p>", "Yes."),
        (
            "<table><tr><th>Boat<th>Crew<tr><td>Ada|Bo<td>12</table>",
            "| Boat | Crew |\n| --- | --- |\n| Ada&#124;Bo | 12 |",
        ),
        (
            f"<table><tr><td><p>{LONG}</p><p>{OTHER}</p></td></tr></table>",
            f"{LONG}\n\n{OTHER}",
        ),
        (
            f"<p>{LONG}</p><p><strong>Promises</strong></p><p>{OTHER}</p>",
            f"{LONG}\n\n### Promises\n\n{OTHER}",
        ),
        ("Version:0.9\nStartHTML:0\n<html><!--StartFragment-->Rain.</html>", "Rain."),
        ("<p>Rain.<script>if (a<b) x('</p>')</script></p><style>p{}</style>", "Rain."),
        ("<p>Rain. <a title='a > b' data-x=\"<p>\">Snow</a>.", "Rain. Snow."),
        ("<![if !a]><p>Rain.</p><![endif]><!-- <p>No.</p> --><?xml version='1'?>", "Rain."),
    ],
)
def test_html_becomes_markdown(source: str, markdown: str) -> None:
    assert clean(source, "html").markdown == markdown


def test_a_page_that_is_only_a_cookie_bar_leaves_nothing_and_says_why() -> None:
    page = (
        "<html><body><div class='cookieConsent'><p>We value your privacy.</p><p>Choose.</p></div>"
    )
    cleaned = clean(page, "html")

    assert cleaned.markdown == ""
    assert [(r.text, r.why) for r in cleaned.removed] == [
        ("We value your privacy.\nChoose.", "a cookie notice")
    ]


def test_a_form_around_the_whole_page_is_not_a_comment_form() -> None:
    assert parts(f"<form><p>{LONG}</p><form><p>Name</p></form></form>") == [LONG]


def test_a_wrapper_named_after_its_sidebar_is_not_the_sidebar() -> None:
    page = f"<div class='with-sidebar'><p>{LONG}</p><div class='sidebar'>Herring</div></div>"

    assert parts(page) == [LONG]


def test_teasers_beside_the_article_are_outside_it() -> None:
    teasers = "".join(f"<article><p>Teaser {n}, which is short.</p></article>" for n in range(5))
    page = f"<main><article><p>{LONG}</p><p>{OTHER}</p></article>{teasers}</main>"

    assert parts(page) == [LONG, OTHER]


def test_the_title_is_that_of_the_article_and_not_the_paper_s() -> None:
    page = f"<header><h1>Island Times</h1></header><article><h1>The quarrel</h1><p>{LONG}</article>"

    assert clean(page, "html").title == "The quarrel"


def test_a_link_alone_leads_away_from_the_text() -> None:
    page = f"<p>{LONG}</p><p><a href='/x'>Our whole coverage of the harbour</a></p><p>{OTHER}</p>"

    assert parts(page) == [LONG, OTHER]


def test_glued_words_across_a_look_are_mended_between_the_signs() -> None:
    page = "<p>Here <b>Lindholm</b>Secretary spoke. Lindholm is old, the Secretary is young.</p>"
    (proposal,) = clean(page, "html").proposals

    assert (proposal.words, proposal.mend) == ("Lindholm**Secretary", "Lindholm**, Secretary")


def test_markdown_of_any_origin_is_read_as_its_writer_meant_it() -> None:
    source = (
        "---\ntitle: The quarrel\nauthor: Ada\n---\n\nThe harbour\n===========\n\n"
        f"{LONG}\nIt is *their* [harbour][1].\n\n## Promises\n\n{OTHER}\n\n"
        "![A boat](boat.png)\n\n<div class='share'>Share this</div>\n\n[1]: https://example.org\n"
    )
    cleaned = clean(source, "markdown")

    assert cleaned.title == "The harbour"
    assert cleaned.markdown.split("\n\n") == [
        f"{LONG} It is *their* harbour.",
        "### Promises",
        OTHER,
    ]


@pytest.mark.parametrize(
    "unit", ["<div>", "<a ", '<a "', "<!--", "<![a", "<b><p>", "</", "<ul><li>x"]
)
def test_markup_that_never_ends_is_read_to_its_end(unit: str) -> None:
    """Each of these takes a tree builder, or the standard library's parser, minutes.

    Eight times as much is about eight times the work; what is squared would be 64 times as much.
    """
    few = min(work(unit * 250) for _ in range(3))
    assert work(unit * 2_000) <= 30 * few or min(work(unit * 2_000) for _ in range(3)) <= 30 * few


def work(page: str) -> float:
    """Seconds of processor that it takes to read a page to its end."""
    begun = time.process_time()
    assert "harbour" in clean(f"<p>The harbour.</p>{page}", "html").markdown
    return time.process_time() - begun


@pytest.mark.parametrize("unit", ["> ", "[", "- ", "![[", "<a ", "*a **b "])
def test_markdown_too_deep_to_be_read_as_such_is_taken_as_text(unit: str) -> None:
    markdown = clean(f"{unit * 2_000}The harbour.", "markdown").markdown

    assert "The" in markdown
    assert "harbour." in markdown
