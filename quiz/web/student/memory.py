"""What the browser's signed session remembers of a student: a name, and attempts not yet done.

It is a convenience only: the private link and its short code work on any device.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from quiz.storage import codes

if TYPE_CHECKING:
    from quiz.storage.attempts import Attempt

Session = MutableMapping[str, Any]

MOST = 8
"""Attempts remembered; a cookie has to stay small."""


def remember(session: Session, attempt: Attempt, token: str) -> None:
    """Keep the link of an attempt that was begun, and who began it."""
    going = {k: v for k, v in _going(session).items() if k != attempt.assignment.code}
    newest = [*going.items(), (attempt.assignment.code, token)][-MOST:]
    session["going"] = [list(pair) for pair in newest]  # a cookie's objects forget their order
    session["student"] = [attempt.student_id, attempt.name]


def forget(session: Session, token: str) -> None:
    """Forget the link of an attempt that was handed in."""
    left = {k: v for k, v in _going(session).items() if codes.plain(v) != codes.plain(token)}
    if left != _going(session):
        session["going"] = [list(pair) for pair in left.items()]


def token(session: Session, code: str) -> str:
    """Give the link of the attempt that was begun with this join code, or ""."""
    return _going(session).get(code, "")


def name(session: Session) -> str:
    """Give the name used last, or ""."""
    return _student(session)[1]


def student(session: Session, name: str) -> int | None:
    """Give the student known by this name; another name on the same device is somebody else."""
    number, known = _student(session)
    return number if known.casefold() == name.strip().casefold() else None


def _going(session: Session) -> dict[str, str]:
    return dict(session.get("going") or ())


def _student(session: Session) -> tuple[int | None, str]:
    number, name = session.get("student") or (None, "")
    return number, name
