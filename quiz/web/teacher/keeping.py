"""Keeping an edit: only the part that was edited is replaced, in the draft as it is now.

A form says what its part looked like when the page was made (`mark`). If that part says something
else by now, another page has changed it, and nothing is kept before somebody has chosen: two tabs
and two teachers may write at once, as long as it is not the same question.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app, flash, render_template, request, url_for
from werkzeug.exceptions import ServiceUnavailable

from quiz.assessment.difference import word_steps
from quiz.assessment.editing import edits, outline
from quiz.storage.sets import drafts
from quiz.storage.sets.drafts import Conflict, Draft
from quiz.web import clock, signedin
from quiz.web.teacher import door

if TYPE_CHECKING:
    from quiz.assessment.editing.outline import Kind

Edit = Callable[[str], str]
"""An edit of a document: text → text."""

TRIES = 5
"""So often somebody else may be quicker by a moment."""


@dataclass(frozen=True, slots=True)
class Clash:
    """What was sent, and what stands there instead; ``theirs`` is None where the part is gone."""

    mine: str
    theirs: str | None
    draft: Draft

    @property
    def seen(self) -> str:
        """The mark of what stands there now."""
        return mark(self.theirs or "")


def mark(source: str) -> str:
    """Give a short sign of a text, by which a form knows what it was made from."""
    return hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:16]


def part(
    set_id: str,
    kind: Kind,
    id: str,
    seen: str | Collection[str],
    source: str,
    then: Edit | None = None,
) -> Draft | Clash:
    """Put another source in the place of a part, unless it was changed since it was ``seen``.

    ``seen`` is its mark, or several that it may have by this page's own doing.
    ``then`` is what the edit entails elsewhere in the document.
    """
    known = {seen} if isinstance(seen, str) else set(seen)
    for _ in range(TRIES):
        draft = door.writable(set_id)
        found = outline.find(draft.text, id, kind)
        if found is None:
            return Clash(source, None, draft)
        if mark(found.source) not in known and found.source.strip() != source.strip():
            return Clash(source, found.source, draft)
        text = edits.replace(draft.text, found, source)
        kept = _save(draft, then(text) if then else text)
        if isinstance(kept, Draft):
            return kept
    raise ServiceUnavailable


def change(set_id: str, edit: Edit) -> tuple[Draft, Draft]:
    """Make an edit that fits any state of the draft; give it as it was and as it is."""
    for _ in range(TRIES):
        draft = door.writable(set_id)
        kept = _save(draft, edit(draft.text))
        if isinstance(kept, Draft):
            return draft, kept
    raise ServiceUnavailable


def whole(set_id: str, text: str, base: int) -> Draft | Clash:
    """Put another text in the place of the whole, unless it was changed since revision ``base``."""
    draft = door.writable(set_id)
    kept = drafts.save(signedin.account(), set_id, text, base=base, now=clock.now())
    return Clash(text, draft.text, kept.draft) if isinstance(kept, Conflict) else kept


def clash_page(clash: Clash, back: str, *, again: str = "seen") -> tuple[str, int]:
    """Show both texts; one button keeps what was sent. ``again`` is the field that says so."""
    mark = current_app.config["WTF_CSRF_FIELD_NAME"]
    left_out = {mark, again, "go"}
    sent = [(n, v) for n, v in request.form.items(multi=True) if n not in left_out]
    fresh = str(clash.draft.revision) if again == "base" else clash.seen
    html = render_template(
        "teacher/write/clash.html",
        clash=clash,
        steps=word_steps(clash.theirs or "", clash.mine) if clash.theirs else (),
        sent=[*sent, (again, fresh)],
        back=back,
    )
    return html, 409


def offer_undo(words: str, before: Draft, after: Draft) -> None:
    """Say what was done, with a button that takes it back."""
    undo = url_for("teacher.history.undo", set_id=before.set_id)
    flash(
        {"words": words, "undo": undo, "revision": before.revision, "base": after.revision},  # type: ignore[arg-type]  # a flash may be anything that JSON can say
        "undo",
    )


def _save(draft: Draft, text: str) -> Draft | Conflict:
    return drafts.save(signedin.account(), draft.set_id, text, base=draft.revision, now=clock.now())
