"""Rescoring: what is in force, what a decision would change, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest, ServiceUnavailable
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from quiz.assessment.editing.keys import Form, NotAccepted
from quiz.assessment.prose import plain_text
from quiz.storage import accounts, assignments, rescoring
from quiz.storage.rescoring import Applied, Busy, Plan, rescored
from quiz.storage.rescoring.decisions import Accept, Again, Drop, Full, Impossible, Keys, TakeBack
from quiz.storage.sets import drafts, publishing
from quiz.web import clock, signedin
from quiz.web.fields import whole

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.storage.assignments import Assignment
    from quiz.storage.rescoring.decisions import Decision
    from quiz.storage.rescoring.rekeying import Made

blueprint = Blueprint("rescoring", __name__, url_prefix="/assignments/<code>/rescoring")

DRAFT = "draft"

IMPOSSIBLE = {
    "item": _l("This assignment has no such question."),
    "practice": _l("Practice is scored by the version that each attempt shows."),
    "dropped": _l("This question was dropped. Take that back first."),
    "unreadable": _l("The set cannot be read as it is: mend its errors first."),
    "another": _l("That is another set."),
    "gone": _l("That was taken back before."),
    "later": _l("A later key is in force. Take that back first."),
}
REFUSED = {
    "gone": _l("“%(text)s” could not be accepted: the question takes no typed answer there."),
    "number": _l(
        "“%(text)s” could not be accepted: the key takes numbers, and this is none. "
        "You can give the points to these answers by hand."
    ),
    "unread": _l("“%(text)s” could not be accepted: the set would not take it as an answer."),
}


class WhyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The reason, for the students; ``plan`` stands for the difference that was looked at."""

    plan = HiddenField()
    why = StringField(
        _l("Why? Students whose score changes read this."),
        validators=[
            Length(
                max=rescoring.WHY,
                message=_l("A reason has %(max)d characters at most.", max=rescoring.WHY),
            )
        ],
        render_kw={"autocomplete": "off"},
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question by its number and its words, as the form's list has it."""

    id: str
    number: int
    stem: str


@blueprint.get("")
def show(code: str) -> str:
    """Show what was decided, with the ways back, and what else can be."""
    account = signedin.account()
    assignment = assignments.held(account, code)
    return render_template(
        "teacher/rescoring/show.html",
        assignment=assignment,
        history=rescored.history(account, code),
        questions=_questions(assignment),
        sources=_sources(assignment),
    )


@blueprint.post("/difference")
def difference(code: str) -> str | Response:
    """Show what a decision would change; nothing is kept yet."""
    assignment = assignments.held(signedin.account(), code)
    return proposed(assignment, _decision(assignment))


def proposed(assignment: Assignment, decision: Decision) -> str | Response:
    """Show what a decision would change, or say why it cannot be made."""
    try:
        plan = rescoring.plan(signedin.account(), assignment.code, decision)
    except (Impossible, NotAccepted) as error:
        return _back(assignment.code, error)
    return _page(assignment, plan, decision, WhyForm(formdata=None))


@blueprint.post("/apply")
def apply(code: str) -> str | tuple[str, int] | Response:
    """Put a decision in force as it was seen, or show it again where it is another by now."""
    assignment = assignments.held(signedin.account(), code)
    form = WhyForm()
    try:
        decision = _decision(assignment)
        if not form.validate() or not _reason(form, decision):
            plan = rescoring.plan(signedin.account(), code, decision)
            return _page(assignment, plan, decision, form), 422
        outcome = rescoring.apply(
            signedin.account(),
            code,
            decision,
            why=form.why.data or "",
            now=clock.now(),
            seen=form.plan.data or "",
        )
    except (Impossible, NotAccepted) as error:
        return _back(code, error)
    except Busy:
        raise ServiceUnavailable from None
    if isinstance(outcome, Plan):
        return _page(assignment, outcome, decision, form, moved=True), 409
    flash(_said(outcome, decision))
    for words in _of_the_set(outcome.made):
        flash(words)
    return redirect(url_for(".show", code=code))


def _page(
    assignment: Assignment, plan: Plan, decision: Decision, form: WhyForm, *, moved: bool = False
) -> str:
    form.plan.data = plan.seen
    return render_template(
        "teacher/rescoring/difference.html",
        assignment=assignment,
        plan=plan,
        kind=type(decision).__name__,
        form=form,
        moved=moved,
        questions={question.id: question for question in _questions(assignment)},
        sent=_fields(decision),
    )


def _fields(decision: Decision) -> list[tuple[str, str]]:
    """Say a decision as the fields of a form: the way back from `_decision`."""
    match decision:
        case Drop(item=item):
            return [("kind", "drop"), ("item", item)]
        case Full(item=item):
            return [("kind", "full"), ("item", item)]
        case TakeBack(id=id):
            return [("kind", "back"), ("id", str(id))]
        case Keys():
            return [("kind", "keys"), ("of", request.form.get("of", ""))]
        case Accept(forms=forms):
            each = ((("item", f.item), ("line", f.line), ("text", f.text)) for f in forms)
            return [("kind", "accept"), *(field for fields in each for field in fields)]
        case Again():
            return []


def _decision(assignment: Assignment) -> Decision:
    """Read a decision from the form."""
    form = request.form
    items = form.getlist("item")
    match form.get("kind", ""):
        case "drop" if items:
            return Drop(items[0])
        case "full" if items:
            return Full(items[0])
        case "accept" if items:
            texts, lines = form.getlist("text"), form.getlist("line")
            if not len(items) == len(lines) == len(texts):
                raise BadRequest
            forms = (Form(*each) for each in zip(items, lines, texts, strict=True))
            return Accept(tuple(forms))
        case "keys":
            return Keys(_source(assignment, form.get("of", "")))
        case "back":
            return TakeBack(whole(form.get("id", "")))
    raise BadRequest


def _source(assignment: Assignment, of: str) -> str:
    """Give the text that the keys are to be taken from: the draft, or a version by its number."""
    account, set_id = signedin.account(), assignment.version.set_id
    if of == DRAFT:
        draft = drafts.find(account, set_id)
        if draft is None:
            raise accounts.NoRight(set_id)
        return draft.text
    text = publishing.source(account, set_id, whole(of))
    if text is None:
        raise accounts.NoRight(of)
    return text


def _sources(assignment: Assignment) -> list[tuple[str, str]]:
    """Name the texts that keys can be taken from, if the account may see any."""
    account, set_id = signedin.account(), assignment.version.set_id
    draft = drafts.find(account, set_id)
    if draft is None:
        return []
    shown = assignment.version.number
    found = [
        (str(v.number), gettext("version %(number)s", number=v.number))
        for v in publishing.history(account, set_id)
        if v.key_of is None and v.number != shown
    ]
    return [(DRAFT, gettext("the draft")), *found] if draft.changed or found else []


def _questions(assignment: Assignment) -> list[Asked]:
    items = enumerate(assignment.version.questions.items, 1)
    return [Asked(item.id, n, plain_text(item.stem)) for n, item in items]


def _reason(form: WhyForm, decision: Decision) -> bool:
    """Whether there is a reason; to take something back needs none."""
    if isinstance(decision, TakeBack) or (form.why.data or "").strip():
        return True
    form.why.errors = [gettext("Say why, in a few words.")]
    return False


def _back(code: str, error: Impossible | NotAccepted) -> Response:
    if isinstance(error, NotAccepted):
        flash(str(REFUSED[error.why]) % {"text": error.form.text[:80]}, "bad")
        return redirect(url_for("teacher.answers.show", code=code))
    flash(str(IMPOSSIBLE[error.why]), "bad")
    return redirect(url_for(".show", code=code))


def _said(outcome: Applied, decision: Decision) -> str:
    if outcome.plan.nothing:
        return str(gettext("That is in force already; nothing was changed."))
    if isinstance(decision, TakeBack):
        return str(gettext("Taken back. The scores are as they were before."))
    return str(gettext("Done. You can take it back below."))


def _of_the_set(made: Made | None) -> list[str]:
    """Say what became of the set and its draft."""
    if made is None:
        return []
    said = [
        gettext("The set has the new key too, as version %(number)s.", number=made.number)
        if made.shown
        else gettext(
            "The key is version %(number)s, which is only there to score by: "
            "what students are given from now on stays as it is.",
            number=made.number,
        )
    ]
    if made.left:
        names = ", ".join(made.left)
        words = gettext(
            "The draft keeps its own key for: %(names)s. Look at it there.", names=names
        )
        said.append(words)
    return [str(words) for words in said]
