"""One's own account: another password, and signing out everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from quiz.storage import accounts
from quiz.storage.accounts.passwords import WeakPassword
from quiz.web import clock, sender, signedin
from quiz.web.account import forms

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("settings", __name__)
blueprint.before_request(signedin.door)


@blueprint.route("/", methods=["GET", "POST"])
def show() -> str | tuple[str, int] | Response:
    """Show the account; set another password."""
    form = forms.PasswordForm()
    if not form.is_submitted():
        return _page(form)
    if not form.validate() or not _changed(form):
        return _page(form), 422
    flash(gettext("The new password holds from now on; other browsers are signed out."))
    return redirect(url_for("account.settings.show"))


@blueprint.post("/sign-out-everywhere")
def everywhere() -> Response:
    """End all sessions but this one."""
    signedin.begin(accounts.sign_out_everywhere(signedin.account()))
    flash(gettext("All other browsers are signed out."))
    return redirect(url_for("account.settings.show"))


def _changed(form: forms.PasswordForm) -> bool:
    old, new = form.old.data or "", form.password.data or ""
    try:
        account = accounts.set_password(
            signedin.account(), old, new, clock.now(), address=sender.counted()
        )
    except accounts.WrongPassword:
        form.old.errors = [_l("That is not the password of this account.")]
        return False
    except accounts.Blocked:
        form.old.errors = [_l("Too many wrong passwords. Try again in ten minutes.")]
        return False
    except WeakPassword as error:
        form.password.errors = [forms.weak(error)]
        return False
    signedin.begin(account)
    return True


def _page(form: forms.PasswordForm) -> str:
    return render_template("account/settings/show.html", form=form, account=signedin.account())
