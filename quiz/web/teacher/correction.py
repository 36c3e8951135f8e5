"""After a passage was corrected: evidence whose words changed, each settled by one choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from quiz.assessment.difference import word_steps
from quiz.assessment.editing.correction import Changed, carried, settle
from quiz.assessment.passage import nearest
from quiz.storage.sets import publishing
from quiz.web import signedin
from quiz.web.teacher import door, keeping, looking
from quiz.web.teacher.sheets import text

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.assessment.difference import Op
    from quiz.storage.sets.drafts import Draft
    from quiz.web.teacher.looking import Look

blueprint = Blueprint("correction", __name__)

LOST = {"E112", "E113"}


@dataclass(frozen=True, slots=True)
class Case:
    """A quote to settle, beside the nearest words and the way from one to the other."""

    changed: Changed
    number: int
    stem: str
    steps: tuple[tuple[Op, str], ...]


@blueprint.route("/sets/<set_id>/correction", methods=["GET", "POST"])
def show(set_id: str) -> str | Response:
    """List the quotes that the passage no longer holds; settle those that were decided."""
    draft = door.writable(set_id)
    look = looking.look(draft)
    if request.method == "POST":
        return _settle(set_id)
    return render_template(
        "teacher/publish/correction.html",
        draft=draft,
        look=look,
        cases=[_case(look, changed) for changed in unsettled(draft, look)],
    )


def unsettled(draft: Draft, look: Look) -> tuple[Changed, ...]:
    """Give the quotes that the passages do not hold, or hold twice."""
    if look.questions is None:
        return ()
    newest = (
        publishing.version(signedin.account(), draft.set_id, draft.published)
        if draft.published
        else None
    )
    found = carried(newest.questions, look.text).changed if newest else ()
    listed = {(changed.item, changed.quote) for changed in found}
    rest = (
        Changed(
            finding.item,
            finding.words,
            nearest(finding.words, look.questions.passages) if finding.code == "E112" else "",
            0 if finding.code == "E112" else 2,
        )
        for finding in look.errors
        if finding.code in LOST and (finding.item, finding.words) not in listed
    )
    return (*found, *rest)


def _case(look: Look, changed: Changed) -> Case:
    part = look.part("item", changed.item)
    steps = word_steps(changed.quote, changed.nearest) if changed.nearest else ()
    return Case(changed, look.number(changed.item), part.heading if part else "", steps)


def _settle(set_id: str) -> Response:
    """For each quote: the nearest words, other words, none; or it is left for later."""
    form, settled = request.form, 0
    items, quotes = form.getlist("item"), form.getlist("quote")
    for number, (item, quote) in enumerate(zip(items, quotes, strict=False)):
        words = _decided(number)
        if words is not None:
            keeping.change(set_id, _edit(item, text(quote), words))
            settled += 1
    flash(gettext("%(count)s settled.", count=settled))
    back = "teacher.correction.show" if settled < len(quotes) else "teacher.publish.show"
    return redirect(url_for(back, set_id=set_id))


def _decided(number: int) -> str | None:
    choice = request.form.get(f"settle.{number}", "")
    if choice == "other":
        return text(request.form.get(f"other.{number}")) or None
    return {"nearest": text(request.form.get(f"nearest.{number}")), "none": ""}.get(choice)


def _edit(item: str, quote: str, words: str) -> keeping.Edit:
    def edit(document: str) -> str:
        try:
            return settle(document, item, quote, words)
        except KeyError:  # the question was deleted meanwhile
            return document

    return edit
