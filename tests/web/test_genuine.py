"""What was found genuine is not worked out again, and nothing else passes for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from itsdangerous import BadSignature, SignatureExpired, TimestampSigner

from quiz.web import genuine

if TYPE_CHECKING:
    from flask import Flask

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


def test_a_cookie_that_was_changed_is_nobodys(amira: Browser, app: Flask) -> None:
    hers = token(amira)
    assert sends(amira, hers) == 302
    cookie = amira.client.get_cookie("session")
    assert cookie is not None
    payload, rest = cookie.value[:8], cookie.value[8:]
    amira.client.set_cookie("session", payload.swapcase() + rest)

    assert sends(amira, hers) == 400


def test_a_signature_that_is_known_still_grows_old(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer, counted = genuine.Signer("the key"), []
    verify = TimestampSigner.verify_signature

    def count(self: TimestampSigner, value: bytes, sig: bytes) -> bool:
        counted.append(value)
        return verify(self, value, sig)

    monkeypatch.setattr(TimestampSigner, "verify_signature", count)
    with app.app_context():
        signed = TimestampSigner("the key").sign("Amira")
        assert signer.unsign(signed, max_age=60) == signer.unsign(signed, max_age=60) == b"Amira"
        assert len(counted) == 1, "once is enough"

        signer.unsign(signer.sign("Ben"))
        assert len(counted) == 1, "what it has signed itself it need not look at"

        now = signer.get_timestamp()
        monkeypatch.setattr(signer, "get_timestamp", lambda: now + 61)
        with pytest.raises(SignatureExpired):
            signer.unsign(signed, max_age=60)
        with pytest.raises(BadSignature):
            genuine.Signer("another key").unsign(signed)
