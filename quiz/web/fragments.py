"""Pieces of pages that are the same for everyone, kept as HTML: ``{% kept "words", key %}``.

    {% kept "asked", q.key %} … {% endkept %}

What stands between is rendered once for each key and language and then given again. Everything
that it shows must be in the key; where the key is none it is rendered each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from jinja2 import nodes
from jinja2.ext import Extension

from quiz.storage.memory import recalled, remembered
from quiz.web import locale

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from flask import Flask
    from jinja2.parser import Parser
    from markupsafe import Markup

MANY = 4000
MOST_KEPT = {"asked": MANY, "reviewed": MANY}
"""Of fragments that answers are part of, about 1 kB each; the others are few and larger."""


class Kept(Extension):
    """The tag. Its first word names the place, what follows is the key."""

    tags = {"kept"}  # noqa: RUF012 - Jinja's own declaration

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Turn the tag into a look, and a call of `give` where nothing is found.

        The look is apart because most are found, and a call with a body costs more than all else.
        """
        line = next(parser.stream).lineno
        key = parser.parse_tuple()
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        found = parser.free_identifier(line)
        look, give = (self.call_method(name, [key]) for name in ("look", "give"))
        made = nodes.CallBlock(give, [], [], body)
        shown = nodes.Output([found])
        return [
            nodes.Assign(found, look).set_lineno(line),
            nodes.If(found, [shown], [], [made]).set_lineno(line),
        ]

    def look(self, key: tuple[Hashable, ...]) -> object | None:
        """Give the fragment of this key, if there is one and it is kept."""
        return None if None in key else recalled(*_place(key))

    def give(self, key: tuple[Hashable, ...], caller: Callable[[], Markup]) -> Markup:
        """Render the fragment of this key, and keep it."""
        return kept(key, caller)


def kept(key: tuple[Hashable, ...], make: Callable[[], Markup]) -> Markup:
    """Give the fragment of this key, as the tag does; ``make`` renders it."""
    if None in key:
        return make()
    return remembered(*_place(key), make, MOST_KEPT.get(str(key[0])))


def _place(key: tuple[Hashable, ...]) -> tuple[str, Hashable]:
    return f"fragment:{key[0]}", (locale.language(), key)


def macro(template: str, name: str, *values: object) -> Markup:
    """Render a macro that asks nothing of the request: no preferences, no forms, no account."""
    call: Callable[..., Markup] = getattr(current_app.jinja_env.get_template(template).module, name)
    return call(*values)


def init_app(app: Flask) -> None:
    """Teach the templates the tag."""
    app.jinja_env.add_extension(Kept)
