"""A question looked at closely: its figures, and who answered what."""

from __future__ import annotations

from flask import Blueprint, render_template

from quiz.assessment import types
from quiz.assessment.statistics.verdicts import COUNTS_ONLY
from quiz.storage.results import looking, wording
from quiz.web import signedin
from quiz.web.reports import words
from quiz.web.reports.letters import letter

blueprint = Blueprint("questions", __name__, url_prefix="/<code>/questions")


@blueprint.get("/<item>")
def show(code: str, item: str) -> str:
    """Show it."""
    found, closely = looking.question(signedin.account(), code, item)
    asked = closely.question.item
    return render_template(
        "reports/questions/show.html",
        found=found,
        closely=closely,
        q=closely.question,
        figures=found.analysis.item(item),
        labels=wording.labels(asked),
        key=types.of(asked).solution(asked).accepted,
        todo=[a for a in words.advice(found) if a.question.item.id == item],
        changed=words.changed,
        editor=words.editor(found, item),
        letter=letter,
        counts_only=COUNTS_ONLY,
    )
