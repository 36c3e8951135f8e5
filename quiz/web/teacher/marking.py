"""Marking, question by question: the names unseen, each mark saved at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from quiz.assessment import types
from quiz.storage import assignments, marks
from quiz.storage.marks import Clash
from quiz.web import clock, passages, released, room, signedin
from quiz.web.fields import whole

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.assessment.model import Item
    from quiz.storage.marks import Answered, Pile

blueprint = Blueprint("marking", __name__, url_prefix="/assignments/<code>/marking")

DIGITS = 10
SAVE, NONE = "save", "none"
"""What the form's ``go`` says: a script wants a receipt only; the mark is to be taken away."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be given: the fraction as the form sends it, its points and words, and its key."""

    value: str
    points: float
    words: str
    key: str


class MarkForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A mark. ``seen`` and ``revision`` say which mark and which answer the page has shown."""

    level = StringField()
    comment = TextAreaField(
        validators=[
            Length(
                max=marks.LONGEST,
                message=_l("A comment has %(max)d characters at most.", max=marks.LONGEST),
            )
        ]
    )
    seen = HiddenField()
    revision = HiddenField()


@blueprint.get("")
def show(code: str) -> str:
    """List the questions that a person marks, with how many answers wait."""
    account = signedin.account()
    return render_template(
        "teacher/marking/show.html",
        assignment=assignments.held(account, code),
        piles=marks.piles(account, code),
    )


@blueprint.get("/<item>")
def pile(code: str, item: str) -> str:
    """Show all answers to a question, beside the question, its rubric and the passage."""
    return _page(code, marks.pile(signedin.account(), code, item))


@blueprint.post("/<item>/<int:attempt>")
def mark(code: str, item: str, attempt: int) -> str | tuple[str, int] | Response:
    """Keep a mark; a script gets a receipt, a browser without scripts the page again."""
    found = marks.pile(signedin.account(), code, item)
    answer = next((a for a in found.answers if a.attempt_id == attempt), None) or abort(404)
    form = MarkForm()
    away = request.form.get("go") == NONE
    level = "" if away else form.level.data or ""
    known = {choice.value for choice in choices(found.item)}
    if not form.validate() or (not away and level not in known):
        words = " ".join(form.comment.errors) or gettext("Choose one of the levels.")
        return _refused(code, found, answer, words, 422)
    outcome = marks.mark(
        signedin.account(),
        code,
        attempt,
        item,
        None if away else float(level),
        form.comment.data or "",
        seen=form.seen.data or "",
        revision=whole(form.revision.data or "") or None,
        now=clock.now(),
    )
    again = marks.pile(signedin.account(), code, item)
    now = next(a for a in again.answers if a.attempt_id == attempt)
    if isinstance(outcome, Clash):
        words = gettext("Not kept: it was marked or changed elsewhere. Look at it once more.")
        return _refused(code, again, now, words, 409)
    if request.form.get("go") == SAVE:
        return _one(code, again, now)
    return redirect(_place(code, item, attempt))


@blueprint.post("/<item>/blanks")
def blanks(code: str, item: str) -> Response:
    """Give 0 to all blank answers in one go."""
    count = marks.mark_blanks(signedin.account(), code, item, now=clock.now())
    flash(ngettext("%(num)s blank answer got 0.", "%(num)s blank answers got 0.", count))
    return redirect(url_for(".pile", code=code, item=item))


@blueprint.post("/<item>/names")
def names(code: str, item: str) -> Response:
    """Show the names behind the answers; that they were asked for is kept."""
    marks.pile(signedin.account(), code, item)
    marks.ask_names(signedin.account(), code, item, now=clock.now())
    return redirect(url_for(".pile", code=code, item=item, names=1))


def choices(item: Item) -> tuple[Choice, ...]:
    """Give what an answer can get, the least first: a rubric's levels, else none, half or all."""
    if not types.of(item).by_person:
        words = (gettext("nothing"), gettext("half of it"), gettext("all of it"))
        parts = enumerate(zip((0.0, 0.5, 1.0), words, strict=True))
        return tuple(Choice(f"{f:g}", f * item.points, w, str(n)) for n, (f, w) in parts)
    levels = sorted(item.body.levels, key=lambda level: level.points)
    top = types.of(item).worth(item.body)
    by_points = all(level.points in range(DIGITS) for level in levels)
    return tuple(
        Choice(
            f"{round(level.points / top, 7):g}",
            level.points / top * item.points,
            level.text,
            f"{level.points:g}" if by_points else str(n) if n < DIGITS else "",
        )
        for n, level in enumerate(levels)
    )


def _page(code: str, found: Pile, said: tuple[int, str] | None = None) -> str:
    asked = "names" in request.args and marks.names_asked(signedin.account(), code, found.item.id)
    item = found.item
    questions = found.version.questions
    return render_template(
        "teacher/marking/pile.html",
        assignment=assignments.held(signedin.account(), code),
        pile=found,
        question=room.unanswered(item, found.number, questions.language),
        choices=choices(item),
        sheets=passages.sheets(questions.passages, released.spans(item)),
        named=asked,
        said=said,
    )


def _one(code: str, found: Pile, answer: Answered, words: str = "") -> str:
    """The answer alone: what a script puts in its place."""
    return render_template(
        "teacher/marking/mark.html",
        assignment=assignments.held(signedin.account(), code),
        pile=found,
        answer=answer,
        choices=choices(found.item),
        said=(answer.attempt_id, words) if words else None,
    )


def _refused(code: str, found: Pile, answer: Answered, words: str, status: int) -> tuple[str, int]:
    """Say why a mark was not kept, with what was sent still in the form."""
    if request.form.get("go") == SAVE:
        return _one(code, found, answer, words), status
    return _page(code, found, (answer.attempt_id, words)), status


def _place(code: str, item: str, attempt: int) -> str:
    named = 1 if "names" in request.args else None
    return url_for(".pile", code=code, item=item, _anchor=f"answer-{attempt}", names=named)
