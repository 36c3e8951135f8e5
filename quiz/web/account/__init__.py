"""Accounts: the links that make them, signing in and out, and one's own settings."""

from __future__ import annotations

from flask import Blueprint

from quiz.web import headers
from quiz.web.account import links, people, session, settings

blueprint = Blueprint("account", __name__, url_prefix="/account")
blueprint.after_request(headers.private)
for module in (links, session, settings, people):
    blueprint.register_blueprint(module.blueprint)
