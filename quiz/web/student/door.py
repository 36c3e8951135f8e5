"""The student's door: a record and the right to it are fetched in one call.

Whoever has the private link of an attempt may see it; whoever has a join code may start. Whoever
came with a personal code may see each attempt of her own, by its number in place of the token, on
any device: nothing of such an address helps another. A code
that is none counts as a failure of the address that it came from, and too many close the door for
a while: for guesses only. A right link is never refused, because a whole school may share one
address and its students are in the middle of something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from flask import abort, current_app, make_response, redirect, request, session, url_for

from quiz.storage import assignments, attempts, codes, students
from quiz.storage.accounts import throttles
from quiz.storage.attempts import opened as storage_opened
from quiz.web import clock, errors, fields, sender
from quiz.web.student import memory

if TYPE_CHECKING:
    from quiz.storage.assignments import Assignment
    from quiz.storage.attempts import Attempt
    from quiz.storage.attempts.opened import Opened
    from quiz.storage.students import Student


def attempt(token: str) -> Attempt:
    """Give the attempt that a private link leads to, or answer 404 (429 after many tries).

    A number is that of an attempt of the student's who came with a personal code.
    """
    number = fields.whole(token)
    return _own(number) if number else attempts.find(token) or refuse(token)


def opened(token: str) -> Opened:
    """As `attempt`, with what was answered, for a page that shows it."""
    number = fields.whole(token)
    found = storage_opened.own(_who().id, number) if number else storage_opened.find(token)
    return found or refuse(token)


def _own(number: int) -> Attempt:
    return attempts.own(_who().id, number) or refuse()


def _who() -> Student:
    """The student who came with a personal code; anybody else is led to the way in."""
    who = student()
    if who is None:
        looks = request.method in {"GET", "HEAD"}
        way = redirect(url_for("student.me.show")) if looks else make_response(errors.no_code())
        abort(way)
    return who


def student() -> Student | None:
    """Give who came with a personal code in this browser, as long as it is hers."""
    number = memory.entered(session)
    found = None if number is None else students.by_id(number)
    return found if found and memory.holds(session, found, _secret()) else None


def known_as(name: str) -> int | None:
    """Give the id of who began under this name in this browser, as long as it is hers."""
    last = memory.last(session, name)
    return None if last is None else attempts.student_of(*last)


def enter(code: str) -> Student | None:
    """Let in whoever has this personal code; nobody, where an address guessed too often."""
    if len(codes.plain(code)) != codes.PERSONAL:
        return None
    if throttles.blocked(_address(), clock.now()):
        abort(429)
    found = students.by_code(code)
    if found is not None:
        memory.enter(session, found, _secret())
    return found


def attempt_seen(token: str) -> Attempt:
    """As `attempt`, for what looks itself at where it stands: saving, handing in, the result."""
    number = fields.whole(token)
    return _own(number) if number else attempts.find_seen(token) or refuse(token)


def assignment(code: str) -> Assignment:
    """Give the assignment of a join code, or answer 404 (429 after many tries)."""
    return known(code) or refuse(code)


def known(code: str) -> Assignment | None:
    """Look a join code up. An address that guessed too often is not told, unless it may know."""
    found, wait = assignments.asked_for(code, _address(), clock.now())
    if found is None or found.practice or memory.token(session, found.code):
        return found
    if found.class_id is not None and student() is not None:
        return found
    if wait:
        abort(429)
    return found


def refuse(code: str | None = None) -> NoReturn:
    """Count a failure and answer as if nothing were there."""
    count_failure(code)
    abort(404)


def count_failure(code: str | None = None) -> None:
    """Count a wrong code; where there were too many, answer 429 instead of going on.

    What cannot be a code is no guess, and does not count: one letter too few, an O for a 0.
    """
    if code is not None and not codes.possible(code):
        return
    now = clock.now()
    if throttles.blocked(_address(), now):
        abort(429)
    throttles.failed(_address(), now)


def _secret() -> str:
    return str(current_app.secret_key)


def _address() -> str:
    return f"code:{sender.counted()}"
