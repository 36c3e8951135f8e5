"""Who is signed in: the account of the browser's session, and where those go who have none.

The session holds the account's number and the version of its sessions, a number of chance: "sign
out everywhere" ends them all, and none opens another account that has got the number since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, session, url_for

from quiz.storage import accounts
from quiz.web import errors, paths

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

    from quiz.storage.accounts import Account

KEY = "account"

KNOWN = "quiz.account"
"""Where a request keeps whose it is. Not in ``g``: an answer that is sent bit by bit holds its
context until it is closed, and must not lend its account to the request that comes next."""


def init_app(app: Flask) -> None:
    """Tell every template who is signed in, if it asks."""
    app.jinja_env.globals["signed_in"] = current


def current() -> Account | None:
    """Give the account that this browser is signed in with; fetched once a request."""
    if KNOWN not in request.environ:
        number, version = session.get(KEY) or (0, 0)
        recognise(accounts.by_session(number, version) if number else None)
    found: Account | None = request.environ[KNOWN]
    return found


def recognise(account: Account | None) -> None:
    """Say whose this one request is."""
    request.environ[KNOWN] = account


def account() -> Account:
    """Give the account behind a door that is locked for everybody else."""
    found = current()
    assert found is not None, "this page stands before the door"
    return found


def begin(account: Account) -> None:
    """Sign this browser in."""
    session[KEY] = [account.id, account.session_version]
    recognise(account)


def end() -> None:
    """Sign this browser out."""
    session.pop(KEY, None)
    recognise(None)


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
