"""A finding that one click can mend: where the question is written, in the list, before publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import HARBOUR
from tests.web.teacher.test_questions import source

if TYPE_CHECKING:
    from tests.web.browser import Browser
    from tests.web.conftest import Begin

WRONG = HARBOUR.replace("> Petro Lysenko has steered it", "> Petro Lysenko steered it").replace(
    "## Who steers the ferry?", "## Who has not left the ferry?"
)
QUOTE = "> Petro Lysenko has steered it for nineteen years."


def mend_of(browser: Browser, form: str, code: str, kind: str) -> str:
    """The value of the button on the page."""
    return next(
        str(button["value"])
        for button in browser.form(form).buttons
        if str(button.get("value")).startswith(f"mend:{kind}:{code}:")
    )


@pytest.mark.parametrize("page", ["", "publish"])
def test_a_click_takes_the_nearest_words_and_undo_gives_them_back(
    hill: Browser, begun: Begin, page: str
) -> None:
    """In the list, and where publishing is refused."""
    begun(WRONG)
    hill.opens(f"/teach/sets/harbour/{page}")
    hill.sends({}, having="#mending", go=mend_of(hill, "#mending", "E112", "quote"))

    assert hill.url.startswith(f"/teach/sets/harbour/{page}")
    assert source(hill) == WRONG.replace("> Petro Lysenko steered it for nineteen years.", QUOTE)
    hill.sends({}, having="revision")
    assert source(hill) == WRONG


def test_a_click_in_the_form_keeps_what_was_typed_and_mends(hill: Browser, begun: Begin) -> None:
    """Both in one save; the form comes back."""
    begun(WRONG)
    hill.opens("/teach/sets/harbour/questions/steers")
    hill.sends(
        {"hint": "Look for a name."},
        having="#question",
        go=mend_of(hill, "#question", "W205", "write"),
    )

    assert hill.url == "/teach/sets/harbour/questions/steers"
    assert "## Who has **not** left the ferry?" in source(hill)
    assert "Hint: Look for a name." in source(hill)


def test_a_click_in_the_text_keeps_what_was_typed_and_mends(hill: Browser, begun: Begin) -> None:
    """Words without a space, and another title."""
    begun(HARBOUR.replace("Petro Lysenko has", "Petro Lysenkoagain has"))
    hill.opens("/teach/sets/harbour/passage/the-night-ferry")
    hill.sends(
        {"title": "By night"}, having="#passage", go=mend_of(hill, "#passage", "W301", "write")
    )

    assert "Petro Lysenko again has steered" in source(hill)
    assert "# By night" in source(hill)


def test_a_finding_that_is_gone_mends_nothing(hill: Browser, begun: Begin) -> None:
    """Two clicks, or a page that is old: it is said."""
    begun(WRONG)
    hill.opens("/teach/sets/harbour/")
    value = mend_of(hill, "#mending", "E112", "quote")
    hill.sends({}, having="#mending", go=value)
    mended = source(hill)
    for said in (value, "mend", "mend:write", "mend:fly:E112:0:steers", "save"):
        hill.opens("/teach/sets/harbour/")
        token = hill.form("#mending").values["csrf_token"]
        answer = hill.client.post(
            "/teach/sets/harbour/mend",
            data={"csrf_token": token, "go": said},
            follow_redirects=True,
        )
        assert "Nothing was mended" in answer.text
        assert source(hill) == mended


def test_several_codes_that_are_meant_may_be_parted_by_spaces(hill: Browser, begun: Begin) -> None:
    """The document has the comma form."""
    begun()
    hill.opens("/teach/sets/harbour/questions/steers")
    hill.sends({"ok": "W205  W213, W207"}, having="#question", go="done")

    assert "ok=W205,W213,W207" in source(hill)
