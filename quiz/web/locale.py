"""The language that a page is shown in, and its words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import g, request
from flask_babel import Babel, get_translations
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from quiz.storage.memory import remembered

if TYPE_CHECKING:
    from gettext import NullTranslations

    from flask import Flask

LANGUAGES = ("en",)
"""The languages that the screen speaks, the first being the one to fall back to."""

_PLACE = re.compile(r"%\(")


def init_app(app: Flask) -> None:
    """Let templates speak the reader's language.

    A page of the reading room has above a hundred words to look up, so this is done by the shortest
    way; it gives what Jinja's own functions give where values are escaped, as they are in all of
    our templates.
    """
    Babel(app, locale_selector=language)
    app.jinja_env.globals |= {"get_locale": language, "_": phrase, "ngettext": number}


def phrase(source: str, /, **values: object) -> Markup:
    """Give words in the reader's language, with values put into their places."""
    open_, whole = _phrase(_catalogue(), source)
    return open_ % values if values or whole is None else whole


def number(one: str, many: str, num: int, /, **values: object) -> Markup:
    """As `phrase`, in the form that goes with a number; it is ``num`` among the values."""
    return Markup(_catalogue().ngettext(one, many, num)) % ({"num": num} | values)  # noqa: S704


@lru_cache(maxsize=4096)
def _phrase(catalogue: NullTranslations, source: str) -> tuple[Markup, Markup | None]:
    """Give words with places for values, and as they are where there are none."""
    words = Markup(catalogue.gettext(source))  # noqa: S704 - the words are ours
    return words, None if _PLACE.search(words) else words % {}


@lru_cache(maxsize=256)
def _best(header: str) -> str:
    """Choose by what a browser sends, which is the same each time."""
    return parse_accept_header(header, LanguageAccept).best_match(LANGUAGES) or LANGUAGES[0]


def language() -> str:
    """Give the language that this page is shown in: what the browser prefers, if there is more."""
    if len(LANGUAGES) == 1:
        return LANGUAGES[0]
    return _best(request.environ.get("HTTP_ACCEPT_LANGUAGE", ""))


def _catalogue() -> NullTranslations:
    found: NullTranslations | None = g.get("catalogue")
    if found is None:
        found = g.catalogue = remembered("catalogue", language(), get_translations)
    return found
