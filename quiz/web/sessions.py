"""Flask's sessions: their cookie goes to this service only, and is read once, not at each request.

A browser sends the same cookie with each of its answers; whether it is ours, and what is in it,
never changes as long as the key is the same. Only what was found genuine is kept, how old it may be
is looked at each time, and each request has a copy of its own.

One that was signed at a time that is still to come is good: hosts differ by a second, and clocks
are set back; itsdangerous by itself would sign out everybody until that time comes.
"""

from __future__ import annotations

import pickle
import time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature

from quiz.storage.memory import remembered, remembered_if_found
from quiz.web import cookies, paths

if TYPE_CHECKING:
    from collections.abc import Hashable

    from flask import Flask, Request, Response
    from flask.sessions import SecureCookieSession, SessionMixin
    from itsdangerous import URLSafeTimedSerializer

KIND, MOST, LONGEST = "session", 500, 2000
"""How many are kept, for the students who answer at a time; and of how many characters."""


class _Read(NamedTuple):
    """What a genuine cookie holds, as bytes of which each request makes its own values; and when
    it was signed, in seconds."""

    values: bytes
    signed: int


class Sessions(SecureCookieSessionInterface):
    """Signed cookies."""

    _made: tuple[object, URLSafeTimedSerializer | None] | None = None

    def get_cookie_path(self, app: Flask) -> str:
        """Give the path at which all our pages begin, whatever else the host serves."""
        return paths.home()

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Give what signs the cookies: the same one, as long as the key is the same."""
        keys = _keys(app)
        if self._made is None or self._made[0] != keys:
            self._made = (keys, super().get_signing_serializer(app))
        return self._made[1]

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Give the session of a request, empty where it has no cookie of ours."""
        sent = cookies.found(request.environ.get("HTTP_COOKIE", ""), self.get_cookie_name(app))
        if not sent:
            return self.session_class()
        read = (
            remembered_if_found(KIND, (_keys(app), sent), lambda: self._read(app, sent), MOST)
            if len(sent) <= LONGEST
            else self._read(app, sent)
        )
        if read and time.time() - read.signed <= _lifetime(app):
            return self.session_class(pickle.loads(read.values))  # noqa: S301 - ours
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie of a session that has changed; most have not."""
        if session.modified or session.permanent:
            super().save_session(app, session, response)
            self._know(app, response)
        elif session.accessed:
            response.headers.add("Vary", "Cookie")

    def _know(self, app: Flask, response: Response) -> None:
        """Keep in mind what stands in the cookie that is sent, for it comes back at once."""
        name, signer = self.get_cookie_name(app), self.get_signing_serializer(app)
        for line in response.headers.getlist("Set-Cookie"):
            sent = cookies.found(line.partition(";")[0], name)
            if signer and sent and len(sent) <= LONGEST:
                values = signer.load_payload(sent.rpartition(".")[0].rpartition(".")[0].encode())
                read = partial(_Read, pickle.dumps(values), int(time.time()))
                remembered(KIND, (_keys(app), sent), read, MOST)

    def _read(self, app: Flask, sent: str) -> _Read | None:
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        try:
            values, at = serializer.loads(sent, return_timestamp=True)
        except BadSignature:
            return None
        return _Read(pickle.dumps(values), int(at.timestamp()))


def init_app(app: Flask) -> None:
    """Keep sessions in cookies of ours."""
    app.session_interface = Sessions()


def _keys(app: Flask) -> Hashable:
    return app.secret_key, tuple(app.config["SECRET_KEY_FALLBACKS"] or ())


def _lifetime(app: Flask) -> int:
    return int(app.permanent_session_lifetime.total_seconds())
