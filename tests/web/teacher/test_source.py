"""The document itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conftest import HARBOUR
from tests.web.conftest import Begin, Hire

if TYPE_CHECKING:
    from tests.web.browser import Browser

PAGE = "/teach/sets/harbour/source"


def test_the_document_is_shown_and_kept_letter_by_letter(hill: Browser, begun: Begin) -> None:
    """Saving what was opened changes nothing."""
    begun()
    hill.opens(PAGE).sends(having="base")
    assert hill.client.get("/teach/sets/harbour.md").text == HARBOUR


def test_findings_stand_with_their_lines(hill: Browser, begun: Begin) -> None:
    """A draft with errors is kept, and told what is wrong where."""
    begun()
    hill.opens(PAGE).sends({"text": HARBOUR + "\n## And this?\n\nNothing.\n"}, having="base")
    assert hill.status == 200
    assert "E106" in hill.page
    line = HARBOUR.count("\n") + 2
    assert f"Line {line}" in hill.page


def test_what_cannot_be_read_at_all_is_refused_politely_and_kept_in_the_field(
    hill: Browser, begun: Begin
) -> None:
    """Not a letter is lost, and the draft stays what it was."""
    begun()
    broken = HARBOUR.replace("---\n\n# The", "\n\n# The")
    hill.opens(PAGE).sends({"text": broken}, having="base")
    assert hill.status == 422
    assert "nothing can be read" in hill.page
    assert "E101" in hill.page
    assert hill.form("base").values["text"].replace("\r\n", "\n") == broken
    assert hill.client.get("/teach/sets/harbour.md").text == HARBOUR


def test_two_tabs_are_asked_which_is_to_stand(
    hill: Browser, begun: Begin, browser_of: Hire
) -> None:
    """The later one sees both, and may keep its own."""
    begun()
    other = browser_of("hill@school.example").opens(PAGE)
    hill.opens(PAGE)
    other.sends({"text": HARBOUR.replace("at ten", "at two")}, having="base")
    mine = HARBOUR.replace("at ten", "at six")
    hill.sends({"text": mine}, having="base")
    assert hill.status == 409
    assert "at two" in hill.page
    assert "at six" in hill.page
    hill.sends(having="base")
    assert hill.client.get("/teach/sets/harbour.md").text == mine


def test_it_comes_down_as_a_file(hill: Browser, begun: Begin) -> None:
    """With the set's name, byte for byte."""
    begun()
    answer = hill.client.get("/teach/sets/harbour.md")
    assert answer.data == HARBOUR.encode()
    assert 'filename="harbour.md"' in answer.headers["Content-Disposition"]
