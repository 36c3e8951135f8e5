"""Tokens of forms: what was found genuine once is not worked out again.

A browser sends the same token with each of its answers, and whether it belongs to the session never
changes as long as the key is the same. Only what was found genuine is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, g, session
from flask_wtf.csrf import CSRFProtect, generate_csrf

from quiz.storage.memory import remembered
from quiz.web.application import present

if TYPE_CHECKING:
    from flask import Flask

MOST = 1000
"""How many are kept: of the students who answer at a time."""

FIELD = "csrf_token"


class Tokens(CSRFProtect):  # type: ignore[misc]  # Flask-WTF has no types
    """Asks each form for its token, and knows those again that belonged to a session."""

    def protect(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as Flask-WTF has it
        """Refuse a request that wants to change something and has no token of its session."""
        asked = present()
        if asked.method not in current_app.config["WTF_CSRF_METHODS"]:
            return
        sent, held = asked.form.get(FIELD), session.get(FIELD)
        if not sent or not held:
            super().protect(*given, **named)
            return
        pair, protect = (current_app.secret_key, held, sent), super().protect
        remembered("token", pair, lambda: protect(*given, **named), MOST)
        g.csrf_valid = True


def token() -> str:
    """Give the token of this session's forms: the same one, as long as it is the same session."""
    if FIELD not in session:
        generate_csrf()  # which begins a session that has it
    held = (current_app.secret_key, session[FIELD])
    made: str = remembered("tokens given", held, generate_csrf, MOST)
    remembered("token", (*held, made), lambda: None, MOST)
    return made


def init_app(app: Flask) -> None:
    """Ask all forms of the app for their tokens, and give them to the templates."""
    Tokens(app)
    app.jinja_env.globals["csrf_token"] = token
