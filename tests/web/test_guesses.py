"""Guessing: codes, passwords, addresses. Counted, stopped, and hopeless; nothing tells one nearer."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from quiz.storage import accounts, codes
from quiz.storage.accounts import throttles
from tests.web.conftest import PASSWORD, Assign, joins
from tests.web.vectors import VECTORS

if TYPE_CHECKING:
    from tests.web.browser import Browser

YEAR = timedelta(days=365) / throttles.WINDOW * throttles.LIMIT
"""Guesses that one address has in a year, day and night."""

LETTERS = len(codes.ALPHABET)


def test_codes_cannot_be_guessed_in_a_year_at_the_permitted_rate() -> None:
    """One address, and what may be found: 1,000 assignments open, 5,000 students with a code."""
    assert YEAR * 1_000 / LETTERS**codes.CODE < 0.01
    assert YEAR * 5_000 / LETTERS**codes.PERSONAL < 0.000_1


def test_links_cannot_be_guessed_even_by_who_is_never_stopped() -> None:
    """The right one is never slowed down, so no throttle counts: 1,000 a second for a year."""
    guesses = timedelta(days=365).total_seconds() * 1_000
    assert guesses * 10_000 / LETTERS**codes.TOKEN < 0.002
    assert guesses * 10_000 / LETTERS**codes.LINK < 1e-18


def test_a_password_has_few_guesses_from_all_addresses_together() -> None:
    """A million passwords that are the commonest are tried in more than a year."""
    a_day = timedelta(days=1) / throttles.WINDOW * accounts.GUESSES
    assert a_day * 340 < 1_000_000


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/join/{}", None),
        ("/attempts/{}", None),
        ("/attempts/{}/result", None),
        ("/", {"code": "{}"}),
        ("/me", {"personal": "{}"}),
    ],
)
def test_every_place_that_takes_a_code_counts_wrong_ones_together(
    stranger: Browser, monkeypatch: pytest.MonkeyPatch, path: str, form: dict[str, str] | None
) -> None:
    """Whoever was stopped at one place is stopped at the others too."""
    monkeypatch.setattr(throttles, "LIMIT", 3)
    token = stranger.opens("/").form("csrf_token").values["csrf_token"]
    found = []
    for n in range(2, 6):
        guess = f"ZZZZZ-ZZZZ{n}"
        address = path.format(guess)
        if form is None:
            found.append(stranger.client.get(address).status_code)
        else:
            sent = dict.fromkeys(form, guess) | {"csrf_token": token}
            found.append(stranger.client.post(address, data=sent).status_code)
    assert found == [404, 404, 404, 429]
    assert stranger.client.get("/join/ZZZZ-ZZZZ").status_code == 429


def test_a_wrong_code_of_any_kind_is_answered_alike(
    amira: Browser, stranger: Browser, given: Assign
) -> None:
    """Of an assignment, of an attempt, and of what is neither: byte for byte, but for the address."""
    joins(amira, f"/join/{given().code}")
    pages = set()
    for address in ("/join/ZZZZ-ZZZZ", "/attempts/zzzz-zzzz-zzzz", "/nowhere"):
        answer = stranger.client.get(address)
        assert answer.status_code == 404
        pages.add(re.sub(r'value="[^"]{40,}"', "", answer.text.replace(address, "")))
    assert len(pages) == 1


def test_an_unknown_address_and_a_wrong_password_are_answered_alike(
    hill: Browser, stranger: Browser
) -> None:
    """And take as long: `tests/storage/accounts/test_passwords.py` shows that as much is worked out."""
    pages = set()
    for email, password in (
        ("hill@school.example", "a wrong one, surely"),
        ("nobody@school.example", PASSWORD),
    ):
        stranger.opens("/account/sign-in")
        stranger.sends({"email": email, "password": password}, having="email")
        assert stranger.status == 422
        page = stranger.page.replace(email, "")
        pages.add(re.sub(r'name="csrf_token"[^>]*>|id="csrf_token"[^>]*>', "", page))
    assert len(pages) == 1


def test_no_way_back_leads_to_somebody_else(stranger: Browser) -> None:
    """Whatever stands in `next`: one stays here."""
    outside = ["//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example"]
    outside += ["/\t/evil.example", "/%09/evil.example", "///evil.example", "evil.example", " //e"]
    outside += ["http://localhost@evil.example", "javascript:alert(1)", "/\n/evil.example"]
    token = stranger.opens("/preferences").form("size").values["csrf_token"]
    for place in (*outside, *VECTORS):
        form = {"next": place, "csrf_token": token}
        answer = stranger.client.post("/preferences", data=form)
        assert answer.status_code == 302
        assert re.match(r"/(?![/\\])", answer.location), place


def test_what_cannot_be_a_code_is_no_guess(
    stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A class that types a code from the board does not shut itself out by slips."""
    monkeypatch.setattr(throttles, "LIMIT", 1)
    stranger.opens("/")
    for slip in ("K7RM-482", "K7RM-482PP", "K7RM-48OP", "K7RM 4 8 2 A", "hello"):
        assert stranger.sends({"code": slip}, having="code", to="/").status == 404
    assert stranger.client.get("/attempts/nothing").status_code == 404
    assert stranger.sends({"code": "BBBB-BBBB"}, having="code", to="/").status == 404
    assert stranger.sends({"code": "BBBB-BBBC"}, having="code", to="/").status == 429
