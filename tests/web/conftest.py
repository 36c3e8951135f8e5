"""The cast at their browsers, with the clock of the story."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from quiz.storage import accounts, assignments, sets
from quiz.storage.accounts import links
from quiz.storage.sets import drafts
from tests.conftest import HARBOUR, Clock
from tests.web.browser import Browser

if TYPE_CHECKING:
    from flask import Flask

    from quiz.storage.assignments import Assignment

Assign = Callable[..., "Assignment"]
Hire = Callable[..., Browser]
Begin = Callable[..., str]

PASSWORD = "the ferry leaves at ten"
"""Every teacher's, in these stories."""


@pytest.fixture(autouse=True)
def told_time(clock: Clock, monkeypatch: pytest.MonkeyPatch, quick_passwords: None) -> None:
    """The pages go by the clock of the story, and nobody waits for a password."""
    monkeypatch.setattr("quiz.web.clock.now", lambda: clock.now)


@pytest.fixture
def browser(app: Flask) -> Callable[[], Browser]:
    """Give somebody a browser of their own, without scripts."""
    return lambda: Browser(app.test_client())


@pytest.fixture
def amira(browser: Callable[[], Browser]) -> Browser:
    """Amira, a student."""
    return browser()


@pytest.fixture
def ben(browser: Callable[[], Browser]) -> Browser:
    """Ben, another student."""
    return browser()


@pytest.fixture
def stranger(browser: Callable[[], Browser]) -> Browser:
    """Somebody who has no code."""
    return browser()


@pytest.fixture
def browser_of(browser: Callable[[], Browser]) -> Hire:
    """Give a teacher a browser in which she is signed in."""

    def signed_in(email: str, password: str = PASSWORD) -> Browser:
        found = browser().opens("/account/sign-in")
        return found.sends({"email": email, "password": password}, having="email")

    return signed_in


@pytest.fixture
def hire(app: Flask, clock: Clock, browser_of: Hire) -> Hire:
    """Make an account; give its browser, signed in."""

    def hired(name: str, email: str, role: str = "teacher") -> Browser:
        with app.app_context():
            token = links.invite(None, role, clock.now)  # type: ignore[arg-type]
            links.use_link(token, email=email, name=name, password=PASSWORD, now=clock.now)
        return browser_of(email)

    return hired


@pytest.fixture
def hill(hire: Hire) -> Browser:
    """Ms Hill, a teacher, and the admin of the school."""
    return hire("Ms Hill", "hill@school.example", "admin")


@pytest.fixture
def reed(hire: Hire) -> Browser:
    """Mr Reed, another teacher."""
    return hire("Mr Reed", "reed@school.example")


@pytest.fixture
def begun(app: Flask, clock: Clock, hill: Browser) -> Begin:
    """Ms Hill has begun a set (the harbour, if nothing else is said); its id."""

    def begin(source: str = HARBOUR) -> str:
        with app.app_context():
            account = accounts.sign_in("hill@school.example", PASSWORD, clock.now)
            assert account is not None
            return drafts.create(account, source, clock.now).set_id

    return begin


@pytest.fixture
def load(app: Flask, clock: Clock) -> Callable[[str], str]:
    """Load a set as `quiz load` would; give its id."""

    def loaded(source: str = HARBOUR) -> str:
        with app.app_context():
            found = sets.load(source, origin="a file", name="a-set", now=clock.now)
        assert not found.refused, found.findings
        return found.set_id

    return loaded


@pytest.fixture
def given(app: Flask, load: Callable[[str], str], clock: Clock) -> Assign:
    """Give a set (the harbour, if nothing else is said) to students by the test's rules."""

    def assign(source: str = HARBOUR, **rules: Any) -> Assignment:
        set_id = load(source)
        with app.app_context():
            return assignments.create(set_id, now=clock.now, **rules)

    return assign


@pytest.fixture
def practice(load: Callable[[str], str], stranger: Browser) -> str:
    """The harbour is open practice; its landing page."""
    load(HARBOUR)
    found = re.search(r'"(/join/[^"]+)"', stranger.opens("/").page)
    assert found is not None
    return found[1]


def joins(browser: Browser, address: str, name: str = "Amira") -> str:
    """Start an attempt from its landing page; give the private link's path."""
    browser.opens(address).sends({"name": name}, having="name")
    assert "/attempts/" in browser.url, browser.page
    return browser.url
