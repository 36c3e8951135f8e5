"""Answers worth a look: typed answers that earned nothing, and what students say was right."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from quiz.assessment import types
from quiz.assessment.editing.keys import Form
from quiz.assessment.matching.wildcards import unescape
from quiz.storage import assignments, marks
from quiz.storage.marks import Clash, disputes, unmatched
from quiz.storage.rescoring.decisions import Accept
from quiz.web import clock, signedin
from quiz.web.teacher import rescoring

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.assessment.model import Item
    from quiz.assessment.unmatched import Group
    from quiz.storage.marks.unmatched import Worth

blueprint = Blueprint("answers", __name__, url_prefix="/assignments/<code>/answers")


@dataclass(frozen=True, slots=True)
class Shown:
    """A group as the page has it: ``name`` is what its fields are called."""

    name: str
    group: Group[int]
    line: str


@dataclass(frozen=True, slots=True)
class Card:
    """A question: its lines with their model answers, the groups, and those that were put away."""

    item: Item
    number: int
    lines: tuple[tuple[str, str], ...]
    groups: tuple[Shown, ...]
    put_away: tuple[Shown, ...]


@blueprint.get("")
def show(code: str) -> str:
    """List the groups by question, and the disputes."""
    account = signedin.account()
    assignment = assignments.held(account, code)
    said = disputes.of_assignment(account, code)
    return render_template(
        "teacher/answers/show.html",
        assignment=assignment,
        cards=[_card(worth) for worth in unmatched.groups(account, code)],
        disputes=said,
        asked={
            item.id: (number, item)
            for number, item in enumerate(assignment.version.questions.items, 1)
        },
        typed={i.id for i in assignment.version.questions.items if types.of(i).lines(i.body)},
        texts=marks.texts(account, code, {(d.attempt_id, d.item) for d in said}),
    )


@blueprint.post("/accept")
def accept(code: str) -> str | Response:
    """Show what accepting the groups that were ticked would change; nothing is kept yet."""
    cards = [_card(worth) for worth in unmatched.groups(signedin.account(), code)]
    ticked = set(request.form.getlist("accept"))
    forms = tuple(
        Form(group.item, request.form.get(f"line.{shown.name}", shown.line), group.text)
        for card in cards
        for shown in (*card.groups, *card.put_away)
        if shown.name in ticked and (group := shown.group)
    )
    if not forms:
        flash(gettext("Tick the answers that you accept."), "bad")
        return redirect(url_for(".show", code=code))
    assignment = assignments.held(signedin.account(), code)
    return rescoring.proposed(assignment, Accept(forms))


@blueprint.post("/refuse")
def refuse(code: str) -> Response:
    """Put a group away."""
    group = _group(code)
    place = (group.item, group.part, group.form)
    unmatched.refuse(signedin.account(), code, place, now=clock.now())
    flash(gettext("Put away: %(text)s", text=group.text[:80]))
    return redirect(url_for(".show", code=code, _anchor=f"q-{group.item}"))


@blueprint.post("/bring-back")
def bring_back(code: str) -> Response:
    """Take a group out again."""
    group = _group(code)
    unmatched.bring_back(signedin.account(), code, (group.item, group.part, group.form))
    return redirect(url_for(".show", code=code, _anchor=f"q-{group.item}"))


@blueprint.post("/give")
def give(code: str) -> Response:
    """Give the points to all answers of a group, by hand: the key stays as it is."""
    group = _group(code)
    pile = marks.pile(signedin.account(), code, group.item)
    given = 0
    for answer in pile.answers:
        if answer.attempt_id in group.whose and answer.mark is None:
            outcome = marks.mark(
                signedin.account(), code, answer.attempt_id, group.item, 1.0, "",
                seen="", revision=answer.revision, now=clock.now(),
            )  # fmt: skip
            given += not isinstance(outcome, Clash)
    flash(ngettext("%(num)s answer got the points.", "%(num)s answers got the points.", given))
    return redirect(url_for(".show", code=code, _anchor=f"q-{group.item}"))


@blueprint.post("/disputes/<int:attempt>/<item>")
def settle(code: str, attempt: int, item: str) -> Response:
    """Say what is made of a student's word: points by hand, or a word back."""
    account, word = signedin.account(), request.form.get("word", "")
    assignments.held(account, code)
    accepted = request.form.get("go") == "accept"
    if not accepted and not word.strip():
        flash(gettext("Say why not, in a few words: the student reads it."), "bad")
        return redirect(url_for(".show", code=code, _anchor=f"dispute-{attempt}-{item}"))
    if accepted:
        pile = marks.pile(account, code, item)
        answer = next((a for a in pile.answers if a.attempt_id == attempt), None) or abort(404)
        comment = answer.mark.comment if answer.mark else ""
        marks.mark(
            account, code, attempt, item, 1.0, comment,
            seen=answer.seen, revision=answer.revision, now=clock.now(),
        )  # fmt: skip
    disputes.settle(
        account, code, attempt, item, "accepted" if accepted else "refused", word, now=clock.now()
    )
    flash(gettext("The student will read what you said."))
    return redirect(url_for(".show", code=code, _anchor="disputes"))


def _card(worth: Worth) -> Card:
    lines = types.of(worth.item).lines(worth.item.body)
    told = tuple((line, unescape(forms[0])) for line, forms in lines.items() if forms)
    return Card(
        worth.item,
        worth.number,
        told,
        tuple(_shown(group, told) for group in worth.groups),
        tuple(_shown(group, told) for group in worth.put_away),
    )


def _shown(group: Group[int], lines: tuple[tuple[str, str], ...]) -> Shown:
    line = group.part or (group.near.line if group.near else lines[0][0])
    place = f"{group.item}\n{group.part}\n{group.form}"
    return Shown(hashlib.sha256(place.encode()).hexdigest()[:12], group, line)


def _group(code: str) -> Group[int]:
    """Give the group that a form names, or answer 404."""
    name = request.form.get("group", "")
    for worth in unmatched.groups(signedin.account(), code):
        card = _card(worth)
        for shown in (*card.groups, *card.put_away):
            if shown.name == name:
                return shown.group
    return abort(404)
