"""The front page: a code to join or to come back with, and the sets open to anyone."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from quiz.storage import attempts
from quiz.storage.assignments import opening
from quiz.web import clock
from quiz.web.student import door

blueprint = Blueprint("home", __name__)


class CodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A join code, the short code of an attempt, or a student's personal code."""

    code = StringField(
        _l("Code"),
        validators=[
            DataRequired(_l("Type the code that your teacher gave you.")),
            Length(max=60, message=_l("That is longer than any code.")),
        ],
    )


@blueprint.get("/")
def show() -> str:
    """Show the front page."""
    return _page(CodeForm())


@blueprint.post("/")
def join() -> Response | tuple[str, int]:
    """Lead to what a code stands for; a wrong one is told so, beside what was typed."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _page(form), 422
    address = _behind(form.code.data or "")
    if address is not None:
        return redirect(address)
    door.count_failure(form.code.data)
    form.code.errors = [_l("There is no such code. Look at it again, letter by letter.")]
    return _page(form), 404


def _behind(code: str) -> str | None:
    """The page that a code opens: an attempt of one's own, all of them, or an assignment's door."""
    if attempts.find(code) is not None:
        return url_for("student.attempts.show", token=code)
    if door.enter(code) is not None:
        return url_for("student.me.show")
    assignment = door.known(code)
    return url_for("student.join.show", code=assignment.code) if assignment else None


def _page(form: CodeForm) -> str:
    return render_template(
        "student/home/show.html",
        form=form,
        me=door.student(),
        practice=opening.practice_sets(clock.now()),
    )
