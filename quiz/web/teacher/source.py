"""The document itself: the Markdown with the findings at their lines; down and up as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, TextAreaField

from quiz.storage.sets.drafts import NoText
from quiz.web.fields import whole
from quiz.web.teacher import door, keeping, looking

if TYPE_CHECKING:
    from quiz.storage.sets.drafts import Draft

blueprint = Blueprint("source", __name__)


class SourceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The whole document."""

    base = HiddenField()
    text = TextAreaField(_l("Markdown"), render_kw={"spellcheck": "false", "autocomplete": "off"})


@blueprint.route("/sets/<set_id>/source", methods=["GET", "POST"])
def show(set_id: str) -> str | tuple[str, int] | AnyResponse:
    """Show the document and what was found in it; keep it, unless nothing of it can be read."""
    draft = door.readable(set_id)
    form = SourceForm()
    if not form.is_submitted():
        form.text.data, form.base.data = draft.text, str(draft.revision)
        return _page(draft, form)
    door.writable(set_id)
    text = (form.text.data or "").replace("\r\n", "\n").replace("\r", "\n")
    look = looking.read(text, set_id)
    if request.form.get("go") == "check":  # a script asks what would be found
        return _page(draft, form, look)
    if look.questions is None:
        form.text.errors = [
            gettext("Not kept: nothing can be read of it. See below where, and why.")
        ]
        return _page(draft, form, look), 422
    try:
        kept = keeping.whole(set_id, text, whole(form.base.data or ""))
    except NoText as error:
        form.text.errors = [error.finding.message]
        return _page(draft, form, look), 422
    if isinstance(kept, keeping.Clash):
        return keeping.clash_page(kept, url_for(".show", set_id=set_id), again="base")
    return redirect(url_for("teacher.source.show", set_id=set_id))


@blueprint.get("/sets/<set_id>.md")
def download(set_id: str) -> Response:
    """Give the draft as a file."""
    draft = door.readable(set_id)
    response = Response(draft.text, content_type="text/markdown; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{_safe(set_id)}.md"'
    return response


def _safe(set_id: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in set_id)


def _page(draft: Draft, form: SourceForm, look: looking.Look | None = None) -> str:
    return render_template(
        "teacher/source/show.html", draft=draft, form=form, look=look or looking.look(draft)
    )
