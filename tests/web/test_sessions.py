"""A cookie is read once and then known; nothing else passes for it, and it still grows old."""

from __future__ import annotations

import secrets
import time
from copy import deepcopy
from typing import TYPE_CHECKING

import pytest
from flask import session
from itsdangerous import TimestampSigner

from quiz.web import sessions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from tests.web.browser import Browser

WEEKS = 31 * 24 * 3600


def cookie(browser: Browser, going: Sequence[object] = ()) -> str:
    """Give the cookie of a browser in whose session there is a list."""
    with browser.client.session_transaction() as held:
        held["going"] = list(going)
    found = browser.client.get_cookie("session")
    assert found is not None
    return found.value


def read(app: Flask, sent: str) -> dict[str, object]:
    """Read a session as a request that sends this cookie does; what it adds is not kept."""
    with app.test_request_context(headers={"Cookie": f"session={sent}"}):
        found: dict[str, object] = deepcopy(dict(session))
        session.get("going", []).append("added")
        return found


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The signatures that were worked out."""
    counted, verify = list[bytes](), TimestampSigner.verify_signature

    def count(self: TimestampSigner, value: bytes, sig: bytes) -> bool:
        counted.append(sig)
        return verify(self, value, sig)

    monkeypatch.setattr(TimestampSigner, "verify_signature", count)
    return counted


def test_a_cookie_is_read_once(app: Flask, amira: Browser, verified: list[bytes]) -> None:
    sent = cookie(amira)
    verified.clear()
    with app.test_request_context():
        kept = app.extensions["quiz.memory"]
        kept.pop("session", None)

    assert read(app, sent) == read(app, sent) != {}
    assert len(verified) == 1


def test_what_one_request_puts_into_its_session_no_other_sees(app: Flask, amira: Browser) -> None:
    sent = cookie(amira)

    assert read(app, sent) == read(app, sent) == {"going": []}


def test_a_cookie_that_was_changed_is_nobodys(app: Flask, amira: Browser) -> None:
    sent = cookie(amira)
    assert read(app, sent) != {}

    assert read(app, sent[:8].swapcase() + sent[8:]) == {}
    assert read(app, sent[:-3] + sent[-3:].swapcase()) == {}


def test_a_cookie_that_is_known_still_grows_old(
    app: Flask, amira: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, now = cookie(amira), time.time()
    assert read(app, sent) != {}
    monkeypatch.setattr(time, "time", lambda: now + WEEKS + 61)

    assert read(app, sent) == {}


@pytest.mark.parametrize("back", [1, 3600, 24 * 3600])
def test_a_cookie_outlives_a_clock_that_is_set_back(
    app: Flask, amira: Browser, monkeypatch: pytest.MonkeyPatch, back: int
) -> None:
    """The clock of another host may be a second behind, too."""
    sent, now = cookie(amira), time.time()
    monkeypatch.setattr(time, "time", lambda: now - back)

    assert read(app, sent) != {}
    assert read(app, f"{sent}; more={'x' * sessions.LONGEST}") != {}


def test_with_another_key_no_cookie_is_known(app: Flask, amira: Browser) -> None:
    sent = cookie(amira)
    assert read(app, sent) != {}
    app.secret_key, before = "another key, as long as it has to be", app.secret_key
    try:
        assert read(app, sent) == {}
    finally:
        app.secret_key = before


def test_a_long_cookie_is_read_and_not_kept(app: Flask, amira: Browser) -> None:
    with app.test_request_context():
        kept = app.extensions["quiz.memory"].setdefault("session", {})
    kept.clear()
    long = secrets.token_hex(1500)  # by chance, or it would be pressed together
    sent = cookie(amira, [long])

    assert len(sent) > sessions.LONGEST
    assert read(app, sent) == {"going": [long]}
    assert kept == {}


def test_a_cookie_that_was_just_sent_is_known_when_it_comes_back(
    app: Flask, amira: Browser, verified: list[bytes]
) -> None:
    """With whatever cookies beside it; and it says what anybody reads in it."""
    sent = cookie(amira, [("Amira", 1)])
    verified.clear()
    known = [read(app, sent), read(app, f"{sent}; theme=dark")]
    assert verified == []
    app.extensions["quiz.memory"].pop("session")

    assert known == [read(app, sent)] * 2 == [{"going": [("Amira", 1)]}] * 2
    assert len(verified) == 1
