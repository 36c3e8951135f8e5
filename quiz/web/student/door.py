"""The student's door: a record and the right to it are fetched in one call.

Whoever has the private link of an attempt may see it; whoever has a join code may start. A code
that is none counts as a failure of the address that it came from, and too many close the door for
a while: for guesses only. A right link is never refused, because a whole school may share one
address and its students are in the middle of something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from flask import abort, request, session

from quiz.storage import assignments, attempts, throttles
from quiz.web import clock
from quiz.web.student import memory

if TYPE_CHECKING:
    from quiz.storage.assignments import Assignment
    from quiz.storage.attempts import Attempt


def attempt(token: str) -> Attempt:
    """Give the attempt that a private link leads to, or answer 404 (429 after many tries)."""
    return attempts.find(token) or refuse()


def attempt_to_save(token: str) -> Attempt:
    """As `attempt`, for a script that saves an answer: where it stands is looked at then."""
    return attempts.find_to_save(token) or refuse()


def assignment(code: str) -> Assignment:
    """Give the assignment of a join code, or answer 404 (429 after many tries)."""
    return known(code) or refuse()


def known(code: str) -> Assignment | None:
    """Look a join code up. An address that guessed too often is not told, unless it may know."""
    found = assignments.by_code(code)
    if found is None or found.practice or memory.token(session, found.code):
        return found
    if throttles.blocked(_address(), clock.now()):
        abort(429)
    return found


def refuse() -> NoReturn:
    """Count a failure and answer as if nothing were there."""
    count_failure()
    abort(404)


def count_failure() -> None:
    """Count a wrong code; where there were too many, answer 429 instead of going on."""
    now = clock.now()
    if throttles.blocked(_address(), now):
        abort(429)
    throttles.failed(_address(), now)


def _address() -> str:
    return f"code:{request.remote_addr}"
