"""Who is signed in: the account of the browser's session, and where those go who have none.

The session holds the account's number and the version of its sessions, so that "sign out
everywhere" ends them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, redirect, request, session, url_for

from quiz.storage import accounts
from quiz.web import errors, paths

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

    from quiz.storage.accounts import Account

KEY = "account"


def init_app(app: Flask) -> None:
    """Tell every template who is signed in, if it asks."""
    app.jinja_env.globals["signed_in"] = current


def current() -> Account | None:
    """Give the account that this browser is signed in with; fetched once a request."""
    if "account" not in g:
        number, version = session.get(KEY) or (0, 0)
        g.account = accounts.by_session(number, version) if number else None
    found: Account | None = g.account
    return found


def account() -> Account:
    """Give the account behind a door that is locked for everybody else."""
    found = current()
    assert found is not None, "this page stands before the door"
    return found


def begin(account: Account) -> None:
    """Sign this browser in."""
    session[KEY] = [account.id, account.session_version]
    g.account = account


def end() -> None:
    """Sign this browser out."""
    session.pop(KEY, None)
    g.account = None


def door() -> Response | tuple[str, int] | None:
    """Let those in who are signed in: for ``before_request``.

    A page leads to the way in and back; a form that was sent is handed back, with nothing lost.
    """
    if current() is not None:
        return None
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("account.session.show", next=paths.here()))
    return errors.signed_out()


def after(path: str) -> str:
    """Where to go after signing in: a path of ours, and nothing else."""
    return paths.ours(path, url_for("teacher.shelf.show"))
