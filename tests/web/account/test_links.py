"""One-time links: the first account, an invitation, a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quiz.storage.accounts import links
from tests.web.conftest import PASSWORD, Hire

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import Clock
    from tests.web.browser import Browser

HILL = {"name": "Ms Hill", "email": "hill@school.example", "password": PASSWORD}


def first(app: Flask, clock: Clock) -> str:
    with app.app_context():
        return f"/account/first/{links.first_link(clock.now)}"


def test_the_first_link_makes_the_first_account_and_leads_to_the_first_set(
    app: Flask, clock: Clock, stranger: Browser
) -> None:
    """Name, address, password: and one may paste an article."""
    address = first(app, clock)
    stranger.opens(address).sends(HILL, having="password")
    assert stranger.url == "/teach/new"
    assert "Welcome, Ms Hill" in stranger.page
    assert stranger.opens(address).status == 404
    assert "does nothing any more" in stranger.page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Type your name."),
        ({"name": "\x07"}, "nothing in it that can be seen"),
        ({"email": "hill"}, "no e-mail address"),
        ({"email": ""}, "Type your e-mail address."),
        ({"password": "short"}, "Take a longer one"),
        ({"password": "aaaaaaaaaaaaaa"}, "more different characters"),
        ({"password": "hill@school.example"}, "not your name or your e-mail address"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_rest_is_kept(
    app: Flask, clock: Clock, stranger: Browser, wrong: dict[str, str], words: str
) -> None:
    """The link still works then, and what was typed stands there, but for the password."""
    stranger.opens(first(app, clock)).sends(HILL | wrong, having="password")
    assert stranger.status == 422
    assert words in stranger.page
    assert 'aria-invalid="true"' in stranger.page
    assert PASSWORD not in stranger.page
    stranger.sends(HILL, having="password")
    assert stranger.url == "/teach/new"


def test_an_invitation_makes_a_teacher_once(
    hill: Browser, stranger: Browser, browser_of: Hire
) -> None:
    """An admin makes the link; whoever opens it first has the account."""
    hill.opens("/account/people/").sends({"role": "teacher"}, having="role")
    link = hill.page.split('value="http://localhost', 1)[1].split('"', 1)[0]
    stranger.opens(link).sends(
        {"name": "Mr Reed", "email": "HILL@school.example ", "password": PASSWORD},
        having="password",
    )
    assert "There is an account with this address" in stranger.page
    stranger.sends({"email": "reed@school.example", "password": PASSWORD}, having="password")
    assert stranger.url == "/teach/"
    assert "Invite others" not in stranger.opens("/account/").page
    assert stranger.opens("/account/people/").status == 404


def test_a_reset_sets_a_password_and_signs_everybody_else_out(
    app: Flask, clock: Clock, hill: Browser, stranger: Browser
) -> None:
    """The old sessions end."""
    with app.app_context():
        token = links.reset("hill@school.example", clock.now)
    stranger.opens(f"/account/reset/{token}")
    assert "hill@school.example" in stranger.page
    stranger.sends({"password": "another fine sentence"}, having="password")
    assert stranger.url == "/teach/"
    assert hill.opens("/teach/").url == "/account/sign-in"


def test_a_link_of_one_kind_opens_no_other_door(
    app: Flask, clock: Clock, stranger: Browser
) -> None:
    """The first account's link is no invitation."""
    token = first(app, clock).rsplit("/", 1)[1]
    assert stranger.opens(f"/account/invite/{token}").status == 404
