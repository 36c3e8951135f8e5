"""What the browser's signed session remembers of a student: a name, and attempts not yet done.

That is a convenience only: the private link and its short code work on any device. Whoever came
with a personal code is remembered by number and by a stamp that only this code makes, so that a
code that is revoked opens nothing any more, and none can be read from a cookie. Whoever came with a
name is remembered by the attempt that she began last and its start, for a number alone may be
somebody else's once she is erased, or an older backup restored.
"""

from __future__ import annotations

import hmac
from collections.abc import MutableMapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from quiz.storage import codes

if TYPE_CHECKING:
    from quiz.storage.attempts import Attempt
    from quiz.storage.students import Student

Session = MutableMapping[str, Any]

MOST = 8
"""Attempts remembered; a cookie has to stay small."""


def remember(session: Session, attempt: Attempt, token: str) -> None:
    """Keep the link of an attempt that was begun, and who began it."""
    going = {k: v for k, v in _going(session).items() if k != attempt.assignment.code}
    newest = [*going.items(), (attempt.assignment.code, token)][-MOST:]
    session["going"] = [list(pair) for pair in newest]  # a cookie's objects forget their order
    session["last"] = [attempt.name, attempt.id, attempt.started_at.isoformat()]


def begun(session: Session, attempt: Attempt, token: str) -> str:
    """Remember an attempt that has begun; give what its address holds.

    That is its token, or its number where the session has the right to it: whoever leaves a
    shared device leaves no private link behind.
    """
    if _me(session)[0] == attempt.student_id:
        return str(attempt.id)
    remember(session, attempt, token)
    return token


def enter(session: Session, student: Student, secret: str) -> None:
    """Remember who came with a personal code; nobody before on this device is known any more."""
    leave(session)
    session["me"] = [student.id, _stamp(student, secret)]


def entered(session: Session) -> int | None:
    """Give the id of who came with a personal code; whether it holds, `holds` tells."""
    return _me(session)[0]


def holds(session: Session, student: Student, secret: str) -> bool:
    """Whether the code that this student came with is still hers."""
    return hmac.compare_digest(_me(session)[1], _stamp(student, secret))


def leave(session: Session) -> None:
    """Forget every student."""
    for key in ("me", "last", "going"):
        session.pop(key, None)


def forget(session: Session, token: str) -> None:
    """Forget the link of an attempt that was handed in."""
    going, forgotten = _going(session), codes.plain(token)
    left = [[code, link] for code, link in going.items() if codes.plain(link) != forgotten]
    if len(left) < len(going):
        session["going"] = left


def token(session: Session, code: str) -> str:
    """Give the link of the attempt that was begun with this join code, or ""."""
    return _going(session).get(code, "")


def name(session: Session) -> str:
    """Give the name used last, or ""."""
    return _last(session)[0]


def last(session: Session, name: str) -> tuple[int, datetime] | None:
    """Give number and start of the attempt that was begun last, under this name.

    Another name on the same device is somebody else.
    """
    known, number, start = _last(session)
    if not number or known.casefold() != name.strip().casefold():
        return None
    return number, datetime.fromisoformat(start)


def _going(session: Session) -> dict[str, str]:
    return dict(session.get("going") or ())


def _me(session: Session) -> tuple[int | None, str]:
    number, stamp = session.get("me") or (None, "")
    return number, stamp


def _stamp(student: Student, secret: str) -> str:
    return codes.token_from(secret, f"student {student.id} {codes.plain(student.code)}")


def _last(session: Session) -> tuple[str, int, str]:
    name, number, start = session.get("last") or ("", 0, "")
    return name, number, start
