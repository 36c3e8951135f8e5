"""A student over time, across assignments; and a page for parents, in plain words."""

from __future__ import annotations

from flask import Blueprint, render_template

from quiz.storage.results import grid
from quiz.web import clock, signedin

blueprint = Blueprint("course", __name__, url_prefix="/students/<int:student_id>")


@blueprint.get("")
def show(student_id: int) -> str:
    """Show every attempt in the order of time."""
    found = grid.course(signedin.account(), student_id)
    return render_template("reports/course/show.html", course=found)


@blueprint.get("/letter")
def letter(student_id: int) -> str:
    """Show a page to print for parents: what counts, by skill, without a word of statistics."""
    found = grid.course(signedin.account(), student_id)
    return render_template("reports/course/letter.html", course=found, today=clock.now())
