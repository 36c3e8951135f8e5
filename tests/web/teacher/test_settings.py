"""What the frame says, and with whom a set is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conftest import HARBOUR
from tests.web.conftest import Begin

if TYPE_CHECKING:
    from tests.web.browser import Browser

HOME = "/teach/sets/harbour/"


def source(browser: Browser) -> str:
    return browser.client.get("/teach/sets/harbour.md").text


def test_only_the_keys_that_were_changed_are_written(hill: Browser, begun: Begin) -> None:
    """The others keep their lines, and so does everything below the frame."""
    begun()
    hill.opens(HOME + "settings").sends({"level": "B2", "practice": "no"}, having="level")
    assert source(hill) == HARBOUR.replace("level: B1", "level: B2").replace(
        "practice: yes", "practice: no"
    ).replace("practice: no", "practice: no")
    before = source(hill)
    hill.opens(HOME + "settings").sends(having="level")
    assert source(hill) == before


def test_names_are_a_line_each(hill: Browser, begun: Begin) -> None:
    """One line of spellings more, and one less."""
    begun()
    hill.opens(HOME + "settings")
    hill.sends({"names": "Ines Moreau | Ines Moro\r\nHull | Kingston"}, having="level")
    text = source(hill)
    assert "  - Hull | Kingston\n" in text
    assert "Lysenko |" not in text


def test_a_colleague_may_read_then_write_then_nothing(
    hill: Browser, reed: Browser, begun: Begin
) -> None:
    """Shared by the colleague's address; taken back by one button."""
    begun()
    form = {"email": "reed@school.example"}
    hill.opens(HOME + "settings").sends(form | {"right": "read"}, having="email")
    assert "Mr Reed" in hill.page
    assert reed.opens(HOME).status == 200
    assert reed.opens(HOME + "questions/leaves").status == 404
    hill.opens(HOME + "settings").sends(
        form | {"right": "write"}, having="email", to=HOME + "share"
    )
    assert reed.opens(HOME + "questions/leaves").status == 200
    hill.opens(HOME + "settings").sends(form | {"right": ""}, having="email", to=HOME + "share")
    assert reed.opens(HOME).status == 404


def test_an_address_that_nobody_has_is_told(hill: Browser, begun: Begin) -> None:
    """Beside what was typed."""
    begun()
    hill.opens(HOME + "settings").sends({"email": "nobody@school.example"}, having="email")
    assert hill.status == 422
    assert "Nobody here has this e-mail address" in hill.page
    assert 'value="nobody@school.example"' in hill.page
