"""The web: requests in, pages out. The only room that knows requests, forms and templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import StrictUndefined

from quiz.web import (
    bodies,
    compiled,
    errors,
    files,
    filters,
    fragments,
    genuine,
    health,
    locale,
    paths,
    preferences,
    requestlog,
    sessions,
    signedin,
)
from quiz.web.account import blueprint as account
from quiz.web.reports import blueprint as reports
from quiz.web.student import blueprint as student
from quiz.web.teacher import blueprint as teacher

if TYPE_CHECKING:
    from flask import Flask

DEFAULTS = {
    # A token is good for as long as its session: an exam of two hours must not end in an error.
    "WTF_CSRF_TIME_LIMIT": None,
    # Our pages send no referrer (a link to an attempt is a secret), so it cannot be asked for.
    "WTF_CSRF_SSL_STRICT": False,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
}
"""Settings of the libraries that the pages rely on."""


def init_app(app: Flask) -> None:
    """Give the app its pages: one blueprint an audience, and what all pages share."""
    app.config.update(DEFAULTS)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    requestlog.init_app(app)
    bodies.init_app(app)
    genuine.init_app(app)
    for part in (
        *(paths, sessions, locale, files, filters, fragments),
        *(preferences, signedin, errors, compiled),
    ):
        part.init_app(app)
    app.register_blueprint(health.blueprint)
    for audience in (student, account, teacher, reports):
        app.register_blueprint(audience)
