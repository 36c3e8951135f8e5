"""Two entries of one child: what will happen, then it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from quiz.assessment.roster import told_apart
from quiz.storage import students
from quiz.storage.students import merging
from quiz.web import clock, signedin
from quiz.web.fields import whole

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("merging", __name__, url_prefix="/students/<int:student_id>/merge")


@blueprint.get("")
def show(student_id: int) -> str:
    """Choose the other entry, and see what will happen."""
    account = signedin.account()
    who = students.find(account, student_id)
    others = merging.candidates(account, student_id)
    other = whole(request.args.get("other", ""))
    return render_template(
        "teacher/merging/show.html",
        who=who,
        others=others,
        names=told_apart((one.id, one.name) for one in (who, *others)),
        merger=merging.preview(account, student_id, other) if other else None,
    )


@blueprint.post("")
def merge(student_id: int) -> Response:
    """Make one entry of two."""
    other = whole(request.form.get("other", ""))
    done = merging.merge(signedin.account(), student_id, other, clock.now())
    flash(
        gettext("%(other)s is one with %(kept)s now.", other=done.other.name, kept=done.kept.name)
    )
    return redirect(url_for("teacher.students.show", student_id=student_id))
