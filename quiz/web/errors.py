"""Errors as pages: what happened, where, and what to do. What was typed is handed back."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app, make_response, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed

from quiz import storage
from quiz.web import bodies

if TYPE_CHECKING:
    from flask import Flask, Response

log = logging.getLogger(__name__)

FRAGMENTS = {"student.attempts.save"}
"""What scripts ask for: they are given a fragment rather than a page."""


@dataclass(frozen=True, slots=True)
class Words:
    """What happened, what to do about it, and the page where one does it, in another tab."""

    title: LazyString
    advice: LazyString
    way: str = ""
    label: LazyString | str = ""


WORDS = {
    400: Words(
        _l("That could not be read"),
        _l(
            "Something in the request was missing or damaged. "
            "Go back, load the page again, and try once more."
        ),
    ),
    403: Words(
        _l("This page is not open to you"),
        _l("Ask the person who gave you the link."),
    ),
    404: Words(
        _l("There is nothing here"),
        _l(
            "Look at the address or the code again, letter by letter. "
            "If your teacher gave it to you, ask for a new one."
        ),
    ),
    405: Words(
        _l("This address cannot be opened by itself"),
        _l("It belongs to a button on another page. Go back and use the button."),
    ),
    413: Words(
        _l("That is more than can be kept"),
        _l("Go back to the page, shorten the longest answer, and save again."),
    ),
    429: Words(
        _l("Too many wrong codes"),
        _l(
            "Many wrong codes came from your network in a short time. "
            "Wait ten minutes, then try again. "
            "Attempts that have begun are not held up: open their private link."
        ),
    ),
    500: Words(
        _l("Something went wrong on our side"),
        _l(
            "Answers that were saved are safe. Go back and try again; "
            "if it happens once more, tell your teacher what you did and at what time."
        ),
    ),
    503: Words(
        _l("One moment, please"),
        _l(
            "The service is there, but cannot keep or find anything just now. "
            "Answers that were saved are safe. Wait half a minute and try again."
        ),
    ),
}
SIGNED_OUT = Words(
    _l("You are not signed in any more"),
    _l(
        "Nothing is lost: what you sent is still here. Sign in in another tab, "
        "come back to this one, and send it again."
    ),
    "account.session.show",
    _l("Sign in in another tab"),
)
NO_CODE = Words(
    _l("Your personal code is needed again"),
    _l(
        "Nothing is lost: what you sent is still here. Type your code in another tab, "
        "come back to this one, and send it again."
    ),
    "student.me.show",
    _l("Type the code in another tab"),
)
CSRF = Words(
    _l("Please send that once more"),
    _l(
        "The page was made for another visit, or your browser does not keep cookies. "
        "Nothing is lost: what you sent is still here."
    ),
)


def init_app(app: Flask) -> None:
    """Show errors as pages of ours."""
    app.register_error_handler(CSRFError, expired)
    app.register_error_handler(HTTPException, refused)
    for kind in storage.LOST:
        app.register_error_handler(kind, lost)


def expired(_error: CSRFError) -> tuple[str, int]:
    """A form came without a good token: hand it back, to be sent again with a new one."""
    return _shown(CSRF, 400, resend=True)


def signed_out() -> tuple[str, int]:
    """A form came from somebody who is not signed in (any more): hand it back."""
    return _shown(SIGNED_OUT, 401, resend=True)


def lost(error: Exception) -> Response:
    """The database is away for a moment: hand a form back, to be sent again.

    One line tells why. Where it came from says nothing of a full disk, and would soon fill it.
    """
    if bodies.TRY in request.environ:
        return current_app.response_class(status=503)
    log.error("the database does not answer: %s", str(error).partition("\n")[0])
    shown = make_response(_shown(WORDS[503], 503, resend=request.method == "POST"))
    shown.headers["Retry-After"] = "10"
    return shown


def no_code() -> tuple[str, int]:
    """A form came from a browser that a student has left: hand it back."""
    return _shown(NO_CODE, 401, resend=True)


def refused(error: HTTPException) -> Response | HTTPException:
    """Any other error; one of ours that broke a form in the middle hands the form back."""
    code = error.code or 500
    if code < 400:
        return error
    broke = isinstance(error, InternalServerError)
    words = WORDS.get(code) or WORDS[500 if code >= 500 else 400]
    shown = make_response(_shown(words, code, resend=broke and request.method == "POST"))
    if isinstance(error, MethodNotAllowed):
        shown.allow.update(error.valid_methods or ())
    return shown


def _shown(words: Words, code: int, *, resend: bool) -> tuple[str, int]:
    if request.endpoint in FRAGMENTS:
        return render_template("errors/fragment.html", words=words, code=code), code
    sent = _sent() if resend else []
    html = render_template("errors/page.html", words=words, code=code, resend=resend, sent=sent)
    return html, code


def _sent() -> list[tuple[str, str]]:
    """The fields of the form that was sent, without its token; no page shows a password."""
    left_out = {current_app.config["WTF_CSRF_FIELD_NAME"], "password", "old"}
    sent = request.form.items(multi=True)
    return [(name, value) for name, value in sent if name not in left_out]
