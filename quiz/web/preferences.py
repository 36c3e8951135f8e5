"""How somebody likes to read: size of the text, spacing and theme, kept in a cookie.

The cookie holds no secret and a script may write it too (it is not ``HttpOnly``), so that a
change shows at once. Its value is ``size.spacing.theme``: ``3.normal.auto``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request

from quiz.web import cookies, paths

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

COOKIE = "preferences"
YEAR = 365 * 24 * 3600
SIZES = ("1", "2", "3", "4", "5")
SPACINGS = ("normal", "wide")
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the page's root element carries; the stylesheets answer to it."""

    size: str = "2"
    spacing: str = "normal"
    theme: str = "auto"

    @property
    def value(self) -> str:
        """The cookie's value."""
        return f"{self.size}.{self.spacing}.{self.theme}"


def init_app(app: Flask) -> None:
    """Tell every template how the reader likes to read."""
    app.context_processor(lambda: {"preferences": current(), "here": paths.here()})


def current() -> Preferences:
    """Read the browser's cookie; one that makes no sense counts as none."""
    return parse(cookies.found(request.environ.get("HTTP_COOKIE", ""), COOKIE))


def parse(value: str) -> Preferences:
    """Read a cookie's value."""
    size, _, rest = value.partition(".")
    spacing, _, theme = rest.partition(".")
    if size in SIZES and spacing in SPACINGS and theme in THEMES:
        return Preferences(size, spacing, theme)
    return Preferences()


def remember(response: Response, preferences: Preferences) -> None:
    """Give the browser its cookie."""
    response.set_cookie(
        COOKIE,
        preferences.value,
        max_age=YEAR,
        path=paths.home(),
        samesite="Lax",
        secure=request.is_secure,
    )
