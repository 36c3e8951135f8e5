"""All that is kept of one student: handed over as a file, or erased."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from quiz.storage import students
from quiz.storage.students import personal
from quiz.web import signedin

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Answer

blueprint = Blueprint("personal", __name__, url_prefix="/students/<int:student_id>")


@blueprint.get("/export.json")
def export(student_id: int) -> Response:
    """Hand over all that is kept of a student."""
    found = personal.export(signedin.account(), student_id)
    answer = Response(json.dumps(found, ensure_ascii=False, indent=1), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="student-{student_id}.json"'
    return answer


@blueprint.get("/erase")
def show(student_id: int) -> str:
    """Say what would be erased, and ask for the name."""
    return _page(student_id)


@blueprint.post("/erase")
def erase(student_id: int) -> Answer | tuple[str, int]:
    """Erase a student with all attempts, where the name was typed."""
    typed = request.form.get("name", "")
    try:
        personal.erase(signedin.account(), student_id, typed)
    except personal.WrongName:
        return _page(student_id, typed, wrong=True), 422
    flash(gettext("Erased, with all attempts."))
    return redirect(url_for("teacher.classes.show"))


def _page(student_id: int, typed: str = "", *, wrong: bool = False) -> str:
    account = signedin.account()
    return render_template(
        "teacher/personal/show.html",
        who=students.find(account, student_id),
        attempts=len(personal.export(account, student_id)["attempts"]),
        typed=typed,
        wrong=wrong,
    )
