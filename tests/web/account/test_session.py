"""Signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quiz.storage import accounts
from tests.web.conftest import PASSWORD

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.web.browser import Browser


def signs_in(browser: Browser, password: str = PASSWORD) -> Browser:
    return browser.sends({"email": "hill@school.example", "password": password}, having="email")


def test_one_comes_back_to_where_one_wanted_to_go(hill: Browser, stranger: Browser) -> None:
    """A page that asks for an account leads to the way in, and the way in leads back."""
    stranger.opens("/teach/new")
    assert stranger.url == "/account/sign-in"
    signs_in(stranger)
    assert stranger.url == "/teach/new"


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_way_in_leads_nowhere_else(hill: Browser, stranger: Browser, place: str) -> None:
    """A link with somebody else's address in it is not followed."""
    stranger.opens("/account/sign-in").sends({"next": place} | SIGN_IN, having="password")
    assert stranger.url == "/teach/"


SIGN_IN = {"email": "hill@school.example", "password": PASSWORD}


def test_a_wrong_password_is_told_and_the_address_is_kept(hill: Browser, stranger: Browser) -> None:
    """Whether there is such an account is not said."""
    signs_in(stranger.opens("/account/sign-in"), "a wrong one, surely")
    known = stranger.page
    assert stranger.status == 422
    assert "do not belong together" in known
    assert 'value="hill@school.example"' in known
    stranger.sends({"email": "nobody@school.example", "password": PASSWORD}, having="email")
    assert "do not belong together" in stranger.page


def test_guessing_is_stopped_for_a_while(
    hill: Browser, stranger: Browser, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After too many wrong passwords even the right one waits."""
    monkeypatch.setattr(accounts, "GUESSES", 2)
    stranger.opens("/account/sign-in")
    for _ in range(2):
        signs_in(stranger, "a wrong one, surely")
    signs_in(stranger)
    assert "Too many wrong passwords" in stranger.page
    clock.passes(minutes=11)
    assert signs_in(stranger).url == "/teach/"


def test_signing_out_ends_it(hill: Browser) -> None:
    """The next page asks again."""
    hill.opens("/teach/").sends(to="/account/sign-out")
    assert hill.opens("/teach/").url == "/account/sign-in"


def test_nobody_shuts_a_teacher_out_of_her_own_browser(
    hill: Browser, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wrong passwords for her address, before each test; her browser is counted by itself."""
    monkeypatch.setattr(accounts, "GUESSES", 3)
    hill.opens("/teach/").sends(to="/account/sign-out")
    stranger.opens("/account/sign-in")
    for _ in range(3):
        signs_in(stranger, "a wrong one, surely")
    assert "Too many wrong passwords" in signs_in(stranger).page
    assert signs_in(hill.opens("/account/sign-in")).url == "/teach/"
    hill.opens("/teach/").sends(to="/account/sign-out")
    hill.opens("/account/sign-in")
    for _ in range(3):
        assert "do not belong together" in signs_in(hill, "a wrong one, surely").page
    assert "Too many wrong passwords" in signs_in(hill).page, "nor does it guess any longer"


@pytest.mark.parametrize("cookie", ["", "x", "WzEsIngiXQ.forged", "eyJhIjoxfQ.x"])
def test_a_browser_that_only_says_it_is_hers_is_not(
    hill: Browser, stranger: Browser, monkeypatch: pytest.MonkeyPatch, cookie: str
) -> None:
    monkeypatch.setattr(accounts, "GUESSES", 1)
    stranger.client.set_cookie("device", cookie)
    signs_in(stranger.opens("/account/sign-in"), "a wrong one, surely")
    assert "Too many wrong passwords" in signs_in(stranger).page
