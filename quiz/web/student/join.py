"""The landing page of an assignment: what it is, how long it takes, and the start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length, Optional

from quiz.assessment import release, timing
from quiz.assessment.release import Terms
from quiz.storage import assignments, attempts, closing, people, releases
from quiz.web import clock, fields, headers, passages
from quiz.web.student import door, memory

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.storage.assignments import Assignment

blueprint = Blueprint("join", __name__)
blueprint.after_request(headers.private)


class StartForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who is about to answer."""

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


@dataclass(frozen=True, slots=True)
class Landing:
    """What somebody should know before the start. ``left`` is None where attempts are free.

    ``end`` and ``limit`` are the student's own where the browser knows who that is; ``due`` is when
    the result comes by itself.
    """

    assignment: Assignment
    paragraphs: int
    words: int
    end: datetime | None
    limit: timedelta | None
    terms: Terms
    due: datetime | None
    left: int | None
    shut: str
    going: str


@blueprint.route("/join/<code>", methods=["GET", "POST"])
def show(code: str) -> str | Response | tuple[str, int]:
    """Show what an assignment is, and start an attempt."""
    assignment = door.assignment(code)
    form = PracticeForm() if assignment.practice else StartForm()
    if not form.is_submitted():
        form.name.data = memory.name(session)
        return _page(assignment, form)
    if not form.validate():
        return _page(assignment, form), 422
    return _start(assignment, form)


def _start(assignment: Assignment, form: StartForm) -> Response | tuple[str, int]:
    name = (form.name.data or "").strip() or gettext("Guest")
    student = memory.student(session, name)
    wanted = fields.token_to_start(request.form, f"{assignment.id} {name.casefold()}")
    try:
        attempt, token = attempts.start(
            assignment, name=name, now=clock.now(), student_id=student, token=wanted
        )
    except (attempts.NotOpen, attempts.NoAttemptsLeft):
        return _page(assignment, form), 409
    except people.BadName:
        form.name.errors = [_l("That is no name: it has nothing in it that can be seen.")]
        return _page(assignment, form), 422
    memory.remember(session, attempt, token)
    return redirect(url_for("student.attempts.show", token=token))


def _page(assignment: Assignment, form: StartForm) -> str:
    landing = _landing(assignment, clock.now())
    writer = fields.writer(request.form)
    return render_template("student/join/show.html", landing=landing, form=form, writer=writer)


def _landing(assignment: Assignment, now: datetime) -> Landing:
    sheets = passages.rendered(assignment.version)
    student, left = memory.student(session, memory.name(session)), _left(assignment)
    facts, terms = closing.facts(assignment, student, now), releases.terms(assignment)
    return Landing(
        assignment,
        paragraphs=sum(sheet.paragraphs for sheet in sheets),
        words=sum(sheet.words for sheet in sheets),
        end=timing.end(facts),
        limit=timing.limit(facts),
        terms=terms,
        due=release.due(terms),
        left=left,
        shut=_shut(assignment, student, left, now),
        going=_going(assignment),
    )


def _left(assignment: Assignment) -> int | None:
    """How many attempts the student who used this browser last still has."""
    if assignment.attempts is None:
        return None
    student = memory.student(session, memory.name(session))
    used = attempts.used(assignment, student) if student is not None else 0
    return max(assignment.attempts - used, 0)


def _shut(assignment: Assignment, student: int | None, left: int | None, now: datetime) -> str:
    """Why there is no start now: ``early``, ``shut``, or ``used`` up by this student; else ""."""
    if assignment.opens is not None and now < assignment.opens:
        return "early"
    if not assignments.is_open(assignment, now, student):
        return "shut"
    return "used" if left == 0 else ""


def _going(assignment: Assignment) -> str:
    """The link of an attempt that this browser has begun and not handed in."""
    token = memory.token(session, assignment.code)
    attempt = attempts.find(token) if token else None
    return token if attempt is not None and attempt.submitted_at is None else ""
