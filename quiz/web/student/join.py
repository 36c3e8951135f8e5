"""The landing page of an assignment: what it is, how long it takes, and the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request, session, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField
from wtforms.validators import DataRequired, Length, Optional

from quiz.assessment import roster, timing
from quiz.storage import attempts
from quiz.web import clock, fields, filters, headers, lines, moulds
from quiz.web.student import door, landing, memory
from quiz.web.student.landing import Comer
from quiz.web.student.personal import PersonalForm, entered

if TYPE_CHECKING:
    from datetime import datetime

    from werkzeug.wrappers import Response
    from wtforms import Field

    from quiz.storage.assignments import Assignment
    from quiz.web.lines import Line

blueprint = Blueprint("join", __name__)
blueprint.after_request(headers.private)


class StartForm(Form):
    """Who is about to answer; the token was looked at already, as that of every form is."""

    name = StringField(
        _l("Your name"),
        validators=[
            DataRequired(_l("Type your name, so that your teacher knows whose answers these are.")),
            Length(max=80, message=_l("A name has 80 letters at most.")),
        ],
    )


class PracticeForm(StartForm):
    """Practice needs no name."""

    name = StringField(
        _l("Your name, if you like"),
        validators=[Optional(), Length(max=80, message=_l("A name has 80 letters at most."))],
    )


@blueprint.route("/join/<code>", methods=["GET", "POST"])
def show(code: str) -> str | Response | tuple[str, int]:
    """Show what an assignment is, and start an attempt."""
    assignment = door.assignment(code)
    if assignment.class_id is not None:
        return _of_class(assignment)
    kind = PracticeForm if assignment.practice else StartForm
    if request.method != "POST":
        return _page(assignment, lines.empty(kind, "name"), memory.name(session))
    form = kind(request.form)
    return _start(assignment, form) if form.validate() else (_again(assignment, form.name), 422)


def _of_class(assignment: Assignment) -> str | Response | tuple[str, int]:
    """First the code, then the name that it belongs to, then the start."""
    if request.method != "POST":
        return _page(assignment, lines.empty(PersonalForm, "personal"))
    form, who = PersonalForm(), door.student()
    if who is not None:
        return _begin(assignment, form.personal, who.name, who.id)
    status = entered(form)
    if status == 200:
        return redirect(url_for("student.join.show", code=assignment.code))
    return _again(assignment, form.personal), status


def _start(assignment: Assignment, form: StartForm) -> Response | tuple[str, int]:
    name = (form.name.data or "").strip() or gettext("Guest")
    return _begin(assignment, form.name, name, door.known_as(name))


def _begin(
    assignment: Assignment, field: Field, name: str, student: int | None
) -> Response | tuple[str, int]:
    wanted = fields.token_to_start(request.form, f"{assignment.id} {name.casefold()}")
    try:
        attempt, token = attempts.start(
            assignment, name=name, now=clock.now(), student_id=student, token=wanted
        )
    except (attempts.NotOpen, attempts.NoAttemptsLeft):
        return _again(assignment, field), 409
    except roster.BadName:
        field.errors = [_l("That is no name: it has nothing in it that can be seen.")]
        return _again(assignment, field), 422
    address = memory.begun(session, attempt, token)
    return redirect(url_for("student.attempts.show", token=address))


def _again(assignment: Assignment, field: Field) -> str:
    """Show the page once more, with what was typed and what is wrong with it."""
    return _page(assignment, lines.of(field), field.data or "")


def _page(assignment: Assignment, line: Line, typed: str = "") -> str:
    now = clock.now()
    comer = _comer(assignment, now)
    times = landing.facts(assignment, comer, now)
    end = timing.end(times)
    return moulds.page(
        "student/join/show.html",
        landing.landing(assignment, comer, times, line, now),
        code=assignment.code,
        end="" if end is None else filters.day(end),
        going=comer.going and url_for("student.attempts.show", token=comer.going),
        done=comer.done and url_for("student.results.show", token=comer.done),
        name=comer.name,
        typed=typed,
        writer=fields.writer(request.form) if request.method == "POST" else fields.new_writer(),
    )


def _comer(assignment: Assignment, now: datetime) -> Comer:
    """Who comes, as far as this browser knows."""
    who = door.student() if assignment.class_id is not None else None
    if who is not None:
        return landing.of_class(assignment, who, now)
    token = memory.token(session, assignment.code)
    found = attempts.find(token) if token else None
    return Comer(
        door.known_as(memory.name(session)),
        going=token if found is not None and found.submitted_at is None else "",
    )
