"""What was found genuine is not worked out again, and nothing else passes for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.web.browser import Browser


def token(browser: Browser) -> str:
    return browser.opens("/preferences").form("size").values["csrf_token"]


def sends(browser: Browser, sent: str) -> int:
    form = {"csrf_token": sent, "size": "3", "spacing": "wide", "theme": "dark", "next": "/"}
    return browser.client.post("/preferences", data=form).status_code


def test_a_token_goes_on_working_for_its_own_session_and_for_no_other(
    amira: Browser, ben: Browser
) -> None:
    hers, his = token(amira), token(ben)
    assert sends(amira, hers) == sends(amira, hers) == 302
    assert sends(ben, his) == 302

    assert sends(ben, hers) == 400, "it is known, but not as his"
    assert sends(amira, hers[:-9] + hers[-9:].swapcase()) == 400
    assert sends(amira, "") == 400


def test_a_session_is_given_one_token_for_all_its_forms(amira: Browser, ben: Browser) -> None:
    assert token(amira) == token(amira) != token(ben)
