"""Attempts: starting, saving answers, submitting.

An attempt's row is locked while an answer is saved and while it is submitted, so that an answer is
either in time and scored or neither.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from quiz import metrics
from quiz.assessment import roster, timing
from quiz.assessment.timing import State
from quiz.storage import adding, asking, assignments, codes, records, tables
from quiz.storage.assignments import closing, opening
from quiz.storage.attempts import grounds, responses, scores, sittings
from quiz.storage.attempts.responses import Conflict, Kept, Receipt, TooLong
from quiz.storage.attempts.saving import AttemptClosed, UnknownItem, save
from quiz.storage.attempts.sittings import BY_STUDENT, BY_TIME, Attempt, Erased
from quiz.storage.classes import people
from quiz.storage.memory import remembered_if_found
from quiz.storage.straight import Straight

if TYPE_CHECKING:
    from datetime import datetime

    from quiz.assessment.scoring import AttemptScore
    from quiz.assessment.timing import Facts
    from quiz.storage.assignments import Assignment
    from quiz.storage.straight import Line

__all__ = [
    "Attempt",
    "AttemptClosed",
    "Conflict",
    "Erased",
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
    "find_seen",
    "hints",
    "may_begin_again",
    "own",
    "result",
    "revision",
    "save",
    "start",
    "student_of",
    "submit",
    "submit_ended",
    "submit_if_ended",
    "used",
]

SEEN, MOST_SEEN = "attempts", 1000
"""How many attempts a process keeps in mind while answers to them come in."""

log = logging.getLogger(__name__)


class NotOpen(Exception):
    """The assignment is not open yet, or no longer, or no longer open practice."""


class NotInClass(NotOpen):
    """The assignment is for a class, and the student is not in it, or no longer."""


class NoAttemptsLeft(Exception):
    """The student has used all attempts that the assignment gives."""


class _Turn(NamedTuple):
    """Who begins an attempt, by what name, and which number it has."""

    student_id: int
    name: str
    number: int


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
    again and not another begun. Raises NotOpen (NotInClass), NoAttemptsLeft, roster.BadName.
    """
    who = (student_id, name)
    try:
        return _start(assignment.id, who, token, now)
    except IntegrityError:  # PostgreSQL: the same form was sent twice at once, and this one waited
        return _start(assignment.id, who, token, now)


def _start(
    assignment_id: int, who: tuple[int | None, str], token: str, now: datetime
) -> tuple[Attempt, str]:
    with adding() as line:
        row, begun = assignments.locked(line, assignment_id, codes.hashed(token))
        before = None if begun is None else sittings.by_id(line, begun)
        if before is not None and before.going_on(row):
            return before.value(line), token
        given = assignments.value(line, row)
        facts = closing.facts_in(line, given, who[0], now)
        if not opening.begins_in(line, given, facts, now):
            raise NotOpen
        if given.class_id is not None and not _belongs(line, given.class_id, who[0]):
            raise NotInClass
        turn = _turn(line, given, *who, now)
        if before is not None or not token:
            token = codes.new_token()
        return _begin(line, given, turn, facts, token), token


def find(token: str) -> Attempt | None:
    """Find an attempt by its token, forgiving case, spaces and hyphens."""
    with asking() as line:
        found = sittings.by_token(line, codes.hashed(token))
        return None if found is None else found.value(line)


def find_seen(token: str) -> Attempt | None:
    """Find an attempt as this process has seen it before, for what looks where it stands now.

    What it shows and in which order never changes; where it stands may have.
    """
    return remembered_if_found(SEEN, token, lambda: find(token), MOST_SEEN)


def own(student_id: int, attempt_id: int) -> Attempt | None:
    """Find an attempt of a student's own; None where it is none of hers."""
    with asking() as line:
        found = sittings.by_id(line, attempt_id)
        mine = found is not None and found.student.id == student_id
        return found.value(line) if found is not None and mine else None


def student_of(attempt_id: int, started_at: datetime) -> int | None:
    """Give whose an attempt is that a browser remembers; None once it is gone.

    By its start too: the number may be another's since, if an older backup was restored.
    """
    with asking() as line:
        found = sittings.by_id(line, attempt_id)
        same = found is not None and found.attempt.started_at == started_at
        return found.student.id if found is not None and same else None


def belongs(assignment: Assignment, student_id: int) -> bool:
    """Whether an assignment is for a class that a student is in, and the class in nobody's bin."""
    with asking() as line:
        return assignment.class_id is not None and _belongs(line, assignment.class_id, student_id)


def may_begin_again(attempt: Attempt, now: datetime) -> bool:
    """Whether the student of an attempt may begin another: asks no more than it must."""
    given, close = attempt.assignment, timing.close(attempt.facts)
    if given.attempts is not None and attempt.number >= given.attempts:
        return False
    if given.practice:
        is_open = opening.is_open(given, now)
    else:
        is_open = opening.has_opened(given, now) and (close is None or now < close)
    return is_open and (given.attempts is None or used(given, attempt.student_id) < given.attempts)


def used(assignment: Assignment, student_id: int) -> int:
    """Count the attempts that a student has begun."""
    with asking() as line:
        return _used(line, assignment.id, student_id)


def answers(attempt: Attempt) -> dict[str, Kept]:
    """Give the newest answer to each item that counts: that was received in time."""
    with asking() as line:
        return responses.counting(line, attempt.id)


def revision(attempt: Attempt, item: str, n: int) -> Kept | None:
    """Give one revision of an answer."""
    with asking() as line:
        return responses.one(line, attempt.id, item, n)


def submit(attempt: Attempt, *, now: datetime) -> Attempt:
    """Hand an attempt in and score it; one that was handed in before stays as it is.

    Where its time was over, it was handed in at its end, whoever noticed. Raises Erased.
    """
    return _submit(attempt, now, by_student=True)


def submit_if_ended(attempt: Attempt, *, now: datetime) -> Attempt:
    """Hand an attempt in if its time is over: by what is known now, not when it was fetched."""
    return _submit(attempt, now, by_student=False)


def _submit(attempt: Attempt, now: datetime, *, by_student: bool) -> Attempt:
    with adding() as line:
        facts, scored = sittings.to_hand_in(line, attempt)
        over = timing.end(facts)
        ended = over is not None and over <= now
        if facts.submitted_at is None and (by_student or ended):
            at, by = (over, BY_TIME) if ended else (now, BY_STUDENT)
            order = [item.id for item in attempt.items]
            told = scores.write(line, attempt.id, order, scored, why="submitted", now=now)
            handed_in = {"of_id": attempt.id, "submitted_at": at, "submitted_by": by}
            _HAND_IN.run(line, handed_in | told)
            metrics.submitted(by)
            facts = replace(facts, submitted_at=at)
        return replace(attempt, submitted_at=facts.submitted_at, facts=facts)


def submit_ended(now: datetime) -> int:
    """Hand in all attempts whose time is over; give how many.

    It is asked every few seconds, and a whole school may be writing: what has time left costs
    a glance.
    """
    handed_in = after = 0
    while True:
        with asking() as line:
            found = sittings.unfinished(line, now, after)
        over = (number for number, facts in found if timing.state(facts, now) is State.ENDED)
        handed_in += sum(_submitted(number, now) for number in over)
        if len(found) < sittings.MOST_LOOKED_AT:
            return handed_in
        after, _ = found[-1]


def result(attempt: Attempt) -> AttemptScore:
    """Score the answers that count, by the assignment's key and by what people decided.

    Raises Erased.
    """
    with asking() as line:
        found = grounds.of(line, attempt.id)
        return scores.settled(line, found, responses.given(line, attempt.id))


def ask_hint(attempt: Attempt, item: str, *, now: datetime) -> None:
    """Remember that the student asked for a hint. Raises UnknownItem."""
    if attempt.version.questions.item(item) is None:
        raise UnknownItem(item)
    with adding() as line:
        sittings.held(line, attempt.id)
        if item not in hints_in(line, attempt.id):
            hint = {"attempt_id": attempt.id, "item": item, "asked_at": now}
            _ADD_HINT.run(line, hint)


def hints(attempt: Attempt) -> frozenset[str]:
    """Give the items whose hint was asked for."""
    with asking() as line:
        return hints_in(line, attempt.id)


def hints_in(line: Line, attempt_id: int) -> frozenset[str]:
    """Give the same within a transaction."""
    return frozenset(item for (item,) in _HINTS.all(line, attempt=attempt_id))


def _turn(line: Line, given: Assignment, student_id: int | None, name: str, now: datetime) -> _Turn:
    """Give whose turn it is: who is not known yet, or erased since, is made."""
    known = None if student_id is None else people.lock(line, student_id)
    if student_id is None or known is None:
        name = roster.clean_name(name)
        return _Turn(people.add(line, name, now), name, 1)
    number = _used(line, given.id, student_id) + 1
    if given.attempts is not None and number > given.attempts:
        raise NoAttemptsLeft
    return _Turn(student_id, known, number)


def _begin(line: Line, given: Assignment, who: _Turn, facts: Facts, token: str) -> Attempt:
    """Add an attempt that begins when its facts say so."""
    seed = secrets.token_hex(8) if given.shuffle or given.shuffle_items else ""
    row = {
        "token_hash": codes.hashed(token),
        "assignment_id": given.id,
        "version_id": given.version.id,
        "student_id": who.student_id,
        "number": who.number,
        "seed": seed,
        "started_at": facts.started_at,
    }
    return Attempt(
        _BEGIN.add(line, row),
        given,
        given.version,
        who.student_id,
        who.name,
        who.number,
        facts.started_at,
        None,
        seed if given.shuffle else "",
        facts,
        seed if given.shuffle_items else "",
    )


def _belongs(line: Line, class_id: int, student_id: int | None) -> bool:
    return _MEMBER.first(line, group=class_id, student=student_id) is not None


def _used(line: Line, assignment_id: int, student_id: int) -> int:
    found = _USED.first(line, assignment=assignment_id, student=student_id)
    return (found and found[0]) or 0


def _submitted(attempt_id: int, now: datetime) -> bool:
    """Submit one of many: one that cannot be scored must not hold up the others."""
    try:
        with asking() as line:
            found = sittings.by_id(line, attempt_id)
            attempt = None if found is None else found.value(line)
        if attempt is None or attempt.submitted_at is not None:  # another process was here
            return False
        return submit_if_ended(attempt, now=now).submitted_at is not None
    except Erased:
        return False
    except Exception:
        log.exception("attempt %s cannot be submitted", attempt_id)
        return False


_ATTEMPT, _HINT = records.table(tables.Attempt), records.table(tables.Hint)
_CLASS, _MEMBERSHIP = records.table(tables.Class), records.table(tables.Membership)
_MEMBER = Straight(
    select(_MEMBERSHIP.c.student_id)
    .join(_CLASS, _CLASS.c.id == _MEMBERSHIP.c.class_id)
    .where(
        _MEMBERSHIP.c.class_id == bindparam("group"),
        _MEMBERSHIP.c.student_id == bindparam("student"),
        _MEMBERSHIP.c.removed_at.is_(None),
        _CLASS.c.removed_at.is_(None),
    )
)
_BEGIN = Straight(
    insert(_ATTEMPT),
    ("token_hash", "assignment_id", "version_id", "student_id", "number", "seed", "started_at"),
)
_HAND_IN = Straight(
    update(_ATTEMPT).where(_ATTEMPT.c.id == bindparam("of_id")),
    (
        *("submitted_at", "submitted_by"),
        *("scored", "reached", "points", "max", "pending_max"),
    ),
)
_USED = Straight(
    select(func.max(_ATTEMPT.c.number)).where(
        _ATTEMPT.c.assignment_id == bindparam("assignment"),
        _ATTEMPT.c.student_id == bindparam("student"),
    )
)
_HINTS = Straight(select(_HINT.c.item).where(_HINT.c.attempt_id == bindparam("attempt")))
_ADD_HINT = Straight(insert(_HINT).inline(), ("attempt_id", "item", "asked_at"))
