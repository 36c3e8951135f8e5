"""One-click mends: a button beside a finding, and what it does to the draft as it is then.

A button says which finding it is about by code, words and question: line numbers may have changed
since the page was made.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from quiz.assessment.editing import mends
from quiz.web.teacher import door, keeping, looking

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.assessment.document import Finding
    from quiz.assessment.editing.mends import Kind, Mend
    from quiz.storage.sets.drafts import Draft

blueprint = Blueprint("mends", __name__)
SHOWN = 60
"""Characters of the words on a button."""

LABELS = {
    "write": _l("Write “%(words)s”"),
    "bold": _l("Write “%(words)s” in bold"),
    "quote": _l("Take “%(words)s”"),
    "drop": _l("Take it out"),
    "move": _l("Move it to its place"),
    "unquoted": _l("It needs none"),
    "name": _l("It is a name"),
    "both": _l("Count both spellings"),
    "meant": _l("It is meant so"),
}


@blueprint.app_template_filter()
def mends_of(finding: Finding) -> list[tuple[str, str]]:
    """Give what one click can do about a finding: the value of the button, and its words."""
    return [(f"mend:{m.kind}:{_key(finding)}", _label(m, finding)) for m in mends.of(finding)]


@blueprint.post("/sets/<set_id>/mend")
def apply(set_id: str) -> Response:
    """Mend one finding, where it still stands; the next page can take that back."""
    door.writable(set_id)
    item, before, after = mend(set_id, request.form.get("go", ""))
    if before.revision != after.revision:
        keeping.offer_undo(gettext("Mended."), before, after)
    back = "publish" if request.form.get("at") == "publish" else "write"
    anchor = f"q-{item}" if item and back == "write" else None
    return redirect(url_for(f"teacher.{back}.show", set_id=set_id, _anchor=anchor))


def mend(set_id: str, value: str) -> tuple[str, Draft, Draft]:
    """Do what a button's value says; give the question, and the draft as it was and as it is."""
    _, _, told = value.partition(":")
    kind, _, key = told.partition(":")

    def edit(text: str) -> str:
        found = next((f for f in looking.read(text, set_id).findings if _key(f) == key), None)
        return mends.mended(text, found, _kind(kind, found)) if found else text

    before, after = keeping.change(set_id, edit)
    if before.revision == after.revision:
        flash(gettext("Nothing was mended: it is not found there any more."), "bad")
    return key.split(":", 2)[-1], before, after


def _kind(told: str, finding: Finding) -> Kind:
    """Give the kind that is told, if it is one of the finding's; else the meekest."""
    return next((m.kind for m in mends.of(finding) if m.kind == told), "meant")


def _key(finding: Finding) -> str:
    words = hashlib.sha256(finding.words.encode("utf-8", "replace")).hexdigest()[:10]
    return f"{finding.code}:{words}:{finding.item}"


def _label(mend: Mend, finding: Finding) -> str:
    words = mend.words if len(mend.words) <= SHOWN else f"{mend.words[: SHOWN - 1].rstrip()}…"
    special = {("write", "W205"): "bold", ("name", "W213"): "both"}
    label = LABELS[special.get((mend.kind, finding.code), mend.kind)]
    return str(label) % {"words": words.strip("*")}
