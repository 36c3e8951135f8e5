"""Security headers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quiz import config
from tests.web.conftest import joins

if TYPE_CHECKING:
    from flask import Flask

    from tests.web.browser import Browser


def test_every_page_forbids_what_is_inline_or_from_elsewhere(stranger: Browser) -> None:
    """The policy is strict, and the page keeps to it."""
    for path in ("/", "/nowhere"):
        headers = stranger.client.get(path).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_has_an_inline_script_or_style(amira: Browser, practice: str) -> None:
    """The policy would stop it anyway; this says where."""
    url = joins(amira, practice)
    for path in (practice, url, f"{url}/review", f"{url}/sentences/reason"):
        page = amira.opens(path).page
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]* src=)", page)


def test_an_attempt_stays_out_of_caches_and_referrers(amira: Browser, practice: str) -> None:
    """Its address is a secret; so is an error at such an address."""
    url = joins(amira, practice)
    paths = [url, f"{url}/review", f"{url}/result", f"{url}/sentences/reason", "/attempts/none"]
    for path in paths:
        headers = amira.client.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(stranger: Browser) -> None:
    """HttpOnly and SameSite."""
    cookie = stranger.client.get("/").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_over_https_the_cookie_never_goes_over_http(app: Flask, stranger: Browser) -> None:
    """`QUIZ_SECURE_COOKIES=yes` is this setting."""
    setting = next(s for s in config.SETTINGS if s.name == "QUIZ_SECURE_COOKIES")
    app.config[setting.key] = setting.read("yes")
    assert "Secure" in stranger.client.get("/").headers["Set-Cookie"]


def test_no_cache_between_keeps_a_page_and_no_other_site_loads_one(
    hill: Browser, stranger: Browser
) -> None:
    """The front page too knows who is there."""
    for browser, path in ((hill, "/"), (stranger, "/"), (stranger, "/nowhere")):
        headers = browser.client.get(path).headers
        assert headers["Cache-Control"] == "private, no-cache"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
