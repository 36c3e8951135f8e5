"""Tokens for programs: made, shown once, revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from quiz.storage.accounts import tokens
from quiz.web import clock, signedin

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("tokens", __name__, url_prefix="/tokens")


NAME = _l("Give it a name, so that you know which to revoke.")


class TokenForm(FlaskForm):  # type: ignore[misc]  # it has no types
    """What a token is for."""

    label = StringField(
        _l("What is it for?"),
        [DataRequired(NAME), Length(max=80)],
        description=_l("Such as “school statistics”."),
    )


@blueprint.route("", methods=["GET", "POST"])
def show() -> str | tuple[str, int]:
    """List the tokens; make one and show it, for the only time."""
    form = TokenForm()
    made = _made(form) if form.is_submitted() and form.validate() else ""
    status = 422 if form.is_submitted() and not made else 200
    form = TokenForm(formdata=None) if made else form
    found = tokens.mine(signedin.account())
    return render_template("reports/tokens/show.html", form=form, tokens=found, made=made), status


def _made(form: TokenForm) -> str:
    """The new token; empty where its name has nothing in it that can be seen."""
    try:
        return tokens.create(signedin.account(), form.label.data or "", clock.now())
    except tokens.NoLabel:
        form.label.errors = [NAME]
        return ""


@blueprint.post("/<int:number>/revoke")
def revoke(number: int) -> Response:
    """End one."""
    tokens.revoke(signedin.account(), number, clock.now())
    flash(gettext("The token is revoked: programs that have it read nothing any more."))
    return redirect(url_for("reports.tokens.show"))
