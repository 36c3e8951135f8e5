"""Pages that are the same for many readers but for a few words: made once, then filled in.

A template is given as ``shown`` whatever decides how the page looks; that value is also the key
under which what it makes is kept. ``own`` is what differs from reader to reader, and a template is
given marks in its place: it can say where such words stand and cannot ask what they are, so nothing
of one reader's can be kept for another. A form's token and the address to come back to are always
the reader's own.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from flask import current_app, render_template, request
from markupsafe import Markup, escape

from quiz.storage.memory import remembered
from quiz.web import genuine, locale, paths, preferences

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

MOST = 200
"""Pages kept of each template, about 10 kB each."""

# By chance, so that no text can hold a mark; of letters that an address may hold as they are.
_SIGN = f"own-{secrets.token_hex(12)}-"
_MARK = re.compile(rf"{_SIGN}(\w+)-")


def page(template: str, shown: Hashable, **own: str) -> str:
    """Give a page; ``own`` are words, which are escaped, or Markup."""
    key = (shown, locale.language(), request.script_root, preferences.current())
    parts = remembered(f"page:{template}", key, lambda: _cast(template, shown, own), MOST)
    return _filled(parts, {"csrf_token": genuine.token(), "here": paths.here()} | own)


def piece(template: str, shown: Hashable, **own: str) -> str:
    """Give a piece of a page, of a template that asks for nothing of its reader but ``own``."""
    key = (shown, locale.language())
    parts = remembered(f"piece:{template}", key, lambda: _cast_piece(template, shown, own), MOST)
    return _filled(parts, own)


def _filled(parts: list[str], words: Mapping[str, str]) -> str:
    filled = list(parts)
    found = [words[name] for name in parts[1::2]]
    filled[1::2] = [word if isinstance(word, Markup) else escape(word) for word in found]
    return "".join(filled)


def _cast(template: str, shown: Hashable, own: Iterable[str]) -> list[str]:
    """Render a template around its marks: what stands between them and their names, in turn."""
    html = render_template(
        template,
        shown=shown,
        own=_marks(own),
        here=_mark("here"),
        csrf_token=lambda: _mark("csrf_token"),
    )
    return _MARK.split(html)


def _cast_piece(template: str, shown: Hashable, own: Iterable[str]) -> list[str]:
    """Render the same without what else the templates of pages are given."""
    html = current_app.jinja_env.get_template(template).render(shown=shown, own=_marks(own))
    return _MARK.split(html)


def _marks(names: Iterable[str]) -> dict[str, Markup]:
    return {name: _mark(name) for name in names}


def _mark(name: str) -> Markup:
    return Markup(f"{_SIGN}{name}-")  # noqa: S704 - letters, digits and hyphens
