"""Where the service lies on its host: at the top, or below a path that the proxy names.

A proxy that serves it below ``/quiz`` takes that off the path and says so in X-Forwarded-Prefix;
`url_for` then puts it before each address. What is made without `url_for` is made here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import current_app, request, url_for
from flask.sessions import SecureCookieSessionInterface

from quiz.web import genuine

if TYPE_CHECKING:
    from flask import Flask
    from itsdangerous import URLSafeTimedSerializer


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions; their cookie goes to this service only, whatever else the host serves."""

    _made: tuple[object, URLSafeTimedSerializer | None] | None = None

    def get_cookie_path(self, app: Flask) -> str:
        """Give the path at which all our pages begin."""
        return home()

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Give what signs the cookies: the same one, as long as the key is the same."""
        keys = (app.secret_key, tuple(app.config["SECRET_KEY_FALLBACKS"] or ()))
        if self._made is None or self._made[0] != keys:
            made = super().get_signing_serializer(app)
            if made is not None:
                made.signer = genuine.Signer
            self._made = (keys, made)
        return self._made[1]


def init_app(app: Flask) -> None:
    """Keep cookies to ourselves, and tell the scripts where we are."""
    app.session_interface = Sessions()
    app.jinja_env.globals["home_path"] = home


def home() -> str:
    """Give the path of the front page: ``/``, or ``/quiz/``."""
    return f"{request.root_path}/"


def here() -> str:
    """Give the address to come back to; a page that a form led to cannot be opened again."""
    if request.method not in {"GET", "HEAD"}:
        return home()
    return request.root_path + request.full_path.rstrip("?")


def public(endpoint: str, **values: Any) -> str:  # noqa: ANN401 - what stands in the address
    """Give a page's whole address, for somebody else: at ``QUIZ_ADDRESS`` where that is set.

    A request's host is what its sender says, and a link that is sent on must not lead wherever a
    stranger has said.
    """
    address: str | None = current_app.config["QUIZ_ADDRESS"]
    if address is None:
        return url_for(endpoint, **values, _external=True)
    return address + url_for(endpoint, **values).removeprefix(request.root_path)


def part(words: str) -> str:
    """Write words as a part of a path, as `url_for` does."""
    return quote(words, safe="!$&'()*+,/:;=@")


def ours(path: str, otherwise: str) -> str:
    """Give an address that was asked for if it is a path of this host, else another."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe else otherwise
