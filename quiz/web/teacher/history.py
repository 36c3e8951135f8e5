"""The history: versions with what differs, what was saved lately, and the ways back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from quiz.assessment.difference import difference
from quiz.storage.sets import drafts, publishing
from quiz.storage.sets.drafts import Conflict, Forgotten
from quiz.web import clock, signedin
from quiz.web.fields import whole
from quiz.web.teacher import door, keeping, looking

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.storage.sets.versions import Version

blueprint = Blueprint("history", __name__, url_prefix="/sets/<set_id>")


@blueprint.get("/versions")
def show(set_id: str) -> str:
    """List the versions, and what was saved lately."""
    draft = door.readable(set_id)
    return render_template(
        "teacher/history/show.html",
        draft=draft,
        look=looking.look(draft),
        versions=publishing.history(signedin.account(), set_id),
        earlier=drafts.earlier(signedin.account(), set_id),
    )


@blueprint.get("/versions/<int:number>")
def version(set_id: str, number: int) -> str:
    """Show what a version changed, and what was changed since."""
    draft = door.readable(set_id)
    look = looking.look(draft)
    found = _version(set_id, number)
    before = _version(set_id, number - 1).questions if number > 1 else None
    return render_template(
        "teacher/history/version.html",
        draft=draft,
        look=look,
        version=found,
        first=before is None,
        changes=difference(before, found.questions) if before else [],
        since=difference(found.questions, look.questions) if look.questions else [],
    )


@blueprint.post("/versions/<int:number>/restore")
def restore(set_id: str, number: int) -> Response:
    """Make a version's text the draft; the next page can take that back."""
    before = door.writable(set_id)
    _version(set_id, number)
    after = publishing.restore(signedin.account(), set_id, number, clock.now())
    words = gettext("The draft says what version %(number)s says.", number=number)
    keeping.offer_undo(words, before, after)
    return redirect(url_for("teacher.write.show", set_id=set_id))


@blueprint.post("/undo")
def undo(set_id: str) -> Response:
    """Go back to an earlier revision of the draft."""
    before = door.writable(set_id)
    revision = whole(request.form.get("revision", ""))
    base = whole(request.form.get("base", ""))
    try:
        kept = drafts.undo(signedin.account(), set_id, revision, base=base, now=clock.now())
    except Forgotten:
        abort(404)
    if isinstance(kept, Conflict):
        flash(
            gettext("Not undone: the set was changed since. Look at what was saved lately."), "bad"
        )
        return redirect(url_for(".show", set_id=set_id))
    keeping.offer_undo(gettext("The draft is as it was before."), before, kept)
    return redirect(url_for("teacher.write.show", set_id=set_id))


def _version(set_id: str, number: int) -> Version:
    return publishing.version(signedin.account(), set_id, number) or abort(404)
