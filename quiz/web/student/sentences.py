"""Choosing sentences without scripts: the passage with a checkbox before each sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, url_for
from markupsafe import Markup

from quiz.assessment.interaction import HotText
from quiz.assessment.timing import State
from quiz.storage import attempts
from quiz.web import clock, fields, headers, passages, room
from quiz.web.student import door, saving, troubles

if TYPE_CHECKING:
    from collections.abc import Collection

    from werkzeug.wrappers import Response

    from quiz.assessment.model import Sentence
    from quiz.storage.attempts import Attempt
    from quiz.web.room import Asked

blueprint = Blueprint("sentences", __name__, url_prefix="/attempts/<token>/sentences")
blueprint.after_request(headers.private)


@blueprint.route("/<item>", methods=["GET", "POST"])
def show(token: str, item: str) -> str | tuple[str, int] | Response:
    """Show the passage with checkboxes; keep what was chosen and go back to the question."""
    attempt = door.attempt(token)
    question = _question(attempt, item)
    if request.method == "POST":
        return _keep(attempt, token, question)
    if attempt.state(clock.now()) is not State.OPEN:
        return redirect(url_for("student.results.show", token=token))
    chosen = question.picked if _selects(question) else question.cited
    return _page(attempt, token, question, {sentence.id for sentence in chosen})


def _question(attempt: Attempt, item: str) -> Asked:
    """The question with its newest answer, if it asks for sentences at all; else 404."""
    if attempt.version.questions.item(item) is None:
        abort(404)
    question = room.question(attempt, item, attempts.answers(attempt))
    if not (question.cites or _selects(question)):
        abort(404)
    return question


def _selects(question: Asked) -> bool:
    """Whether the sentences are the answer itself; else they are its citation."""
    return isinstance(question.interaction, HotText)


def _keep(attempt: Attempt, token: str, question: Asked) -> str | tuple[str, int] | Response:
    chosen = tuple(dict.fromkeys(request.form.getlist("sentence")))
    if isinstance(question.interaction, HotText) and len(chosen) > question.interaction.limit:
        return _page(attempt, token, question, set(chosen), too_many=True), 422
    now = clock.now()
    unkept = saving.save_form(attempt, _as_form(question, chosen), now)
    if unkept:
        return troubles.page(attempt, token, unkept)
    own = question.id if attempt.assignment.by_question else None
    there = url_for("student.attempts.show", token=token, q=own, _anchor=f"q-{question.id}")
    return redirect(there)


def _as_form(question: Asked, chosen: tuple[str, ...]) -> fields.Form:
    """Say what was chosen as the room's form would: the rest of the answer stays as it is."""
    form = fields.fields_of(question.id, question.answer)
    form.setlist(
        fields.answer_field(question.id) if _selects(question) else f"c.{question.id}", chosen
    )
    form["writer"] = request.form.get("writer", "")
    form[f"seen.{question.id}"] = request.form.get("seen", "")
    return form


def _page(
    attempt: Attempt,
    token: str,
    question: Asked,
    chosen: Collection[str],
    *,
    too_many: bool = False,
) -> str:
    questions = attempt.version.questions
    return render_template(
        "student/sentences/show.html",
        attempt=attempt,
        token=token,
        question=question,
        sheets=passages.sheets(questions.passages, wrap=_box(chosen)),
        too_many=too_many,
        writer=request.form.get("writer") or fields.new_writer(),
        seen=request.form.get("seen") or question.revision,
    )


def _box(chosen: Collection[str]) -> passages.Wrap:
    """Put a checkbox before a sentence, and make the sentence its label."""

    def wrap(sentence: Sentence, html: Markup) -> Markup:
        checked = Markup(" checked") if sentence.id in chosen else ""
        return Markup(
            '<label class="s"><input type="checkbox" name="sentence" value="{}"{}>&nbsp;{}</label>'
        ).format(sentence.id, checked, html)

    return wrap
