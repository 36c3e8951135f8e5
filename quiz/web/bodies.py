"""What is sent to us is a form of our own pages, of a size that can be read, or it is refused.

That is looked at before anybody reads it: before the tokens of forms, before the session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort

from quiz.web.application import present

if TYPE_CHECKING:
    from flask import Flask

    from quiz.web.application import Asked

LOST = "quiz.lost"
"""Where the server puts why a request is not read, or nothing of it kept: an error to raise."""

TRY = "quiz.try"
"""Where the server says that it asks again, and may wait then, if this is answered with 503."""

FORM = "application/x-www-form-urlencoded"

FILES = {"file"}
"""What the fields are called that take a file; others would find one where they expect words."""


def init_app(app: Flask) -> None:
    """Look at each request first: to be called before the tokens of forms are looked for."""
    app.before_request(look)


def look() -> None:
    """Refuse with 404, 403, 413 or 400 what no page of ours asks; raise what the server met."""
    asked = present()
    if error := asked.environ.get(LOST):
        raise error
    if "\0" in asked.path:  # nothing is called so, and PostgreSQL could not look for it
        abort(404)
    from_here(asked)
    readable(asked)
    if asked.method == "POST":
        named(asked)


def from_here(asked: Asked) -> None:
    """Refuse what the page of another site makes a browser send; a link to us may be followed.

    Such a request comes without the cookies of a session (``SameSite``), so its answer would bring
    a new session and end the one that there is; and a picture whose address is a wrong code would
    count against whoever looks at it. Browsers say where a request is from; what says nothing is
    no browser, and has no user who could be misled.
    """
    site = asked.environ.get("HTTP_SEC_FETCH_SITE", "none")
    if site in {"same-origin", "none"}:
        return
    opened = asked.headers.get("Sec-Fetch-Dest") == "document"
    if not opened or asked.method not in {"GET", "HEAD"}:
        abort(403)


def readable(asked: Asked) -> None:
    """Refuse a form that was cut on its way, or of more fields than any of ours.

    Half an answer must not be kept for the whole. Each field costs time to read, however short it
    is. Of forms in parts the library sees to both; of these it does not.
    """
    if asked.mimetype != FORM:
        return
    sent = asked.get_data()
    if sent.count(b"&") >= asked.max_form_parts:
        abort(413)
    if asked.content_length not in {None, len(sent)}:
        abort(400)


def named(asked: Asked) -> None:
    """Refuse a multipart form with a part that has no name, or with a file that none of ours has.

    A part without a name would be a field called None.
    """
    if None in asked.form or asked.files.keys() - FILES:
        abort(400)
