"""Acts on an assignment: extend, reopen, close, excuse, count late answers, release; and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from quiz.storage.supervision import acts, standings
from quiz.storage.supervision.acts import Deed, Impossible
from quiz.storage.supervision.deeds import FOR_ALL, FOR_ONE
from quiz.web import clock, fields, signedin
from quiz.web.moments import MomentField, zone
from quiz.web.options import options
from quiz.web.teacher.rules import WHY_LONGEST

if TYPE_CHECKING:
    from flask_babel import LazyString
    from werkzeug.wrappers import Response

    from quiz.storage.assignments import Assignment
    from quiz.storage.supervision.standings import Standing

blueprint = Blueprint("acts", __name__, url_prefix="/assignments/<code>/acts")

WHY = [
    DataRequired(_l("Say why, in a few words: it is kept in the log.")),
    Length(max=WHY_LONGEST, message=_l("A reason has 300 characters at most.")),
]


@dataclass(frozen=True, slots=True)
class Kind:
    """An act in words: its button, its page's heading, what it does."""

    button: LazyString
    title: LazyString
    about: LazyString


KINDS = {
    "extended": Kind(
        _l("Extend…"),
        _l("Give more time"),
        _l(
            "For everybody, the close moves; time limits stay. For some, theirs moves, and an "
            "attempt that is going on lasts until then. What was handed in stays handed in."
        ),
    ),
    "reopened": Kind(
        _l("Reopen…"),
        _l("Reopen what was handed in"),
        _l(
            "The last attempt goes on with the answers that are there, until the moment that you "
            "say. Its score is gone until it is handed in again. Who has seen the right answers "
            "has seen them."
        ),
    ),
    "closed": Kind(
        _l("Close now…"),
        _l("Close now"),
        _l(
            "What was begun is handed in as it is, and nobody can start. For everybody, those "
            "with extra time or an extension keep it: choose them one by one to close for them too."
        ),
    ),
    "excused": Kind(
        _l("Excuse…"),
        _l("Excuse"),
        _l("What a student is excused from is left out of the score, points and maximum alike."),
    ),
    "unexcused": Kind(
        _l("Excuse no longer…"),
        _l("Excuse no longer"),
        _l("What a student was excused from counts again."),
    ),
    "late-counted": Kind(
        _l("Count late answers…"),
        _l("Count late answers"),
        _l("Answers that came after the end count as if they had come in time."),
    ),
    "late-ignored": Kind(
        _l("Do not count late answers…"),
        _l("Do not count late answers"),
        _l("Answers that came after the end stay kept and do not count."),
    ),
    "released": Kind(
        _l("Release the results…"),
        _l("Release the results"),
        _l("Whoever has handed in sees from now on what the rules say."),
    ),
}

LOGGED = {
    "extended": _l("More time"),
    "unextended": _l("More time taken back"),
    "reopened": _l("Reopened"),
    "unreopened": _l("Reopening taken back"),
    "closed": _l("Closed"),
    "unclosed": _l("Closing taken back"),
    "excused": _l("Excused"),
    "unexcused": _l("No longer excused"),
    "late-counted": _l("Late answers count"),
    "late-ignored": _l("Late answers do not count"),
    "released": _l("Results released"),
    "unreleased": _l("Release taken back"),
    "changed": _l("Rules changed"),
    "names": _l("Names shown while marking"),
    "dispute": _l("“My answer was right” was looked at"),
}
"""What the log says of each."""


class ActForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """For whom, until when, from what, and why."""

    whom = RadioField(
        _l("For whom"),
        choices=options([("some", _l("for those chosen below")), ("all", _l("for everybody"))]),
        default="some",
    )
    students = SelectMultipleField(
        _l("Students"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    until = MomentField(_l("Until"))
    item = SelectField(_l("From"))
    why = StringField(_l("Why?"), validators=WHY)


class WhyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Why something is taken back."""

    why = StringField(_l("Why?"), validators=WHY)


@blueprint.route("/<kind>", methods=["GET", "POST"])
def show(code: str, kind: str) -> str | tuple[str, int] | Response:
    """Ask what belongs to an act; do it."""
    given, everybody = standings.of(signedin.account(), code)
    if kind not in KINDS:
        abort(404)
    form = _form(kind, given, everybody)
    if not form.is_submitted():
        return _page(kind, form, given)
    if form.validate():
        try:
            deed = _deed(kind, form)
            count = acts.do(signedin.account(), code, deed, clock.now())
        except Impossible as error:
            _beside(form, error)
        else:
            flash(_done(deed, count))
            return redirect(url_for("teacher.assignment.show", code=given.code))
    return _page(kind, form, given), 422


@blueprint.post("/<int:number>/undo")
def undo(code: str, number: int) -> Response:
    """Take an act back; why is asked for beside it."""
    given, _ = standings.of(signedin.account(), code)
    form = WhyForm()
    if not form.validate():
        flash(" ".join(map(str, form.why.errors)) or gettext("Please send that once more"), "bad")
    else:
        try:
            acts.undo(signedin.account(), code, number, form.why.data or "", clock.now())
            flash(gettext("Taken back."))
        except Impossible as error:
            flash(gettext(error.message), "bad")
    return redirect(url_for("teacher.assignment.show", code=given.code, _anchor="log"))


def _form(kind: str, given: Assignment, everybody: list[Standing]) -> ActForm:
    chosen = [n for s in request.args.getlist("student") if (n := fields.whole(s))]
    usual: dict[str, Any] = {"students": chosen, "whom": "some" if chosen else "all"}
    form = ActForm(data=usual | {"until": given.closes if kind == "extended" else None})
    form.students.choices = options((s.student_id, s.name) for s in everybody)
    questions = given.version.questions.items
    stems = [(i.id, gettext("question %(n)s", n=n)) for n, i in enumerate(questions, 1)]
    form.item.choices = options([("", gettext("the whole assignment")), *stems])
    if kind == "released":
        form.whom.data = "all"
    for name in _unasked(kind):
        del form[name]
    return form


def _unasked(kind: str) -> list[str]:
    """The fields that an act has no use for."""
    found = [] if kind in FOR_ONE else ["whom", "students"]
    if kind not in {"extended", "reopened"}:
        found.append("until")
    return found if kind in {"excused", "unexcused"} else [*found, "item"]


def _deed(kind: str, form: ActForm) -> Deed:
    said = {name: field.data for name, field in form._fields.items()}
    whole = kind not in FOR_ONE or said["whom"] == "all"
    return Deed(
        kind,
        said["why"],
        None if whole else tuple(said["students"]),
        said.get("until"),
        said.get("item", ""),
    )


def _done(deed: Deed, count: int) -> str:
    if deed.students is None and deed.kind in FOR_ALL:
        return str(gettext("Done, for everybody."))
    return str(ngettext("Done, for %(num)s student.", "Done, for %(num)s students.", count))


def _beside(form: ActForm, error: Impossible) -> None:
    """Put what is in the way beside its field, or beside the reason where the form has none."""
    field = form._fields.get(error.field, form.why)
    field.errors = [*field.errors, gettext(error.message)]


def _page(kind: str, form: ActForm, given: Assignment) -> str:
    return render_template(
        "teacher/acts/show.html",
        kind=KINDS[kind],
        settles=kind not in FOR_ALL,
        form=form,
        given=given,
        zone=str(zone()),
    )
