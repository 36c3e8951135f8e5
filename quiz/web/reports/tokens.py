"""Tokens for programs: made, shown once, revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from quiz.storage import tokens
from quiz.web import clock, signedin

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("tokens", __name__, url_prefix="/tokens")


class TokenForm(FlaskForm):  # type: ignore[misc]  # it has no types
    """What a token is for."""

    label = StringField(
        _l("What is it for?"),
        [DataRequired(_l("Give it a name, so that you know which to revoke.")), Length(max=80)],
        description=_l("Such as “school statistics”."),
    )


@blueprint.route("", methods=["GET", "POST"])
def show() -> str | tuple[str, int]:
    """List the tokens; make one and show it, for the only time."""
    form, made, status = TokenForm(), "", 200
    if form.is_submitted():
        status = 422
        if form.validate():
            made = tokens.create(signedin.account(), form.label.data or "", clock.now())
            form, status = TokenForm(formdata=None), 200
    found = tokens.mine(signedin.account())
    return render_template("reports/tokens/show.html", form=form, tokens=found, made=made), status


@blueprint.post("/<int:number>/revoke")
def revoke(number: int) -> Response:
    """End one."""
    tokens.revoke(signedin.account(), number, clock.now())
    flash(gettext("The token is revoked: programs that have it read nothing any more."))
    return redirect(url_for("reports.tokens.show"))
