"""One-time links: the first account, an invitation, a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from quiz.assessment import roster
from quiz.storage.accounts import links
from quiz.storage.accounts.passwords import WeakPassword
from quiz.web import clock, signedin
from quiz.web.account import forms

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.storage.accounts import Account
    from quiz.storage.accounts.links import Kind

blueprint = Blueprint("links", __name__)

Form = forms.AccountForm | forms.ResetForm
Page = str | tuple[str, int]


@blueprint.route("/first/<token>", methods=["GET", "POST"])
def first(token: str) -> Page | Response:
    """Make the first account, with the link that `quiz serve` prints."""
    return _page("first", token)


@blueprint.route("/invite/<token>", methods=["GET", "POST"])
def invite(token: str) -> Page | Response:
    """Make an account by invitation."""
    return _page("invite", token)


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
def reset(token: str) -> Page | Response:
    """Set a new password."""
    return _page("reset", token)


def _page(kind: Kind, token: str) -> Page | Response:
    link = links.open_link(token, clock.now())
    if link is None or link.kind != kind:
        return render_template("account/links/gone.html"), 404
    form: Form = forms.ResetForm() if kind == "reset" else forms.AccountForm()
    account = _used(form, token) if form.is_submitted() and form.validate() else None
    if account is None:
        html = render_template("account/links/show.html", link=link, form=form)
        return (html, 422) if form.is_submitted() else html
    signedin.begin(account)
    flash(gettext("Welcome, %(name)s. Your account is ready.", name=account.name))
    return redirect(url_for("teacher.new.show" if kind == "first" else "teacher.shelf.show"))


def _used(form: Form, token: str) -> Account | None:
    """Use the link; what is wrong is told at its field, and then the link still works."""
    given = {} if isinstance(form, forms.ResetForm) else {"email": form.email, "name": form.name}
    values = {name: field.data or "" for name, field in given.items()}
    password = form.password.data or ""
    try:
        return links.use_link(token, password=password, now=clock.now(), **values)
    except WeakPassword as error:
        form.password.errors = [forms.weak(error)]
    except links.BadEmail:
        given["email"].errors = [_l("That is no e-mail address: name@school.example")]
    except links.Taken:
        given["email"].errors = [_l("There is an account with this address. Sign in with it.")]
    except roster.BadName:
        given["name"].errors = [_l("That is no name: it has nothing in it that can be seen.")]
    except links.LinkGone:  # somebody else was quicker
        form.password.errors = [_l("This link has just been used.")]
    return None
