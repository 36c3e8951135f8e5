"""What was found genuine once is not worked out again: signatures of cookies, tokens of forms.

A browser sends the same cookie and the same token with each of its answers, and whether they are
ours never changes as long as the key is the same. Only what was found genuine is kept, and how old
it may be is looked at each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, g, request, session
from flask_wtf.csrf import CSRFProtect, generate_csrf
from itsdangerous import TimestampSigner

from quiz.storage.memory import remembered, remembered_if_found

if TYPE_CHECKING:
    from collections.abc import Hashable

    from flask import Flask

MOST = 2000
"""How many are kept of each kind: the students who answer at a time."""

FIELD = "csrf_token"


class Signer(TimestampSigner):
    """Signs cookies, and knows those again that it has seen or made."""

    def get_signature(self, value: str | bytes) -> bytes:
        """Sign, and know the signature from now on."""
        made = super().get_signature(value)
        remembered("signature", self._key(value, made), lambda: True, MOST)
        return made

    def verify_signature(self, value: str | bytes, sig: str | bytes) -> bool:
        """Whether a signature is ours."""
        key, verify = self._key(value, sig), super().verify_signature
        return (
            remembered_if_found("signature", key, lambda: verify(value, sig) or None, MOST) is True
        )

    def _key(self, value: str | bytes, sig: str | bytes) -> Hashable:
        return tuple(self.secret_keys), self.salt, value, sig


class Tokens(CSRFProtect):  # type: ignore[misc]  # Flask-WTF has no types
    """Asks each form for its token, and knows those again that belonged to a session."""

    def protect(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as Flask-WTF has it
        """Refuse a request that wants to change something and has no token of its session."""
        changes = request.method in current_app.config["WTF_CSRF_METHODS"]
        sent, held = (request.form.get(FIELD), session.get(FIELD)) if changes else (None, None)
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
