"""Reports: what was understood, what was not, which question is at fault; and all of it to go."""

from __future__ import annotations

from flask import Blueprint

from quiz.storage.accounts import NoRight
from quiz.web import headers
from quiz.web.reports import (
    classes,
    course,
    exports,
    glance,
    home,
    passage,
    program,
    questions,
    students,
    tokens,
)
from quiz.web.reports.door import door, shut

blueprint = Blueprint("reports", __name__, url_prefix="/reports")
blueprint.before_request(door)
blueprint.after_request(headers.private)
blueprint.register_error_handler(NoRight, shut)
for noun in (
    *(home, glance, questions, passage, students),
    *(course, classes, exports, program, tokens),
):
    blueprint.register_blueprint(noun.blueprint)
