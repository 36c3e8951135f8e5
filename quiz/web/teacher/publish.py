"""Publishing: what is found, what differs from the version before, a note, and done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from quiz.assessment.difference import difference
from quiz.storage.sets import publishing
from quiz.storage.sets.drafts import Conflict
from quiz.web import clock, signedin
from quiz.web.fields import whole
from quiz.web.teacher import door, looking
from quiz.web.teacher.correction import unsettled

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.assessment.difference import Change
    from quiz.assessment.document import Finding
    from quiz.storage.sets.drafts import Draft
    from quiz.web.teacher.looking import Look

blueprint = Blueprint("publish", __name__)


class PublishForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A note for the history; ``base`` is the revision that was looked at."""

    base = HiddenField()
    note = StringField(
        _l("Note for the history (optional)"),
        validators=[
            Length(
                max=publishing.LONGEST_NOTE,
                message=_l("A note has %(max)d characters at most.", max=publishing.LONGEST_NOTE),
            )
        ],
        render_kw={"autocomplete": "off"},
    )


@blueprint.route("/sets/<set_id>/publish", methods=["GET", "POST"])
def show(set_id: str) -> str | tuple[str, int] | Response:
    """Show what would be published; freeze it as a version."""
    draft = door.writable(set_id)
    form = PublishForm()
    if not form.is_submitted():
        form.base.data = str(draft.revision)
        return _page(draft, form)
    if not form.validate():
        return _page(draft, form), 422
    outcome = publishing.publish(
        signedin.account(),
        set_id,
        form.note.data or "",
        clock.now(),
        base=whole(form.base.data or ""),
    )
    if isinstance(outcome, Conflict):
        form.base.data = str(outcome.draft.revision)
        return _page(outcome.draft, form, changed=True), 409
    if isinstance(outcome, tuple):
        return _page(draft, form, refused=outcome), 422
    flash(gettext("Version %(number)s is published.", number=outcome.number))
    return redirect(url_for("teacher.write.show", set_id=set_id))


def _page(
    draft: Draft,
    form: PublishForm,
    *,
    refused: tuple[Finding, ...] = (),
    changed: bool = False,
) -> str:
    look = looking.look(draft)
    return render_template(
        "teacher/publish/show.html",
        draft=draft,
        look=look,
        form=form,
        errors=refused or look.errors,
        changed=changed,
        changes=_changes(draft, look),
        unsettled=len(unsettled(draft, look)),
    )


def _changes(draft: Draft, look: Look) -> list[Change]:
    """What differs from the newest version."""
    if not draft.published or look.questions is None:
        return []
    newest = publishing.version(signedin.account(), draft.set_id, draft.published)
    return difference(newest.questions, look.questions) if newest else []
