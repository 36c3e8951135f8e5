"""Browsers in which a teacher has signed in before: others' wrong passwords do not shut them out.

Twenty wrong passwords close an account to everybody, and who knows a teacher's address can send
them before each test. Whoever has once signed in keeps a cookie that tells so, and is counted by
itself: it gives no right, and a stolen one no more guesses than a browser without one has.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from quiz.storage.accounts import Device
from quiz.web import paths

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.storage.accounts import Account

COOKIE = "device"
YEAR = 365 * 24 * 3600


def known() -> Device | None:
    """Give what this browser's cookie says; one that we did not sign says nothing."""
    try:
        account, number = _signer().loads(request.cookies.get(COOKIE, ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return Device(account, number)


def remember(response: Response, account: Account) -> Response:
    """Give the browser in which somebody has just signed in its cookie."""
    response.set_cookie(
        COOKIE,
        str(_signer().dumps([account.id, secrets.token_hex(8)])),
        max_age=YEAR,
        path=paths.home(),
        samesite="Lax",
        httponly=True,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=COOKIE)
