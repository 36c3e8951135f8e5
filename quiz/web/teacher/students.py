"""One student of a teacher's: the name, extra time, a note, the personal code, the classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from quiz.assessment import roster
from quiz.storage import classes, students
from quiz.storage.students import tasks
from quiz.web import clock, signedin
from quiz.web.fields import whole
from quiz.web.options import options

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.storage.students import Student

blueprint = Blueprint("students", __name__, url_prefix="/students/<int:student_id>")

FACTORS = [
    ("1", _l("none")),
    ("1.25", _l("a quarter more (1.25)")),
    ("1.5", _l("half as much more (1.5)")),
    ("2", _l("twice the time (2)")),
    ("own", _l("another factor")),
]


class StudentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What a teacher says of a student."""

    name = StringField(
        _l("Name"),
        validators=[
            DataRequired(_l("Type a name.")),
            Length(max=roster.LONGEST, message=_l("A name has 80 letters at most.")),
        ],
    )
    factor = SelectField(_l("Extra time"), choices=options(FACTORS))
    own = StringField(
        _l("Another factor"),
        description=_l("Between 1 and 5; 1.3 or 30 % is three tenths more."),
        validators=[Length(max=20, message=_l("A number is enough."))],
    )
    note = TextAreaField(
        _l("Note of other needs, for teachers only"),
        validators=[Length(max=roster.LONGEST_NOTE, message=_l("500 letters at most."))],
        render_kw={"rows": 2},
    )


@blueprint.route("", methods=["GET", "POST"])
def show(student_id: int) -> str | Response | tuple[str, int]:
    """Show a student; correct what is said of her."""
    who = students.find(signedin.account(), student_id)
    form = StudentForm(data=_data(who))
    if not form.is_submitted():
        return _page(who, form)
    if not form.validate():
        return _page(who, form), 422
    try:
        _change(student_id, form)
    except roster.BadFactor as error:
        form.own.errors = [str(error)]
        return _page(who, form), 422
    except roster.BadName:
        form.name.errors = [gettext("That is no name: it has nothing in it that can be seen.")]
        return _page(who, form), 422
    flash(gettext("Kept. Extra time counts from now on, in an attempt that is going on too."))
    return redirect(url_for(".show", student_id=student_id))


@blueprint.post("/code")
def code(student_id: int) -> Response:
    """Give another personal code, or take it away."""
    if request.form.get("go") == "revoke":
        students.revoke_code(signedin.account(), student_id)
        flash(gettext("The code opens nothing any more."))
    else:
        students.new_code(signedin.account(), student_id)
        flash(gettext("This is the new code. The one before opens nothing any more."))
    return redirect(url_for(".show", student_id=student_id))


@blueprint.post("/classes")
def place(student_id: int) -> Response:
    """Put a student into another class: besides the one that she is in, or out of it."""
    target, out_of = (whole(request.form.get(name, "")) for name in ("class", "out_of"))
    who = (signedin.account(), student_id, target, clock.now())
    students.put_in(*who, out_of=out_of or None)
    flash(gettext("Moved.") if out_of else gettext("In both classes now."))
    return redirect(url_for(".show", student_id=student_id))


def _change(student_id: int, form: StudentForm) -> None:
    name, note = form.name.data or "", form.note.data or ""
    extra = form.own if form.factor.data == "own" else form.factor
    factor = roster.factor(extra.data or "")
    students.change(signedin.account(), student_id, name=name, factor=factor, note=note)


def _data(who: Student) -> dict[str, str]:
    plain = f"{who.factor:g}"
    known = plain in dict(FACTORS)
    return {
        "name": who.name,
        "factor": plain if known else "own",
        "own": "" if known else plain,
        "note": who.note,
    }


def _page(who: Student, form: StudentForm) -> str:
    account = signedin.account()
    places = students.places(account, who.id)
    present = {place.id for place in places if place.removed_at is None}
    return render_template(
        "teacher/students/show.html",
        who=who,
        form=form,
        places=places,
        others=[one for one in classes.mine(account) if one.id not in present],
        kept=students.kept(account, who.id),
        whole=students.whole(account, who.id),
        tasks=tasks.seen(account, who.id, clock.now()),
    )
