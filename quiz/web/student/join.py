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
from quiz.storage import assignments, attempts, closing, people, releases, tasks
from quiz.web import clock, fields, headers, passages
from quiz.web.student import door, memory
from quiz.web.student.personal import PersonalForm, entered

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.storage.assignments import Assignment
    from quiz.storage.students import Student
    from quiz.storage.tasks import Task

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
    the result comes by itself. ``who`` is the student known by a personal code, which the
    assignments of classes ask for; ``barred``: she is not in this class, ``excused``: from all.
    ``done`` is the link of what she handed in last.
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
    who: Student | None = None
    barred: bool = False
    excused: bool = False
    done: str = ""

    @property
    def asks(self) -> bool:
        """Whether there is something to fill in or to press: a name, a code, the start."""
        if self.assignment.class_id is not None and self.who is None:
            return True
        if self.who is not None and (self.going or self.shut):
            return False
        return self.shut in {"", "used"} and not self.barred


@blueprint.route("/join/<code>", methods=["GET", "POST"])
def show(code: str) -> str | Response | tuple[str, int]:
    """Show what an assignment is, and start an attempt."""
    assignment = door.assignment(code)
    if assignment.class_id is not None:
        return _of_class(assignment)
    form = PracticeForm() if assignment.practice else StartForm()
    if not form.is_submitted():
        form.name.data = memory.name(session)
        return _page(assignment, form)
    if not form.validate():
        return _page(assignment, form), 422
    return _start(assignment, form)


def _of_class(assignment: Assignment) -> str | Response | tuple[str, int]:
    """First the code, then the name that it belongs to, then the start."""
    form, who = PersonalForm(), door.student()
    if not form.is_submitted():
        return _page(assignment, form)
    if who is not None:
        return _begin(assignment, form, who.name, who.id)
    status = entered(form)
    if status == 200:
        return redirect(url_for("student.join.show", code=assignment.code))
    return _page(assignment, form), status


def _start(assignment: Assignment, form: StartForm) -> Response | tuple[str, int]:
    name = (form.name.data or "").strip() or gettext("Guest")
    return _begin(assignment, form, name, memory.student(session, name))


def _begin(
    assignment: Assignment, form: FlaskForm, name: str, student: int | None
) -> Response | tuple[str, int]:
    wanted = fields.token_to_start(request.form, f"{assignment.id} {name.casefold()}")
    try:
        attempt, token = attempts.start(
            assignment, name=name, now=clock.now(), student_id=student, token=wanted
        )
    except (attempts.NotOpen, attempts.NoAttemptsLeft):
        return _page(assignment, form), 409
    except people.BadName:
        assert isinstance(form, StartForm), "a student's name is one"
        form.name.errors = [_l("That is no name: it has nothing in it that can be seen.")]
        return _page(assignment, form), 422
    address = memory.begun(session, attempt, token)
    return redirect(url_for("student.attempts.show", token=address))


def _page(assignment: Assignment, form: FlaskForm) -> str:
    landing = _landing(assignment, clock.now())
    writer = fields.writer(request.form)
    return render_template("student/join/show.html", landing=landing, form=form, writer=writer)


def _landing(assignment: Assignment, now: datetime) -> Landing:
    sheets = passages.rendered(assignment.version)
    who = door.student() if assignment.class_id is not None else None
    student = who.id if who else memory.student(session, memory.name(session))
    task = tasks.at(assignment, who.id, now) if who else None
    left = _left(assignment, student)
    facts, terms = closing.facts(assignment, student, now), releases.terms(assignment, now)
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
        going=_going(assignment, task),
        who=who,
        barred=who is not None and not attempts.belongs(assignment, who.id),
        excused=task is not None and task.excused,
        done=_done(task),
    )


def _left(assignment: Assignment, student: int | None) -> int | None:
    """How many attempts the student who is known, or who used this browser last, still has."""
    if assignment.attempts is None:
        return None
    used = attempts.used(assignment, student) if student is not None else 0
    return max(assignment.attempts - used, 0)


def _shut(assignment: Assignment, student: int | None, left: int | None, now: datetime) -> str:
    """Why there is no start now: ``early``, ``shut``, or ``used`` up by this student; else ""."""
    if assignment.opens is not None and now < assignment.opens:
        return "early"
    if not assignments.is_open(assignment, now, student):
        return "shut"
    return "used" if left == 0 else ""


def _done(task: Task | None) -> str:
    handed_in = [t.attempt.id for t in task.tries if t.attempt != task.going] if task else []
    return str(handed_in[-1]) if handed_in else ""


def _going(assignment: Assignment, task: Task | None) -> str:
    """The link of an attempt that this browser, or this student, has begun and not handed in."""
    if task is not None:
        return str(task.going.id) if task.going else ""
    token = memory.token(session, assignment.code)
    attempt = attempts.find(token) if token else None
    return token if attempt is not None and attempt.submitted_at is None else ""
