"""Giving a set to students: the rules, saved only where they do not contradict one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from quiz.assessment.rules import cautions
from quiz.storage import assignments, classes
from quiz.storage.accounts import NoRight
from quiz.storage.assignments import Contradictory, UnknownSet, giving
from quiz.storage.assignments.giving import Begun
from quiz.storage.sets import publishing, shelf
from quiz.web import clock, fields, signedin
from quiz.web.moments import zone
from quiz.web.teacher import door, rules
from quiz.web.teacher.rules import ChangeForm, RulesForm

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.storage.assignments import Assignment
    from quiz.storage.sets.publishing import Published

blueprint = Blueprint("giving", __name__)


@blueprint.get("/assignments/new")
def choose() -> str:
    """Choose the set that is given."""
    found = [listed for listed in shelf.mine(signedin.account()) if listed.published]
    return render_template("teacher/giving/choose.html", sets=found, to=_to())


@blueprint.route("/sets/<set_id>/give", methods=["GET", "POST"])
def show(set_id: str) -> str | tuple[str, int] | Response:
    """Ask how the set is to be given; give it."""
    draft = door.readable(set_id)
    if not draft.published:
        flash(gettext("Publish the set first: students are given a version of it."), "bad")
        return redirect(url_for("teacher.write.show", set_id=set_id))
    versions = _publications(set_id)
    form = _offered(RulesForm(data=_usual(versions, set_id)), versions)
    if not form.is_submitted():
        return _page("show", form, set_id=set_id, title=_title(versions, set_id))
    made = _given(form, set_id) if form.validate() else None
    if made is None:
        return _page("show", form, set_id=set_id, title=_title(versions, set_id)), 422
    _caution(made)
    flash(gettext("It is given. Students join with the code."))
    if made.version.questions.practice:
        flash(gettext("While it withholds answers from anybody, this set is not open practice."))
    return redirect(url_for("teacher.assignment.show", code=made.code))


@blueprint.route("/assignments/<code>/rules", methods=["GET", "POST"])
def change(code: str) -> str | tuple[str, int] | Response:
    """Change how it is given: all of it until somebody has begun, then what can be."""
    given = assignments.held(signedin.account(), code)
    begun = giving.begun(given)
    versions = _versions(given)
    kind = ChangeForm if begun else RulesForm
    form = _offered(kind(data=rules.data(given)), versions, given)
    if not form.is_submitted():
        return _page("change", form, given=given, begun=begun, title=given.title)
    changed = _changed(form, code) if form.validate() else None
    if changed is None:
        return _page("change", form, given=given, begun=begun, title=given.title), 422
    _caution(changed)
    flash(gettext("Kept."))
    return redirect(url_for("teacher.assignment.show", code=given.code))


def _given(form: RulesForm, set_id: str) -> Assignment | None:
    try:
        return giving.give(signedin.account(), set_id, rules.offer(form), clock.now())
    except Contradictory as error:
        rules.put_beside(form, error.remarks)
    except UnknownSet:
        abort(404)
    return None


def _changed(form: RulesForm, code: str) -> Assignment | None:
    why = (form.why.data or "") if isinstance(form, ChangeForm) else ""
    try:
        return giving.change(signedin.account(), code, rules.offer(form), why, clock.now())
    except Contradictory as error:
        rules.put_beside(form, error.remarks)
    except Begun as error:
        rules.is_fixed(form, error.fields)
    return None


def _offered(
    form: RulesForm, versions: list[Published], given: Assignment | None = None
) -> RulesForm:
    """What was given, and to whom, is offered whoever looks."""
    numbers = {version.number: version.note for version in versions}
    if given is not None:
        numbers.setdefault(given.version.number, given.version.note)
    return rules.offered(
        form, numbers, classes.mine(signedin.account()), given.class_id if given else None
    )


def _versions(given: Assignment) -> list[Published]:
    """The set's versions; none where the set itself is not hers to see."""
    try:
        return _publications(given.version.set_id)
    except NoRight:
        return []


def _publications(set_id: str) -> list[Published]:
    """The versions that can be given: not those that are there only to score by."""
    return [v for v in publishing.history(signedin.account(), set_id) if v.key_of is None]


def _usual(versions: list[Published], set_id: str) -> dict[str, object]:
    """What is chosen at first: the newest version, its feedback, the class of the link."""
    newest = publishing.version(signedin.account(), set_id, versions[0].number)
    policy = newest.questions.feedback.value if newest else "evidence"
    chosen = {"version": versions[0].number, "class_id": _to() or 0}
    return chosen | {"attempts": 1, "feedback": policy}


def _to() -> int | None:
    """The class that a link named; the form takes it where it is one to choose."""
    return fields.whole(request.args.get("to", "")) or None


def _title(versions: list[Published], set_id: str) -> str:
    newest = publishing.version(signedin.account(), set_id, versions[0].number)
    return newest.questions.title if newest else set_id


def _caution(given: Assignment) -> None:
    for remark in cautions(given.rules, clock.now()):
        flash(gettext(remark.message), "bad")


def _page(template: str, form: RulesForm, **more: object) -> str:
    return render_template(f"teacher/giving/{template}.html", form=form, zone=str(zone()), **more)
