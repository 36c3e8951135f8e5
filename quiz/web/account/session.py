"""Signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from quiz.storage import accounts
from quiz.web import clock, devices, sender, signedin
from quiz.web.account import forms

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.storage.accounts import Account

blueprint = Blueprint("session", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def show() -> str | tuple[str, int] | Response:
    """Sign in with e-mail address and password, and go on to where one wanted to."""
    form = forms.SignInForm()
    if not form.is_submitted():
        if signedin.current() is not None:
            return redirect(signedin.after(request.args.get("next", "")))
        return _page(form)
    account = _account(form) if form.validate() else None
    if account is None:
        return _page(form), 422
    signedin.begin(account)
    response = redirect(signedin.after(request.form.get("next", "")))
    return devices.remember(response, account)


@blueprint.post("/sign-out")
def end() -> Response:
    """Sign this browser out."""
    signedin.end()
    return redirect(url_for("student.home.show"))


def _account(form: forms.SignInForm) -> Account | None:
    email, password = form.email.data or "", form.password.data or ""
    try:
        found = accounts.sign_in(
            email, password, clock.now(), address=sender.counted(), device=devices.known()
        )
    except accounts.Blocked as blocked:
        minutes = max(round(blocked.wait.total_seconds() / 60), 1)
        form.password.errors = [
            _l("Too many wrong passwords. Try again in %(count)s min.", count=minutes)
        ]
        return None
    if found is None:
        form.password.errors = [_l("E-mail address and password do not belong together.")]
    return found


def _page(form: forms.SignInForm) -> str:
    following = request.values.get("next", "")
    return render_template("account/session/show.html", form=form, next=following)
