"""The language that a page is shown in, and its words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from flask import g, request
from flask_babel import Babel, get_locale, get_translations
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from quiz.storage.memory import remembered

if TYPE_CHECKING:
    from gettext import NullTranslations

    from flask import Flask

LANGUAGES = ("en",)
"""The languages that the screen speaks, the first being the one to fall back to."""


def init_app(app: Flask) -> None:
    """Let templates speak the reader's language.

    A page of the reading room has above a hundred words to look up, so the catalogue is looked
    up once for each request: Flask-Babel's own functions do it for each word.
    """
    Babel(app, locale_selector=chosen)
    app.jinja_env.globals["get_locale"] = language
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the i18n extension's
        gettext=lambda words: _catalogue().gettext(words),
        ngettext=lambda one, many, count: _catalogue().ngettext(one, many, count),
        newstyle=True,
    )


def chosen() -> str:
    """Choose the language of the screen by what the browser prefers."""
    return _best(request.environ.get("HTTP_ACCEPT_LANGUAGE", ""))


@lru_cache(maxsize=256)
def _best(header: str) -> str:
    """Choose by what a browser sends, which is the same each time."""
    return parse_accept_header(header, LanguageAccept).best_match(LANGUAGES) or LANGUAGES[0]


def language() -> str:
    """Give the language that this page is shown in."""
    found: str | None = g.get("language")
    if found is None:
        found = g.language = str(get_locale())
    return found


def _catalogue() -> NullTranslations:
    found: NullTranslations | None = g.get("catalogue")
    if found is None:
        found = g.catalogue = remembered("catalogue", language(), get_translations)
    return found
