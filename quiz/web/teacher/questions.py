"""A question: its form beside the passage; moving, copying and taking it out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from quiz.assessment.editing import edits, outline
from quiz.assessment.editing.reading import MOST_ROWS
from quiz.assessment.editing.sheet import (
    Choice,
    ItemSheet,
    Row,
    Step,
    blank,
    sheet_of,
    source_of,
)
from quiz.web import released
from quiz.web.filters import KINDS
from quiz.web.teacher import door, fieldfindings, keeping, looking, reading, sheets, write
from quiz.web.teacher.mends import mend

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.assessment.editing.outline import Part
    from quiz.storage.sets.drafts import Draft
    from quiz.web.teacher.looking import Look

blueprint = Blueprint("questions", __name__, url_prefix="/sets/<set_id>")

Page = str | tuple[str, int]

_FAR_ROW = re.compile(r"(?:rows|evidence)-(?![0-9]{1,3}(?:-|$))")
"""The field of a row that no form of ours has: each row costs time, whatever its number."""

_OURS = re.compile(r"q[1-9][0-9]{0,3}")
"""The ids that new questions get."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a question's form stands on: the draft, what it says, and the question in it.

    ``part`` is None for a question that is not in the draft (yet, or any more).
    """

    draft: Draft
    look: Look
    part: Part | None
    sheet: ItemSheet
    type_name: str = ""


@blueprint.before_request
def known() -> None:
    """Refuse a form with rows that are none of ours."""
    if any(_FAR_ROW.match(name) for name in request.form):
        abort(400)


@blueprint.route("/questions/<item>", methods=["GET", "POST"])
def show(set_id: str, item: str) -> Page | Response:
    """Show a question's form; keep what was typed."""
    desk = _desk(set_id, item)
    form = _form(desk)
    if not form.is_submitted():
        return _page(desk, form) if desk.part else abort(404)
    if again := _again(desk, form):
        return again
    source = source_of(_sheet(desk, form))
    if _only_looks():
        text = edits.replace(desk.draft.text, desk.part, source) if desk.part else desk.look.text
        return _looked_at(desk, form, text, item)
    return _keep(set_id, item, form, source)


def _keep(set_id: str, item: str, form: sheets.ItemForm, source: str) -> Page | Response:
    kept = keeping.part(set_id, "item", item, _known(form), source)
    if isinstance(kept, keeping.Clash):
        back = url_for("teacher.questions.show", set_id=set_id, item=item)
        return keeping.clash_page(kept, back if kept.theirs else _home(set_id))
    return _go(set_id, item)


@blueprint.route("/add/<type_name>", methods=["GET", "POST"])
def add(set_id: str, type_name: str) -> Page | Response:
    """Show the empty form of a type; add the question. ``?evidence=`` is quoted at once."""
    if type_name not in KINDS:
        abort(404)
    draft = door.writable(set_id)
    look = looking.look(draft)
    desk = Desk(draft, look, None, _blank(look, type_name), type_name)
    form = _form(desk)
    if not form.is_submitted():
        return _page(desk, form)
    if again := _again(desk, form):
        return again
    sheet = _sheet(desk, form)
    wanted = form.wanted.data or ""
    if _only_looks():
        id_ = _free_id(draft.text, wanted)
        text = edits.insert_after(draft.text, None, source_of(replace(sheet, id=id_)))
        return _looked_at(desk, form, text, id_)
    if (sent := look.part("item", wanted)) and keeping.mark(sent.source) in _known(form):
        # it is there already: the script has not heard that it arrived
        return _keep(set_id, wanted, form, source_of(replace(sheet, id=wanted)))
    id_ = ""

    def insert(text: str) -> str:
        nonlocal id_
        id_ = _free_id(text, wanted)
        return edits.insert_after(text, None, source_of(replace(sheet, id=id_)))

    keeping.change(set_id, insert)
    return _go(set_id, id_)


@blueprint.post("/insert")
def insert(set_id: str) -> Response:
    """Add a question as its source stands: one that was deleted while it was being written."""
    source = sheets.text(request.form.get("source"))
    keeping.change(set_id, lambda text: edits.insert_after(text, None, source))
    return redirect(_home(set_id))


@blueprint.post("/questions/<item>/move")
def move(set_id: str, item: str) -> Response:
    """Move a question up or down, before another, or behind it."""
    _exists(set_id, item)
    steps = {"up": -1, "down": 1}
    go, before = request.form.get("go", ""), request.form.get("before")
    behind = request.form.get("behind")

    def edit(text: str) -> str:
        if behind is not None:
            return edits.move_behind(text, item, behind)
        if before is not None:
            return edits.move(text, item, before or None)
        return edits.shift(text, item, steps.get(go, 0))

    keeping.change(set_id, _lenient(edit))
    return redirect(_home(set_id, item))


@blueprint.post("/questions/<item>/duplicate")
def duplicate(set_id: str, item: str) -> Response:
    """Put a copy of a question behind it."""
    _exists(set_id, item)
    keeping.change(set_id, _lenient(lambda text: edits.duplicate(text, item)))
    return redirect(_home(set_id, item))


@blueprint.post("/questions/<item>/remove")
def remove(set_id: str, item: str) -> Response:
    """Take a question out; the next page can take that back."""
    _exists(set_id, item)
    before, after = keeping.change(set_id, _lenient(lambda text: edits.remove(text, item)))
    if before.revision != after.revision:
        keeping.offer_undo(gettext("The question is deleted."), before, after)
    return redirect(_home(set_id))


def _lenient(edit: keeping.Edit) -> keeping.Edit:
    """An edit of a question that somebody deleted in this very moment is none."""

    def tried(text: str) -> str:
        try:
            return edit(text)
        except KeyError:
            return text

    return tried


def _exists(set_id: str, item: str) -> None:
    if outline.find(door.writable(set_id).text, item) is None:
        flash(gettext("This question has been deleted in the meantime."), "bad")


def _desk(set_id: str, item: str) -> Desk:
    draft = door.writable(set_id)
    look = looking.look(draft)
    part = look.part("item", item)
    if part is None and request.method == "GET":
        abort(404)
    sheet = sheet_of(part.source, look.language, item) if part else None
    shape = request.form.get("shape", "")
    if sheet is None or (shape in sheets.FORMS and shape != sheet.shape):
        # deleted, or made into another kind elsewhere: what was sent is read as it was meant
        shape = shape if shape in sheets.FORMS else "source"
        sheet = ItemSheet(id=item, shape=shape, language=look.language)  # type: ignore[arg-type]
    found = look.item(item)
    return Desk(draft, look, part, sheet, found.type if found else "")


def _blank(look: Look, type_name: str) -> ItemSheet:
    """An empty question; nothing is marked as right before somebody says so."""
    sheet = blank(type_name, "new", look.language)
    weighs = type_name == "weighted-choice"
    rows = tuple(
        replace(row, mark="") if isinstance(row, Choice) and not weighs else row
        for row in sheet.rows
    )
    quote = sheets.text(request.args.get("evidence"))
    return replace(sheet, rows=rows, text="", evidence=(quote,) if quote else ())


def _form(desk: Desk) -> sheets.ItemForm:
    seen = keeping.mark(desk.part.source) if desk.part else ""
    form = sheets.shown(desk.sheet, desk.look.questions, seen, desk.type_name)
    if desk.part is None and not form.is_submitted():
        form.wanted.data = _free_id(desk.draft.text)
    return form


def _again(desk: Desk, form: sheets.ItemForm) -> Page | None:
    """Show the form once more, with more room or other marks; nothing is kept by that."""
    verb, _, value = request.form.get("go", "").partition(":")
    if verb == "more":
        sheets.more_rows(form)
    elif verb == "quote":
        form.evidence.append_entry()
    elif verb == "marks" and isinstance(form, sheets.ChoicesForm):
        form.marks.data = value
    elif isinstance(form, sheets.RowsForm) and sheets.is_full(form):
        form.several.errors = [
            gettext("A question has %(most)s rows at most. Take some out.", most=MOST_ROWS)
        ]
        return _page(desk, form), 422
    else:
        return None
    return _page(desk, form)


def _sheet(desk: Desk, form: sheets.ItemForm) -> ItemSheet:
    """Read the form. Before the first version nobody has answered, so no choice needs its id."""
    sheet = reading.sheet_of(form, desk.sheet)
    if desk.draft.published:
        return sheet
    return replace(sheet, rows=tuple(_without_id(row) for row in sheet.rows))


def _without_id(row: Row) -> Row:
    return replace(row, id="") if isinstance(row, Choice | Step) and not row.given else row


def _only_looks() -> bool:
    """Whether a script asks what would be found; nothing is kept by that."""
    return request.form.get("go") == "check"


def _looked_at(desk: Desk, form: sheets.ItemForm, text: str, item: str) -> str:
    look = looking.read(text, desk.draft.set_id)
    return _page(replace(desk, look=look, part=look.part("item", item)), form)


def _page(desk: Desk, form: sheets.ItemForm) -> str:
    item = desk.look.item(desk.part.id) if desk.part else None
    marks = released.spans(item) if item else None
    return render_template(
        "teacher/questions/show.html",
        draft=desk.draft,
        look=desk.look,
        part=desk.part,
        number=desk.look.number(desk.part.id if desk.part else ""),
        type_name=desk.type_name,
        texts=write.texts(desk.look, marks),
        form=form,
        mark=keeping.mark(desk.part.source) if desk.part else "",
        found=fieldfindings.placed(desk.look, desk.part, form),
    )


def _known(form: sheets.ItemForm) -> set[str]:
    return {form.seen.data or "", *(form.mine.data or "").split()}


def _free_id(text: str, wanted: str = "") -> str:
    taken = {part.id for part in outline.outline(text) if part.kind == "item"}
    if _OURS.fullmatch(wanted) and wanted not in taken:
        return wanted
    number = len(taken) + 1
    while f"q{number}" in taken:
        number += 1
    return f"q{number}"


def _go(set_id: str, item: str) -> Response:
    """Go where the button leads."""
    verb, _, value = request.form.get("go", "").partition(":")
    if verb == "add" and value in KINDS:
        return redirect(url_for(".add", set_id=set_id, type_name=value))
    if verb == "done":
        return redirect(_home(set_id, item))
    if verb == "mend":
        mend(set_id, request.form["go"])
    return redirect(url_for(".show", set_id=set_id, item=item))


def _home(set_id: str, item: str = "") -> str:
    anchor = f"q-{item}" if item else None
    return url_for("teacher.write.show", set_id=set_id, _anchor=anchor)
