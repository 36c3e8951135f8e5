"""The student's pages. One door: a code or a private link, which `door` turns into a record."""

from __future__ import annotations

from flask import Blueprint

from quiz.web.student import attempts, home, join, me, preferences, results, sentences

blueprint = Blueprint("student", __name__)
for module in (home, join, me, attempts, sentences, results, preferences):
    blueprint.register_blueprint(module.blueprint)
