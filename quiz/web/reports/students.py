"""A student in one assignment: every attempt, question by question."""

from __future__ import annotations

from flask import Blueprint, render_template

from quiz.assessment.statistics.figures import band
from quiz.assessment.statistics.verdicts import COUNTS_ONLY
from quiz.storage.results import grid
from quiz.web import signedin

blueprint = Blueprint("students", __name__, url_prefix="/<code>/students")


@blueprint.get("/<int:student_id>")
def show(code: str, student_id: int) -> str:
    """Show it, with the band of the error where the figures allow one."""
    found, name, rows = grid.attempts_of(signedin.account(), code, student_id)
    sem = found.analysis.test.sem if found.n >= COUNTS_ONLY else None
    return render_template(
        "reports/students/show.html",
        found=found,
        rows=rows,
        name=name,
        student_id=student_id,
        bands={r.attempt_id: band(r.points / r.max, sem) if r.max else None for r in rows},
    )
