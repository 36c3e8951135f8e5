"""The door to the reports: who is signed in; and, for what programs read, who has a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, request
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from quiz.storage.accounts import throttles, tokens
from quiz.web import clock, errors, sender, signedin

if TYPE_CHECKING:
    from werkzeug.exceptions import HTTPException
    from werkzeug.wrappers import Response

PROGRAMS = "reports.program"
"""The blueprint that a token opens; nothing else is open to one."""


def door() -> Response | tuple[str, int] | None:
    """Let those in who are signed in, and programs to what is theirs: for ``before_request``."""
    if request.blueprint == PROGRAMS and not signedin.current():
        return _program()
    return signedin.door()


def shut(_error: Exception) -> Response | HTTPException:
    """There is no right to it: as if nothing were there."""
    return errors.refused(NotFound())


def _program() -> Response | None:
    """Take the account of the token for this one request; there is no session for it."""
    key, now = f"api:{sender.counted()}", clock.now()
    if throttles.blocked(key, now):
        return _refused(429, gettext("Too many wrong tokens. Wait ten minutes."))
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "bearer" or not token.strip():
        return _refused(401, gettext("Send a token: Authorization: Bearer …"))
    found = tokens.account_of(token, now)
    if found is None:
        throttles.failed(key, now)
        return _refused(401, gettext("This token is none, or was revoked."))
    signedin.recognise(found)
    return None


def _refused(status: int, words: str) -> Response:
    response = make_response(f"{words}\n", status)
    response.mimetype = "text/plain"
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="reports"'
    return response
