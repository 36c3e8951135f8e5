"""What is sent with a request is a form of ours, or it is refused before anybody reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, request

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Look at each body first: to be called before the tokens of forms are looked for."""
    app.before_request(named)


def named() -> None:
    """Refuse a multipart form with a part that has no name: it would be a field called None."""
    if request.method == "POST" and (None in request.form or None in request.files):
        abort(400)
