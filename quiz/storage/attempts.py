"""Attempts: starting, saving answers, submitting.

An attempt's row is locked while an answer is saved and while it is submitted, so that an answer is
either in time and scored or neither.
"""

from __future__ import annotations

import logging
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, insert, select

from quiz import metrics
from quiz.assessment import timing
from quiz.assessment.timing import State
from quiz.storage import (
    adding,
    asking,
    assignments,
    codes,
    people,
    reading,
    records,
    responses,
    scores,
    sittings,
    tables,
    writing,
)
from quiz.storage.memory import remembered_if_found
from quiz.storage.responses import Conflict, Kept, Receipt, TooLong
from quiz.storage.sittings import Attempt

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from quiz.assessment.scoring import Answer, AttemptScore
    from quiz.storage.assignments import Assignment

__all__ = [
    "Attempt",
    "AttemptClosed",
    "Conflict",
    "Kept",
    "NoAttemptsLeft",
    "NotInClass",
    "NotOpen",
    "Receipt",
    "TooLong",
    "UnknownItem",
    "answers",
    "ask_hint",
    "belongs",
    "find",
    "find_to_save",
    "hints",
    "own",
    "result",
    "revision",
    "save",
    "start",
    "submit",
    "submit_ended",
    "submit_if_ended",
    "used",
]

BY_STUDENT, BY_TIME = "student", "time"

SEEN, MOST_SEEN = "attempts", 5000
"""How many attempts a process keeps in mind while answers to them come in."""

log = logging.getLogger(__name__)


class NotOpen(Exception):
    """The assignment is not open yet, or no longer, or no longer open practice."""


class NotInClass(NotOpen):
    """The assignment is for a class, and the student is not in it, or no longer."""


class NoAttemptsLeft(Exception):
    """The student has used all attempts that the assignment gives."""


class AttemptClosed(Exception):
    """The attempt was handed in; its answers can no longer be changed."""


class UnknownItem(LookupError):
    """The version that the attempt shows has no item with this id."""


def start(
    assignment: Assignment,
    *,
    name: str,
    now: datetime,
    student_id: int | None = None,
    token: str = "",
) -> tuple[Attempt, str]:
    """Begin an attempt; give it and the token of its private link, which is stored hashed only.

    A student who is known already is told by ``student_id``; else ``name`` makes one. ``token`` is
    for a form that may be sent twice: while the attempt that it began is going on, it is given
    again and not another begun. Raises NotOpen (NotInClass), NoAttemptsLeft, people.BadName.
    """
    with adding() as connection:
        row = assignments.locked(connection, assignment.id)
        before = sittings.by_token(connection, codes.hashed(token))
        if before is not None and before.going_on(row):
            return before.value(connection), token
        present = assignments.value(connection, row)
        if not assignments.open_in(connection, present, now, student_id):
            raise NotOpen
        if present.class_id is not None and not _belongs(connection, present.class_id, student_id):
            raise NotInClass
        student, number = _turn(connection, present, student_id, name, now)
        if before is not None or not token:
            token = codes.new_token()
        attempt = {
            "token_hash": codes.hashed(token),
            "assignment_id": row.id,
            "version_id": present.version.id,
            "student_id": student,
            "number": number,
            "seed": secrets.token_hex(8) if present.shuffle or present.shuffle_items else "",
            "started_at": now,
        }
        id = records.add(connection, _BEGIN, attempt)
        return sittings.held(connection, id).value(connection), token


def find(token: str) -> Attempt | None:
    """Find an attempt by its token, forgiving case, spaces and hyphens."""
    with asking() as connection:
        found = sittings.by_token(connection, codes.hashed(token))
        return None if found is None else found.value(connection)


def find_to_save(token: str) -> Attempt | None:
    """Find an attempt as this process has seen it before: for saving an answer, and that only.

    What it shows and in which order never changes; where it stands may have, and saving looks.
    """
    return remembered_if_found(SEEN, codes.hashed(token), lambda: find(token), MOST_SEEN)


def own(student_id: int, attempt_id: int) -> Attempt | None:
    """Find an attempt of a student's own; None where it is none of hers."""
    with asking() as connection:
        found = sittings.by_id(connection, attempt_id)
        mine = found is not None and found.student.id == student_id
        return found.value(connection) if found is not None and mine else None


def belongs(assignment: Assignment, student_id: int) -> bool:
    """Whether an assignment is for a class that a student is in, and the class in nobody's bin."""
    with asking() as connection:
        return assignment.class_id is not None and _belongs(
            connection, assignment.class_id, student_id
        )


def used(assignment: Assignment, student_id: int) -> int:
    """Count the attempts that a student has begun."""
    with asking() as connection:
        return _used(connection, assignment.id, student_id)


def answers(attempt: Attempt) -> dict[str, Kept]:
    """Give the newest answer to each item that counts: that was received in time."""
    with asking() as connection:
        return responses.counting(connection, attempt.id)


def revision(attempt: Attempt, item: str, n: int) -> Kept | None:
    """Give one revision of an answer."""
    with asking() as connection:
        return responses.one(connection, attempt.id, item, n)


def save(
    attempt: Attempt,
    item: str,
    answer: Answer,
    *,
    writer: str,
    number: int,
    seen: int,
    now: datetime,
) -> Receipt | Conflict:
    """Keep an answer: one row more.

    ``writer`` is the page load that sends it and ``number`` counts what that page has sent: what
    was kept before (it, or a later one that overtook it) is only acknowledged again. ``seen`` is
    the newest revision that the page knows of. An answer after the end is kept and marked late.
    Raises AttemptClosed once the student has submitted, UnknownItem, TooLong, and LookupError
    once the attempt is erased.
    """
    if attempt.version.questions.item(item) is None:
        raise UnknownItem(item)
    raw = responses.raw(answer)
    with adding() as connection:
        sitting = sittings.held(connection, attempt.id)
        newest = responses.newest(connection, attempt.id, item)
        # A page's numbers grow with its revisions: where its own is the newest, that one tells.
        if newest is not None and (newest.writer != writer or newest.number >= number):
            before = responses.sent_before(connection, attempt.id, item, writer, number)
            if before is not None:
                return Receipt(before.revision, before.received_at, before.late, repeated=True)
        if sitting.attempt.submitted_by == BY_STUDENT:
            raise AttemptClosed
        if newest is not None and newest.writer != writer and newest.revision > seen:
            return Conflict(newest)
        revision = newest.revision + 1 if newest else 1
        late = timing.state(sitting.facts, now) is not State.OPEN
        responses.add(
            connection,
            attempt_id=attempt.id,
            item=item,
            revision=revision,
            writer=writer,
            number=number,
            raw=raw,
            received_at=now,
            late=late,
        )
        return Receipt(revision, now, late)


def submit(attempt: Attempt, *, now: datetime) -> Attempt:
    """Hand an attempt in and score it; one that was handed in before stays as it is.

    Where its time was over, it was handed in at its end, whoever noticed.
    """
    return _submit(attempt, now, by_student=True)


def submit_if_ended(attempt: Attempt, *, now: datetime) -> Attempt:
    """Hand an attempt in if its time is over: by what is known now, not when it was fetched."""
    return _submit(attempt, now, by_student=False)


def _submit(attempt: Attempt, now: datetime, *, by_student: bool) -> Attempt:
    with writing() as session:
        sitting = sittings.locked(session, attempt.id)
        row = sitting.attempt
        over = timing.end(sitting.facts)
        ended = over is not None and over <= now
        if row.submitted_at is None and (by_student or ended):
            row.submitted_at = over if ended else now
            row.submitted_by = BY_TIME if ended else BY_STUDENT
            scores.settle(session, sitting, why="submitted", now=now)
            metrics.submitted(row.submitted_by)
        return sitting.value(session)


def submit_ended(now: datetime) -> int:
    """Hand in all attempts whose time is over; give how many."""
    with reading() as session:
        found = sittings.unfinished(session)
        over = [s.value(session) for s in found if timing.state(s.facts, now) is State.ENDED]
    return sum(_submitted(attempt, now) for attempt in over)


def result(attempt: Attempt) -> AttemptScore:
    """Score the answers that count, by the assignment's key and by what people decided.

    Raises LookupError once erased.
    """
    with asking() as connection:
        sitting = sittings.by_id(connection, attempt.id)
        if sitting is None:
            raise LookupError(attempt.id)
        return scores.settled(connection, sitting)


def ask_hint(attempt: Attempt, item: str, *, now: datetime) -> None:
    """Remember that the student asked for a hint. Raises UnknownItem."""
    if attempt.version.questions.item(item) is None:
        raise UnknownItem(item)
    with adding() as connection:
        sittings.held(connection, attempt.id)
        if item not in _hints(connection, attempt.id):
            hint = {"attempt_id": attempt.id, "item": item, "asked_at": now}
            connection.execute(_ADD_HINT, hint)


def hints(attempt: Attempt) -> frozenset[str]:
    """Give the items whose hint was asked for."""
    with asking() as connection:
        return _hints(connection, attempt.id)


def _hints(connection: Connection, attempt_id: int) -> frozenset[str]:
    return frozenset(connection.execute(_HINTS, {"attempt": attempt_id}).scalars())


def _turn(
    connection: Connection, given: Assignment, student_id: int | None, name: str, now: datetime
) -> tuple[int, int]:
    """Give who answers, made where nobody is known yet, and the number of this attempt."""
    if student_id is None or not people.lock(connection, student_id):
        return people.add(connection, name, now), 1
    number = _used(connection, given.id, student_id) + 1
    if given.attempts is not None and number > given.attempts:
        raise NoAttemptsLeft
    return student_id, number


def _belongs(connection: Connection, class_id: int, student_id: int | None) -> bool:
    who = {"class": class_id, "student": student_id}
    return connection.execute(_MEMBER, who).first() is not None


def _used(connection: Connection, assignment_id: int, student_id: int) -> int:
    who = {"assignment": assignment_id, "student": student_id}
    return connection.execute(_USED, who).scalar() or 0


def _submitted(attempt: Attempt, now: datetime) -> bool:
    """Submit one of many: one that cannot be scored must not hold up the others."""
    try:
        return submit_if_ended(attempt, now=now).submitted_at is not None
    except Exception:
        log.exception("attempt %s cannot be submitted", attempt.id)
        return False


_ATTEMPT, _HINT = records.table(tables.Attempt), records.table(tables.Hint)
_CLASS, _MEMBERSHIP = records.table(tables.Class), records.table(tables.Membership)
_MEMBER = (
    select(_MEMBERSHIP.c.student_id)
    .join(_CLASS, _CLASS.c.id == _MEMBERSHIP.c.class_id)
    .where(
        _MEMBERSHIP.c.class_id == bindparam("class"),
        _MEMBERSHIP.c.student_id == bindparam("student"),
        _MEMBERSHIP.c.removed_at.is_(None),
        _CLASS.c.removed_at.is_(None),
    )
)
_BEGIN = insert(_ATTEMPT)
_USED = select(func.max(_ATTEMPT.c.number)).where(
    _ATTEMPT.c.assignment_id == bindparam("assignment"),
    _ATTEMPT.c.student_id == bindparam("student"),
)
_HINTS = select(_HINT.c.item).where(_HINT.c.attempt_id == bindparam("attempt"))
_ADD_HINT = insert(_HINT)
