"""Who else has an account: for admins, who invite by a link that works once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template

from quiz.storage import accounts
from quiz.storage.accounts import links
from quiz.web import clock, paths, signedin
from quiz.web.account import forms

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("people", __name__, url_prefix="/people")


@blueprint.before_request
def door() -> Response | tuple[str, int] | None:
    """Let admins in; for a teacher there is nothing here."""
    stopped = signedin.door()
    if stopped is None and signedin.account().role != "admin":
        abort(404)
    return stopped


@blueprint.route("/", methods=["GET", "POST"])
def show() -> str:
    """List the accounts; make an invitation and show its link, this once."""
    form = forms.InviteForm()
    link = ""
    if form.validate_on_submit():
        token = links.invite(signedin.account(), form.role.data, clock.now())
        link = paths.public("account.links.invite", token=token)
    everybody = accounts.all_accounts(signedin.account())
    return render_template("account/people/show.html", form=form, link=link, everybody=everybody)
