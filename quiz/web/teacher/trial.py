"""Try it: exactly the student's page and result; nothing is stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from quiz.assessment import scoring, types
from quiz.assessment.interaction import HotText
from quiz.web import fields, passages, released, room
from quiz.web.teacher import door, looking

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.assessment.model import Item, QuestionSet, Sentence
    from quiz.assessment.scoring import Answer
    from quiz.storage.sets.drafts import Draft
    from quiz.web.fields import Form
    from quiz.web.room import Asked

blueprint = Blueprint("trial", __name__)


@blueprint.route("/sets/<set_id>/try", methods=["GET", "POST"])
def show(set_id: str) -> str | Response:
    """Show the reading room; sent with "finish", the result; for sentences, the passage."""
    draft = door.readable(set_id)
    questions = looking.look(draft).questions
    if questions is None or not questions.items:
        flash(gettext("There is no question to try yet."), "bad")
        return redirect(url_for("teacher.write.show", set_id=set_id))
    form = request.form
    answers = {item.id: _answer(form, item) for item in questions.items}
    asked = _asked(questions, answers)
    verb, _, item = form.get("go", "").partition(":")
    chosen = next((q for q in asked if q.id == item), None)
    if verb == "sentences" and chosen:
        return _sentences(draft, questions, asked, chosen)
    if verb == "finish":
        return _result(draft, questions, asked, answers)
    return render_template(
        "teacher/trial/show.html",
        draft=draft,
        set=questions,
        sheets=passages.sheets(questions.passages),
        groups=room.grouped(asked, questions),
        questions=asked,
    )


def _answer(form: Form, item: Item) -> Answer:
    return fields.read_answer(form, item.id, types.of(item).interaction(item, ""))


def _asked(questions: QuestionSet, answers: dict[str, Answer]) -> tuple[Asked, ...]:
    known = room.sentences(questions)
    return tuple(
        room.answered(
            replace(room.unanswered(item, number, questions.language), hint=item.hint),
            item,
            answers[item.id],
            known,
        )
        for number, item in enumerate(questions.items, 1)
    )


def _result(
    draft: Draft, questions: QuestionSet, asked: tuple[Asked, ...], answers: dict[str, Answer]
) -> str:
    score = scoring.score_attempt(questions, answers)
    return render_template(
        "teacher/trial/result.html",
        draft=draft,
        set=questions,
        sheets=passages.sheets(questions.passages),
        questions=asked,
        reviewed=released.paired(questions, asked, score),
        score=score,
    )


def _sentences(
    draft: Draft, questions: QuestionSet, asked: tuple[Asked, ...], chosen: Asked
) -> str:
    hot = isinstance(chosen.interaction, HotText)
    ticked = {s.id for s in (chosen.picked if hot else chosen.cited)}
    name = fields.answer_field(chosen.id) if hot else f"c.{chosen.id}"

    def box(sentence: Sentence, html: Markup) -> Markup:
        checked = Markup(" checked") if sentence.id in ticked else ""
        return Markup(
            '<label class="s"><input type="checkbox" name="{}" value="{}"{}>&nbsp;{}</label>'
        ).format(name, sentence.id, checked, html)

    return render_template(
        "teacher/trial/sentences.html",
        draft=draft,
        set=questions,
        sheets=passages.sheets(questions.passages, wrap=box),
        question=chosen,
        others=[q for q in asked if q.id != chosen.id],
        own=replace(chosen, raw={}) if hot else replace(chosen, cited=()),
    )
