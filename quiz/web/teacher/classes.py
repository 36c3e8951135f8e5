"""A teacher's classes: the list and its bin, a class's name, its teachers, next year's copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Length

from quiz.assessment import roster
from quiz.storage import classes
from quiz.storage.accounts import UnknownTeacher
from quiz.web import clock, signedin
from quiz.web.fields import whole

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("classes", __name__, url_prefix="/classes")

ONE = "/<int:class_id>"


class ClassForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What a class is called."""

    name = StringField(
        _l("Name of the class"),
        validators=[
            DataRequired(_l("Give the class a name, as 10B.")),
            Length(max=roster.LONGEST, message=_l("A name has 80 letters at most.")),
        ],
    )
    year = StringField(
        _l("School year, if you like"),
        validators=[Length(max=classes.LONGEST_YEAR, message=_l("20 letters at most: 2026/27."))],
    )


class TeacherForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A colleague."""

    email = EmailField(_l("E-mail address of a colleague"))


@blueprint.get("")
def show() -> str:
    """List the classes, and those in the bin."""
    return _list(ClassForm(formdata=None))


@blueprint.post("")
def create() -> Response | tuple[str, int]:
    """Begin a class; its names come next."""
    form = ClassForm()
    if not form.validate():
        return _list(form), 422
    name, year = _said(form)
    try:
        made = classes.create(signedin.account(), name, year, clock.now())
    except roster.BadName:
        return _list(_nameless(form)), 422
    return redirect(url_for("teacher.roster.show", class_id=made))


@blueprint.get(f"{ONE}/settings")
def settings(class_id: int) -> str:
    """Show a class's name and its teachers."""
    return _settings(class_id)


@blueprint.post(f"{ONE}/settings")
def change(class_id: int) -> Response | tuple[str, int]:
    """Give a class another name or year."""
    form = ClassForm()
    classes.find(signedin.account(), class_id)
    if not form.validate():
        return _settings(class_id, form), 422
    name, year = _said(form)
    try:
        classes.change(signedin.account(), class_id, name, year)
    except roster.BadName:
        return _settings(class_id, _nameless(form)), 422
    flash(gettext("Kept."))
    return redirect(url_for(".settings", class_id=class_id))


@blueprint.post(f"{ONE}/teachers")
def share(class_id: int) -> Response | tuple[str, int]:
    """Let a colleague teach the class too."""
    form = TeacherForm()
    try:
        classes.share(signedin.account(), class_id, form.email.data or "")
    except UnknownTeacher:
        form.email.errors = [gettext("Nobody here has this e-mail address, or it is your own.")]
        return _settings(class_id, teacher=form), 422
    flash(gettext("You teach this class together now."))
    return redirect(url_for(".settings", class_id=class_id))


@blueprint.post(f"{ONE}/teachers/<int:teacher_id>/part")
def part(class_id: int, teacher_id: int) -> Response:
    """Take a colleague out of the class, or leave it oneself."""
    classes.part(signedin.account(), class_id, teacher_id)
    if teacher_id == signedin.account().id:
        flash(gettext("You do not teach this class any more."))
        return redirect(url_for(".show"))
    flash(gettext("Your colleague does not teach this class any more."))
    return redirect(url_for(".settings", class_id=class_id))


@blueprint.route(f"{ONE}/copy", methods=["GET", "POST"])
def copy(class_id: int) -> str | Response | tuple[str, int]:
    """Begin next year's class with students of this one, who keep their codes."""
    found = classes.find(signedin.account(), class_id)
    form = ClassForm(data={"name": found.name})
    there = classes.members(signedin.account(), class_id)
    chosen = {whole(words) for words in request.form.getlist("student")}
    if form.is_submitted() and form.validate():
        try:
            name, year = _said(form)
            made = classes.copy(signedin.account(), class_id, name, year, chosen, clock.now())
        except roster.BadName:
            _nameless(form)
        else:
            flash(gettext("This is the new class. The one before stays as it is."))
            return redirect(url_for("teacher.roster.show", class_id=made))
    if not form.is_submitted():
        chosen = {member.id for member in there if member.removed_at is None}
    page = render_template(
        "teacher/classes/copy.html", group=found, form=form, members=there, chosen=chosen
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.post(f"{ONE}/remove")
def remove(class_id: int) -> Response:
    """Put a class of one's own into the bin."""
    classes.remove(signedin.account(), class_id, clock.now())
    flash(gettext("The class is in the bin, at the foot of this page."))
    return redirect(url_for(".show"))


@blueprint.post(f"{ONE}/put-back")
def put_back(class_id: int) -> Response:
    """Take a class of one's own out of the bin."""
    classes.put_back(signedin.account(), class_id)
    flash(gettext("The class is back."))
    return redirect(url_for(".show"))


def _said(form: ClassForm) -> tuple[str, str]:
    return form.name.data or "", form.year.data or ""


def _nameless(form: ClassForm) -> ClassForm:
    form.name.errors = [gettext("That is no name: it has nothing in it that can be seen.")]
    return form


def _list(form: ClassForm) -> str:
    account = signedin.account()
    return render_template(
        "teacher/classes/show.html",
        form=form,
        classes=classes.mine(account),
        bin=classes.bin(account),
    )


def _settings(
    class_id: int, form: ClassForm | None = None, teacher: TeacherForm | None = None
) -> str:
    found = classes.find(signedin.account(), class_id)
    said = {"name": found.name, "year": found.year}
    return render_template(
        "teacher/classes/settings.html",
        group=found,
        form=form or ClassForm(formdata=None, data=said),
        teacher=teacher or TeacherForm(formdata=None),
        teachers=classes.teachers(signedin.account(), class_id),
    )
