"""Two hosts that share nothing but the database: whatever one does, the other knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from quiz.storage import migrations, reading, tables
from quiz.storage.accounts import throttles
from tests.conftest import HARBOUR, MakeApp
from tests.web.browser import Browser
from tests.web.conftest import Assign, Begin, joins

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def app(make_app: MakeApp, database_url: str) -> Flask:
    """The one host: it makes the key that signs cookies."""
    made = make_app(database_url, TESTING=True, QUIZ_SYNCHRONOUS="NORMAL")
    with made.app_context():
        migrations.upgrade()
    return made


@pytest.fixture
def other(app: Flask, make_app: MakeApp, database_url: str) -> Flask:
    """The other host."""
    return make_app(database_url, TESTING=True, QUIZ_SYNCHRONOUS="NORMAL")


def moved(browser: Browser, host: Flask) -> Browser:
    """The same browser, whose next requests reach another host."""
    client = host.test_client()
    for cookie in (browser.client._cookies or {}).values():  # noqa: SLF001 - werkzeug gives no other way to all
        client.set_cookie(cookie.key, cookie.decoded_value)
    there = Browser(client)
    there.response, there.url = browser.response, browser.url
    return there


def test_a_page_of_one_host_is_sent_to_the_other(
    amira: Browser, practice: str, other: Flask
) -> None:
    """Session, CSRF token, receipts and conflicts: no request has to stay with its host."""
    room = joins(amira, practice)
    there = moved(amira, other)
    there.sends({"a.leaves": "at-ten"}, having="writer")
    assert there.status == 200

    amira.opens(room)
    assert 'value="at-ten" checked' in amira.page
    assert amira.form("writer").values["seen.leaves"] == "1"


def test_who_is_signed_in_here_is_so_there_until_she_signs_out_everywhere(
    hill: Browser, other: Flask
) -> None:
    there = moved(hill, other)
    assert there.opens("/teach/").url == "/teach/"
    hill.opens("/account/").sends(to="/account/sign-out-everywhere")

    assert "/account/sign-in" in there.opens("/teach/").url


def test_guesses_count_wherever_they_are_made(
    stranger: Browser, other: Flask, given: Assign
) -> None:
    code = given().code
    for _ in range(throttles.LIMIT // 2):
        for browser in (stranger, Browser(other.test_client())):
            assert browser.client.get("/join/ZZZZ-ZZZZ").status_code == 404

    assert stranger.client.get(f"/join/{code}").status_code == 429
    assert other.test_client().get(f"/join/{code}").status_code == 429


def test_a_version_published_here_is_practised_there(
    amira: Browser, practice: str, load: Assign, other: Flask
) -> None:
    """The other host keeps what it has parsed; what is new has a number of its own."""
    there = moved(amira, other)
    joins(there, practice)
    assert "The night ferry" in there.page
    load(HARBOUR.replace("The night ferry leaves", "The morning ferry leaves"))
    joins(Browser(other.test_client()), practice, "Ben")
    fresh = Browser(other.test_client())
    joins(fresh, practice, "Jonas")

    assert "The morning ferry leaves" in fresh.page
    assert "The night ferry leaves" in there.opens(there.url).page, "hers shows what it showed"


def test_a_draft_that_was_changed_there_is_not_written_over_here(
    app: Flask, hill: Browser, begun: Begin, other: Flask
) -> None:
    address = f"/teach/sets/{begun()}/source"
    hill.opens(address)
    there = moved(hill, other).opens(address)
    there.sends({"text": HARBOUR.replace("forty lorries", "fifty lorries")}, having="text")
    hill.sends({"text": HARBOUR.replace("forty lorries", "sixty lorries")}, having="text")

    assert hill.status == 409
    assert "sixty lorries" in hill.page, "what she wrote is handed back"
    with app.app_context(), reading() as session:
        newest = select(tables.Draft.source).order_by(tables.Draft.revision.desc()).limit(1)
        assert "fifty lorries" in str(session.scalar(newest))
