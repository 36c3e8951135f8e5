"""The shelf: the sets that a teacher may see, and her bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from quiz.storage.sets import drafts, shelf
from quiz.web import clock, signedin
from quiz.web.teacher import door

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("shelf", __name__)


@blueprint.get("/")
def show() -> str:
    """List the sets: one's own and shared ones, those that came from files, the bin."""
    found = shelf.mine(signedin.account())
    return render_template(
        "teacher/shelf/show.html",
        own=[listed for listed in found if listed.owner],
        filed=[listed for listed in found if not listed.owner],
        bin=shelf.bin(signedin.account()),
    )


@blueprint.post("/sets/<set_id>/remove")
def remove(set_id: str) -> Response:
    """Put a set into the bin."""
    door.owned(set_id)
    shelf.remove(signedin.account(), set_id, clock.now())
    flash(gettext("The set is in the bin, at the foot of this page."))
    return redirect(url_for("teacher.shelf.show"))


@blueprint.post("/sets/<set_id>/put-back")
def put_back(set_id: str) -> Response:
    """Take a set out of the bin."""
    shelf.put_back(signedin.account(), set_id)
    flash(gettext("The set is back on the shelf."))
    return redirect(url_for("teacher.shelf.show"))


@blueprint.post("/sets/<set_id>/copy")
def copy(set_id: str) -> Response:
    """Begin a set of one's own with the text of another."""
    made = drafts.copy(signedin.account(), set_id, clock.now())
    flash(gettext("This is your own copy."))
    return redirect(url_for("teacher.write.show", set_id=made.set_id))
