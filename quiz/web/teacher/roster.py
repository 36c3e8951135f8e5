"""The names of a class: typed, pasted or from a file; who left; the codes."""

from __future__ import annotations

import codecs
import hashlib
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import TextAreaField

from quiz.assessment import roster
from quiz.assessment.roster import Fault, Roster
from quiz.storage import assignments, classes, students
from quiz.web import clock, signedin

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from werkzeug.wrappers import Response

    from quiz.assessment.roster import Row

blueprint = Blueprint("roster", __name__, url_prefix="/classes/<int:class_id>")

NO_CODE = (
    "None of your students has this code. "
    "Leave the column empty for those who are new: they get one."
)


class NamesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A list of names."""

    names = TextAreaField(
        _l("Names, one a line"),
        description=_l(
            "Or a table whose first line says what its columns are: name, extra time, note. "
            "A student whom you teach already keeps her code if there is a column for it."
        ),
        render_kw={"rows": 8, "spellcheck": "false", "autocomplete": "off"},
    )
    file = FileField(_l("Or a file (CSV or plain text)"), render_kw={"accept": ".csv,.tsv,.txt"})


@blueprint.get("")
def show(class_id: int) -> str:
    """Show who is in the class."""
    return _page(class_id, NamesForm(formdata=None))


@blueprint.post("/names")
def add(class_id: int) -> Response | tuple[str, int]:
    """Add a list of names; where something is wrong or stands twice, add none and say what."""
    there = classes.members(signedin.account(), class_id)
    form = NamesForm()
    uploaded = _text(form.file.data.read()) if form.file.data else ""
    text = uploaded or form.names.data or ""
    form.names.data = text
    read = roster.read(text)
    twice = roster.repeated(read.rows, (member.name for member in there))
    asked = not twice or request.form.get("seen") == _mark(text)
    if read.faults or not read.rows or not asked:
        return _page(class_id, form, read, twice), 422
    wanted = set(request.form.getlist("twice"))
    rows = [row for row in read.rows if row.line not in twice or str(row.line) in wanted]
    try:
        added = students.enrol(signedin.account(), class_id, rows, clock.now())
    except students.UnknownCodes as error:
        return _page(class_id, form, Roster((), _unknown(rows, error.lines))), 422
    flash(ngettext("%(num)s name is added.", "%(num)s names are added.", len(added)))
    return redirect(url_for(".show", class_id=class_id))


@blueprint.post("/students/<int:student_id>/remove")
def put_out(class_id: int, student_id: int) -> Response:
    """Put a student into the class's bin; what she answered stays."""
    classes.put_out(signedin.account(), class_id, student_id, clock.now())
    flash(gettext("Not in the class any more; at the foot of the page is the way back."))
    return redirect(url_for(".show", class_id=class_id))


@blueprint.post("/students/<int:student_id>/put-back")
def take_in(class_id: int, student_id: int) -> Response:
    """Take a student out of the class's bin."""
    classes.take_in(signedin.account(), class_id, student_id)
    flash(gettext("Back in the class."))
    return redirect(url_for(".show", class_id=class_id))


@blueprint.post("/codes")
def codes(class_id: int) -> Response:
    """Give a personal code to each student who has none."""
    count = students.new_codes(signedin.account(), class_id)
    flash(ngettext("%(num)s code is made.", "%(num)s codes are made.", count))
    return redirect(url_for(".show", class_id=class_id))


def _page(
    class_id: int,
    form: NamesForm,
    read: Roster | None = None,
    twice: dict[int, str] | None = None,
) -> str:
    there = classes.members(signedin.account(), class_id)
    return render_template(
        "teacher/roster/show.html",
        group=classes.find(signedin.account(), class_id),
        members=[member for member in there if member.removed_at is None],
        left=[member for member in there if member.removed_at is not None],
        given=assignments.of_class(signedin.account(), class_id),
        form=form,
        read=read,
        twice=twice or {},
        mark=_mark(form.names.data or ""),
    )


def _unknown(rows: Iterable[Row], lines: Collection[int]) -> tuple[Fault, ...]:
    return tuple(Fault(row.line, row.code, NO_CODE) for row in rows if row.line in lines)


def _mark(text: str) -> str:
    """Tell one text from another, so that what was asked about is what is added."""
    return hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest()[:16]


def _text(data: bytes) -> str:
    """Read a file as spreadsheets write it: UTF-8, UTF-16, or what Windows had before."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
