"""A passage: its form, with figures and findings; another passage for the set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField

from quiz.assessment.editing import edits
from quiz.assessment.editing.correction import carried
from quiz.assessment.formats.markdown.sections import ID
from quiz.web.teacher import articles, door, keeping, looking, write
from quiz.web.teacher.mends import mend
from quiz.web.teacher.sheets import line

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.assessment.editing.outline import Part
    from quiz.assessment.model import QuestionSet
    from quiz.storage.sets.drafts import Draft
    from quiz.web.teacher.looking import Look

blueprint = Blueprint("passages", __name__, url_prefix="/sets/<set_id>")


class PassageForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A passage as it is written."""

    seen = HiddenField()
    title = StringField(_l("Title"), render_kw={"autocomplete": "off"})
    text = TextAreaField(_l("Text"), render_kw={"rows": 24, "autocomplete": "off"})


@blueprint.route("/passage/<passage>", methods=["GET", "POST"])
def show(set_id: str, passage: str) -> str | tuple[str, int] | Response:
    """Show a passage's form; keep what was typed, and carry the evidence along."""
    draft = door.writable(set_id)
    look = looking.look(draft)
    part = look.part("passage", passage)
    if part is None and not ID.fullmatch(passage):
        abort(404)
    form = PassageForm()
    if not form.is_submitted():
        return _page(draft, look, _shown(form, part), part) if part else abort(404)
    alone = f"# {{#{passage}}}\n"
    whole = part.source if part else alone
    text = (form.text.data or "").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        form.text.errors = [gettext("A passage needs a text; without one, take the heading out.")]
        return _page(draft, look, form, part or abort(404)), 422
    source = edits.set_passage(whole, passage, text, line(form.title.data)).strip()
    kept = keeping.part(
        set_id, "passage", passage, form.seen.data or "", source, _carry(look.questions)
    )
    if isinstance(kept, keeping.Clash):
        back = url_for(".show", set_id=set_id, passage=passage)
        return keeping.clash_page(kept, back if kept.theirs is not None else _home(set_id))
    _tell(set_id, look, kept)
    go = request.form.get("go", "")
    if go.startswith("mend:"):
        mend(set_id, go)
    stays = go.startswith(("save", "mend:"))
    return redirect(url_for(".show", set_id=set_id, passage=passage) if stays else _home(set_id))


@blueprint.route("/add-passage", methods=["GET", "POST"])
def add(set_id: str) -> str | tuple[str, int] | Response:
    """Add another passage at the end, by the same way as the first."""
    draft = door.writable(set_id)
    if request.form.get("go") == "create":
        review = articles.ReviewForm()
        source = articles.passage(review, articles.reviewed(review))
        keeping.change(set_id, lambda text: edits.insert_after(text, None, source))
        return redirect(_home(set_id))
    form = articles.ArticleForm()
    if not form.is_submitted():
        return render_template("teacher/new/show.html", form=form, draft=draft)
    article = articles.received(form) if form.validate() else None
    if article is None:
        return render_template("teacher/new/show.html", form=form, draft=draft), 422
    review = articles.review(article)
    text = articles.preview(article.cleaned)
    return render_template(
        "teacher/new/review.html", article=article, text=text, form=review, draft=draft
    )


def _carry(old: QuestionSet | None) -> keeping.Edit:
    """Evidence that a correction of the passage made ambiguous is lengthened where it can be."""
    return lambda text: carried(old, text).text if old else text


def _tell(set_id: str, before: Look, kept: Draft) -> None:
    """Say what the correction did to the evidence."""
    if before.questions is None or before.text == kept.text:
        return
    done = carried(before.questions, kept.text)
    if done.changed:
        told = ngettext(
            "The evidence of %(num)s question is no longer in the passage.",
            "The evidence of %(num)s questions is no longer in the passage.",
            len({changed.item for changed in done.changed}),
        )
        link = url_for("teacher.correction.show", set_id=kept.set_id)
        flash({"words": told, "link": link, "go": gettext("Settle it")}, "bad")  # type: ignore[arg-type]  # a flash may be anything that JSON can say
    elif done.moved:
        flash(
            ngettext(
                "%(num)s piece of evidence moved along.",
                "%(num)s pieces of evidence moved along.",
                len(done.moved),
            )
        )


def _shown(form: PassageForm, part: Part | None) -> PassageForm:
    if part is not None:
        form.seen.data = keeping.mark(part.source)
        form.title.data, form.text.data = part.heading, part.body
    return form


def _page(draft: Draft, look: Look, form: PassageForm, part: Part) -> str:
    found = next((t for t in write.texts(look) if t.sheet.id == part.id), None)
    return render_template(
        "teacher/passages/show.html", draft=draft, look=look, form=form, part=part, text=found
    )


def _home(set_id: str) -> str:
    return url_for("teacher.write.show", set_id=set_id)
