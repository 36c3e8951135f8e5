"""The set as it stands: the passage, its questions, what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conftest import HARBOUR
from tests.web.conftest import Begin

if TYPE_CHECKING:
    from tests.web.browser import Browser


def test_passage_and_questions_stand_side_by_side(hill: Browser, begun: Begin) -> None:
    """Each question with its kind, its key, its evidence and its findings."""
    begun()
    page = hill.opens("/teach/sets/harbour/").page
    for words in ("forty lorries", "Who steers the ferry?", "Short answer", "Put in order"):
        assert words in page
    assert "0 errors" in page


def test_a_question_that_cannot_be_read_is_in_the_list_all_the_same(
    hill: Browser, begun: Begin
) -> None:
    """With what is wrong with it; the other questions are not in its way."""
    begun(HARBOUR + "\n## And this? {#broken}\n\nNo answer part at all.\n")
    card = hill.opens("/teach/sets/harbour/").page.split('id="q-broken"')[1]
    assert "cannot be read yet" in card
    assert "E106" in card
    assert hill.opens("/teach/sets/harbour/questions/broken").status == 200


def test_a_document_that_is_no_set_yet_can_be_looked_at(hill: Browser, begun: Begin) -> None:
    """Whatever is in the draft, no page breaks."""
    begun("---\nid: odd\n---\n")
    for page in ("", "source", "settings", "publish", "versions", "correction", "add"):
        assert hill.opens(f"/teach/sets/odd/{page}").status == 200, page
    for page in ("try", "print", "print/key"):
        assert hill.opens(f"/teach/sets/odd/{page}").url == "/teach/sets/odd/"


def test_three_hundred_questions_are_listed(hill: Browser, begun: Begin) -> None:
    """A long set opens and says what it holds."""
    more = "\n".join(
        f"## How many, {n}? {{#n{n} skill=locate evidence=none}}\n\nAnswer: {n}\n"
        for n in range(293)
    )
    begun(f"{HARBOUR}\n{more}")
    page = hill.opens("/teach/sets/harbour/").page
    assert page.count('class="item question"') == 300


def test_a_reader_may_look_and_copy_and_no_more(hill: Browser, reed: Browser, begun: Begin) -> None:
    """A set that is shared to read has no button that changes it."""
    begun()
    hill.opens("/teach/sets/harbour/settings").sends(
        {"email": "reed@school.example", "right": "read"}, having="email"
    )
    page = reed.opens("/teach/sets/harbour/").page
    assert "Ms Hill shares this set with you, to read." in page
    assert "/questions/leaves/remove" not in page
    reed.sends(to="/teach/sets/harbour/copy")
    assert reed.url == "/teach/sets/harbour-2/"
    assert "/questions/leaves/remove" in reed.page


def test_each_quote_is_told_with_its_paragraph(hill: Browser, begun: Begin) -> None:
    """In the list and in the form; one that is not found has none."""
    begun(HARBOUR.replace("> Petro Lysenko has steered it", "> Petro Lysenko steered it"))
    assert "paragraph 2</small>" in hill.opens("/teach/sets/harbour/").page
    assert "paragraph 2</small>" in hill.opens("/teach/sets/harbour/questions/complete").page
    assert "</small></span></p>" not in hill.opens("/teach/sets/harbour/questions/steers").page
