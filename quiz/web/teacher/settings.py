"""What the frame says of a set, and with whom it is shared."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, SelectField, StringField, TextAreaField

from quiz.assessment.editing import edits
from quiz.assessment.formats.markdown import frame as frames
from quiz.storage import accounts
from quiz.storage.sets import sharing
from quiz.web import signedin
from quiz.web.options import options
from quiz.web.teacher import articles, door, keeping, looking
from quiz.web.teacher.sheets import line

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.storage.sets.drafts import Draft
    from quiz.web.teacher.looking import Look

blueprint = Blueprint("settings", __name__, url_prefix="/sets/<set_id>")

NO_YES = [("no", _l("no")), ("yes", _l("yes"))]
FEEDBACK = [
    ("none", _l("nothing")),
    ("score", _l("the score")),
    ("answers", _l("the score and the right answers")),
    ("evidence", _l("the score, the right answers and the evidence")),
]
RIGHTS = [("read", _l("read")), ("write", _l("write")), ("", _l("do nothing"))]
RUNGS = [
    ("exact", _l("letter by letter")),
    ("folded", _l("capitals and accents do not matter")),
    ("name", _l("spellings of names count too")),
    ("typo", _l("a slip in a long word counts too")),
]


class FrameForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The frame, key by key."""

    seen = HiddenField()
    title = StringField(_l("Title"))
    language = StringField(_l("Language, as a code"), description="en, uk, de, fr")
    level = StringField(_l("Level"), description="A1 … C2")
    source = StringField(_l("Where the text is from"))
    practice = SelectField(
        _l("Open practice: anyone may try it from the front page, once it is published"),
        choices=options(NO_YES),
    )
    feedback = SelectField(
        _l("After handing in, a student sees"),
        choices=options(FEEDBACK),
    )
    cite = SelectField(
        _l("Ask for the sentences that tell so, beside every answer"),
        choices=options(NO_YES),
    )
    match = SelectField(_l("How exactly an answer must be typed"), choices=options(RUNGS))
    names = TextAreaField(
        _l("Names, one a line, with | between spellings"),
        description="Kyiv | Kiev",
        render_kw={"rows": 6, "spellcheck": "false"},
    )


class ShareForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A colleague, and what she may do."""

    email = EmailField(_l("Her or his e-mail address"))
    right = SelectField(_l("May"), choices=options(RIGHTS))


@blueprint.route("/settings", methods=["GET", "POST"])
def show(set_id: str) -> str | tuple[str, int] | Response:
    """Show what the frame says; change the keys that were changed."""
    draft = door.writable(set_id)
    look = looking.look(draft)
    form = FrameForm(data=_data(look))
    if not form.is_submitted():
        return _page(draft, form, ShareForm(formdata=None))
    if not form.validate():
        return _page(draft, form, ShareForm(formdata=None)), 422
    changed = _set(draft.text, look, form)
    frame = looking.read(changed, set_id).parts[0].source
    kept = keeping.part(set_id, "frame", "", form.seen.data or "", frame)
    if isinstance(kept, keeping.Clash):
        return keeping.clash_page(kept, url_for(".show", set_id=set_id))
    flash(gettext("Kept."))
    return redirect(url_for(".show", set_id=set_id))


@blueprint.post("/share")
def share(set_id: str) -> Response | tuple[str, int]:
    """Share the set with a colleague, share it otherwise, or take that back."""
    draft = door.owned(set_id)
    form = ShareForm()
    right = form.right.data if form.right.data in {"read", "write"} else None
    try:
        sharing.share(signedin.account(), set_id, form.email.data or "", right)
    except accounts.UnknownTeacher:
        form.email.errors = [gettext("Nobody here has this e-mail address, or it is your own.")]
        frame = FrameForm(formdata=None, data=_data(looking.look(draft)))
        return _page(draft, frame, form), 422
    flash(gettext("Shared.") if right else gettext("Not shared any more."))
    return redirect(url_for(".show", set_id=set_id))


def _data(look: Look) -> dict[str, str]:
    found = _frame(look)
    said = {f.name: getattr(found, f.name) for f in fields(found)}
    return {
        "seen": keeping.mark(look.parts[0].source),
        **{name: said[name] for name in ("title", "language", "level", "source")},
        "practice": "yes" if found.practice else "no",
        "cite": "yes" if found.cite else "no",
        "feedback": found.feedback.value,
        "match": found.lowest.name.lower(),
        "names": "\n".join(" | ".join(spellings) for spellings in found.names),
    }


def _frame(look: Look) -> frames.Frame:
    split = frames.split(look.lines)
    return frames.read(split[0])[0] if split else frames.Frame()


def _set(text: str, look: Look, form: FrameForm) -> str:
    """Change the keys that say something else by now; the others keep their lines."""
    before = _data(look)
    for key in ("title", "language", "level", "source", "practice", "feedback", "cite", "match"):
        value = line(form[key].data)
        if value != before[key]:
            text = edits.set_frame(text, key, value)
    names = [found for row in (form.names.data or "").splitlines() if (found := line(row))]
    if names != before["names"].splitlines():
        text = edits.set_frame(text, "names", names)
    return text


def _page(draft: Draft, form: FrameForm, share: ShareForm) -> str:
    return render_template(
        "teacher/settings/show.html",
        draft=draft,
        look=looking.look(draft),
        form=form,
        share=share,
        shares=sharing.shares(signedin.account(), draft.set_id),
        languages=articles.LANGUAGES,
        anchor=request.args.get("at", ""),
    )
