"""One's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.conftest import PASSWORD, Hire

if TYPE_CHECKING:
    from tests.web.browser import Browser

NEW = "quite another sentence"


def test_another_password_holds_from_now_on(hill: Browser, browser_of: Hire) -> None:
    """This browser stays signed in, all others are signed out."""
    elsewhere = browser_of("hill@school.example")
    hill.opens("/account/").sends({"old": PASSWORD, "password": NEW}, having="old")
    assert "The new password holds" in hill.page
    assert elsewhere.opens("/teach/").url == "/account/sign-in"
    assert browser_of("hill@school.example", NEW).opens("/teach/").url == "/teach/"


def test_the_old_password_must_be_right_and_the_new_one_good(hill: Browser) -> None:
    """Each is told at its field."""
    hill.opens("/account/").sends({"old": "not this one", "password": NEW}, having="old")
    assert hill.status == 422
    assert "not the password of this account" in hill.page
    hill.sends({"old": PASSWORD, "password": "short"}, having="old")
    assert "Take a longer one" in hill.page


def test_signing_out_everywhere_leaves_this_browser(hill: Browser, browser_of: Hire) -> None:
    """For the one who forgot to sign out at school."""
    elsewhere = browser_of("hill@school.example")
    hill.opens("/account/").sends(to="/account/sign-out-everywhere")
    assert hill.opens("/teach/").url == "/teach/"
    assert elsewhere.opens("/teach/").url == "/account/sign-in"
