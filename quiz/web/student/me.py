"""What one student has to do and has done: for whoever came with a personal code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, session, url_for

from quiz.storage.students import tasks
from quiz.web import clock, headers
from quiz.web.student import door, memory
from quiz.web.student.personal import PersonalForm, entered

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("me", __name__, url_prefix="/me")
blueprint.after_request(headers.private)


@blueprint.get("")
def show() -> str:
    """Show what there is to do, or ask for the personal code."""
    who = door.student()
    if who is None:
        return _door(PersonalForm())
    now = clock.now()
    return render_template("student/me/show.html", who=who, tasks=tasks.of(who.id, now), now=now)


@blueprint.post("")
def enter() -> Response | tuple[str, int]:
    """Let in whoever has the code. It is sent, and stands in no address."""
    form = PersonalForm()
    status = entered(form)
    return redirect(url_for("student.me.show")) if status == 200 else (_door(form), status)


@blueprint.post("/leave")
def leave() -> Response:
    """Forget who is there; what she has begun goes on, wherever she types her code."""
    memory.leave(session)
    code = request.form.get("code", "")
    if code.isprintable() and code:
        return redirect(url_for("student.join.show", code=code))
    return redirect(url_for("student.me.show"))


def _door(form: PersonalForm) -> str:
    return render_template("student/me/door.html", form=form)
