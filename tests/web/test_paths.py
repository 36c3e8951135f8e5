"""Below a path of somebody else's host: every address, every cookie and every way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from quiz.web import paths
from tests.conftest import MakeApp

if TYPE_CHECKING:
    from flask import Flask

    from tests.web.browser import Browser
    from tests.web.conftest import Begin

BELOW = {"X-Forwarded-Prefix": "/quiz"}


@pytest.fixture
def app(app: Flask, make_app: MakeApp, database_url: str) -> Flask:
    """The application behind one proxy."""
    return make_app(database_url, TESTING=True, SECRET_KEY="for tests only", QUIZ_PROXIES=1)


def outside(page: str) -> list[str]:
    """The addresses on a page that lead out of the path."""
    addresses = page.replace("'", '"').split('"')
    return [a for a in addresses if a.startswith("/") and not a.startswith("/quiz/")]


def test_at_the_top_cookies_go_everywhere(amira: Browser, practice: str) -> None:
    answer = amira.client.get("/")

    assert "Path=/;" in f"{answer.headers['Set-Cookie']};"
    assert 'data-path="/"' in answer.text


def test_below_a_path_every_address_begins_with_it(amira: Browser, practice: str) -> None:
    page = amira.client.get("/", headers=BELOW)

    assert 'data-path="/quiz/"' in page.text
    assert f'href="/quiz{practice}"' in page.text
    assert outside(page.text) == []
    assert "Path=/quiz/;" in f"{page.headers['Set-Cookie']};"


@pytest.mark.parametrize(
    "path",
    ["/teach/", "/teach/new", "/teach/sets/harbour/", "/teach/sets/harbour/publish", "/account/"],
)
def test_a_teachers_pages_stay_there_too(hill: Browser, begun: Begin, path: str) -> None:
    begun()
    page = hill.client.get(path, headers=BELOW)

    assert page.status_code == 200, path
    assert outside(page.text) == []


def test_the_way_in_leads_back_below_the_path(stranger: Browser) -> None:
    asked = stranger.client.get("/teach/new?x=1", headers=BELOW)

    assert asked.location == "/quiz/account/sign-in?next=/quiz/teach/new?x%3D1"


def test_the_choice_of_how_to_read_leads_back_below_the_path(amira: Browser) -> None:
    page = amira.client.get("/preferences?next=//evil.example", headers=BELOW)

    assert 'href="/quiz/"' in page.text
    assert 'name="next" value="/quiz/"' in page.text


def test_without_a_proxy_nobody_is_believed(
    make_app: MakeApp, database_url: str, amira: Browser
) -> None:
    bare = make_app(database_url, SECRET_KEY="for tests only", QUIZ_PROXIES=0)

    assert 'data-path="/"' in bare.test_client().get("/", headers=BELOW).text


@pytest.mark.parametrize(
    "path", ["", "x", "//evil.example", "/\\evil.example", "/a\nb", "http://a"]
)
def test_only_a_path_of_this_host_is_gone_to(path: str) -> None:
    assert paths.ours(path, "/home") == "/home"
    assert paths.ours("/teach/", "/home") == "/teach/"


def test_a_link_for_somebody_else_leads_to_the_address_that_was_set_whatever_host_is_said(
    app: Flask, hill: Browser
) -> None:
    """A request that was sent through a stranger's host makes no link to it."""
    app.config["QUIZ_ADDRESS"] = "https://school.example/quiz"
    page = hill.opens("/account/people/")
    token = page.form("role").values["csrf_token"]
    cookie, client = hill.client.get_cookie("session"), app.test_client()
    assert cookie is not None
    client.set_cookie("session", cookie.value, domain="evil.example")
    form = {"csrf_token": token, "role": "teacher"}
    evil: dict[str, Any] = {"base_url": "http://evil.example", "headers": BELOW}
    answer = client.post("/account/people/", data=form, **evil)

    assert "https://school.example/quiz/account/invite/" in answer.text
    assert "evil.example" not in answer.text
