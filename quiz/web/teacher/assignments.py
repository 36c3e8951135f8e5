"""The assignments of a teacher: what runs, what comes, what is closed, and the bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from quiz.storage.assignments import giving, overview
from quiz.web import clock, signedin

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("assignments", __name__, url_prefix="/assignments")

PHASES = {"running": _l("Running"), "coming": _l("Coming"), "closed": _l("Closed")}


@blueprint.get("")
def show() -> str:
    """List the assignments, by where they stand."""
    now, account = clock.now(), signedin.account()
    found = overview.mine(account, now)
    return render_template(
        "teacher/assignments/show.html",
        phases=[(words, [a for a in found if a.phase == key]) for key, words in PHASES.items()],
        bin=overview.mine(account, now, removed=True),
    )


@blueprint.post("/<code>/remove")
def remove(code: str) -> Response:
    """Put an assignment into the bin."""
    giving.remove(signedin.account(), code, clock.now())
    flash(gettext("It is in the bin, at the foot of this page. What was begun goes on."))
    return redirect(url_for("teacher.assignments.show"))


@blueprint.post("/<code>/put-back")
def put_back(code: str) -> Response:
    """Take an assignment out of the bin."""
    giving.put_back(signedin.account(), code)
    flash(gettext("The assignment is back."))
    return redirect(url_for("teacher.assignment.show", code=code))
