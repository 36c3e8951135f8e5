"""Trying a set, and printing it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from quiz.storage import reading, tables
from tests.web.conftest import Begin, joins

if TYPE_CHECKING:
    from flask import Flask

    from tests.web.browser import Browser

HOME = "/teach/sets/harbour/"


def questions(page: str) -> list[str]:
    """The questions of a page as they are asked, without what is of the attempt."""
    found = re.findall(r"<fieldset class=\"item\".*?</fieldset>", page, re.DOTALL)
    hints = re.compile(r'<p class="hint"><button.*?</p>|<div class="notice">.*?</div>', re.DOTALL)
    return [re.sub(r"\s+", " ", hints.sub("", one)) for one in found]


def test_it_is_the_students_page(hill: Browser, amira: Browser, begun: Begin) -> None:
    """The same questions in the same words and fields."""
    begun()
    hill.opens(HOME + "publish").sends(having="note")
    landing = re.search(r'"(/join/[^"]+)"', amira.opens("/").page)
    assert landing is not None
    joins(amira, landing[1])
    assert questions(hill.opens(HOME + "try").page) == questions(amira.page)


def test_the_result_is_shown_and_nothing_is_stored(app: Flask, hill: Browser, begun: Begin) -> None:
    """Scored as a student's would be."""
    begun()
    hill.opens(HOME + "try")
    hill.sends({"a.leaves": "at-ten", "a.steers.1": "Lysenko"}, having="a.leaves", go="finish")
    assert "Your answer, and right." in hill.page
    assert "<h1>2 / " in hill.page
    with app.app_context(), reading() as session:
        assert session.scalar(select(func.count()).select_from(tables.Response)) == 0


def test_sentences_are_chosen_on_a_page_that_carries_the_other_answers(
    hill: Browser, begun: Begin
) -> None:
    """Without scripts, nothing that was answered is lost on the way."""
    begun()
    hill.opens(HOME + "try").sends({"a.leaves": "at-ten"}, having="a.leaves", go="sentences:reason")
    first = re.search(r'name="a.reason" value="([^"]+)"', hill.page)
    assert first is not None
    hill.sends({"a.reason": first[1]}, having="a.reason")
    form = hill.form("a.leaves").values
    assert form["a.leaves"] == "at-ten"
    assert form["a.reason"] == first[1]


def test_on_paper_the_test_holds_nothing_of_the_key(hill: Browser, begun: Begin) -> None:
    """Name and date, numbered paragraphs, lines to write on; the key is another page."""
    begun()
    page = hill.opens(HOME + "print").page
    for words in ("Name", "Date", 'data-paragraph="3"', "When does the night ferry leave?"):
        assert words in page
    assert "The first sentence says so" not in page
    assert page.count('class="write"') == 1 + 9
    order = page.split("Put these in the order")[1].split("</section>")[0]
    assert (
        not order.index("first measurement")
        < order.index("second measurement")
        < order.index("vote of")
    )


def test_the_key_names_letters_words_and_paragraphs(hill: Browser, begun: Begin) -> None:
    """As they are found on the sheet."""
    begun()
    page = hill.opens(HOME + "print/key").page
    for words in (
        "B At ten",
        "Petro Lysenko",
        "1. The first measurement",
        "two | 2",
        "paragraph 1",
        "The first sentence says so",
    ):
        assert words in page
