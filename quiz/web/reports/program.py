"""What a program reads, with a token: the whole report as JSON, all answers as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from quiz.storage import results
from quiz.web import signedin
from quiz.web.reports import writing

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("program", __name__)


@blueprint.get("/<code>.json")
def data(code: str) -> Response:
    """Send figures, students and answers."""
    found = results.of(signedin.account(), code)
    return writing.json_file(signedin.account(), found)


@blueprint.get("/<code>.csv")
def table(code: str) -> Response:
    """Send the answers in long form."""
    found = results.of(signedin.account(), code)
    return writing.csv_file(signedin.account(), found.assignment.code, "answers")
