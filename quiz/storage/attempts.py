"""Attempts: starting, saving answers, submitting.

An attempt's row is locked while an answer is saved and while it is submitted, so that an answer is
either in time and scored or neither.
"""

from __future__ import annotations

import logging
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from quiz import metrics
from quiz.assessment import scoring, timing
from quiz.assessment.timing import State
from quiz.storage import assignments, codes, people, reading, responses, sittings, tables, writing
from quiz.storage.responses import Conflict, Kept, Receipt, TooLong
from quiz.storage.sittings import Attempt

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from quiz.assessment.scoring import Answer, AttemptScore
    from quiz.storage.assignments import Assignment

__all__ = [
    "Attempt",
    "AttemptClosed",
    "Conflict",
    "Kept",
    "NoAttemptsLeft",
    "NotOpen",
    "Receipt",
    "TooLong",
    "UnknownItem",
    "answers",
    "ask_hint",
    "find",
    "hints",
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

log = logging.getLogger(__name__)


class NotOpen(Exception):
    """The assignment is not open yet, or no longer, or no longer open practice."""


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
    again and not another begun. Raises NotOpen, NoAttemptsLeft, people.BadName.
    """
    with writing() as session:
        row = session.get_one(tables.Assignment, assignment.id, with_for_update=True)
        before = sittings.one(session, tables.Attempt.token_hash == codes.hashed(token))
        if before is not None and before.going_on(row):
            return before.value(session), token
        present = assignments.value(session, row)
        if not assignments.open_in(session, present, now):
            raise NotOpen
        student = _student(session, student_id, name, now)
        number = _used(session, row.id, student.id) + 1
        if present.attempts is not None and number > present.attempts:
            raise NoAttemptsLeft
        if before is not None or not token:
            token = codes.new_token()
        attempt = tables.Attempt(
            token_hash=codes.hashed(token),
            assignment_id=row.id,
            version_id=present.version.id,
            student_id=student.id,
            number=number,
            seed=secrets.token_hex(8) if present.shuffle else "",
            started_at=now,
        )
        session.add(attempt)
        session.flush()
        return sittings.locked(session, attempt.id).value(session), token


def find(token: str) -> Attempt | None:
    """Find an attempt by its token, forgiving case, spaces and hyphens."""
    with reading() as session:
        found = sittings.one(session, tables.Attempt.token_hash == codes.hashed(token))
        return None if found is None else found.value(session)


def used(assignment: Assignment, student_id: int) -> int:
    """Count the attempts that a student has begun."""
    with reading() as session:
        return _used(session, assignment.id, student_id)


def answers(attempt: Attempt) -> dict[str, Kept]:
    """Give the newest answer to each item that counts: that was received in time."""
    with reading() as session:
        return responses.counting(session, attempt.id)


def revision(attempt: Attempt, item: str, n: int) -> Kept | None:
    """Give one revision of an answer."""
    with reading() as session:
        return responses.one(session, attempt.id, item, n)


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
    Raises AttemptClosed once the student has submitted, UnknownItem, TooLong.
    """
    if attempt.version.questions.item(item) is None:
        raise UnknownItem(item)
    raw = responses.raw(answer)
    with writing() as session:
        sitting = sittings.locked(session, attempt.id)
        before = responses.newest(session, attempt.id, item, writer=writer, number=number)
        if before is not None:
            return Receipt(before.revision, before.received_at, before.late, repeated=True)
        if sitting.attempt.submitted_by == BY_STUDENT:
            raise AttemptClosed
        newest = responses.newest(session, attempt.id, item)
        if newest is not None and newest.writer != writer and newest.revision > seen:
            return Conflict(newest)
        revision = newest.revision + 1 if newest else 1
        late = timing.state(sitting.facts, now) is not State.OPEN
        session.execute(
            insert(tables.Response).values(
                attempt_id=attempt.id,
                item=item,
                revision=revision,
                writer=writer,
                number=number,
                raw=raw,
                received_at=now,
                late=late,
            )
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
            _score(session, sitting, now)
            session.flush()
            metrics.submitted(row.submitted_by)
        return sitting.value(session)


def submit_ended(now: datetime) -> int:
    """Hand in all attempts whose time is over; give how many."""
    with reading() as session:
        found = sittings.unfinished(session)
        over = [s.value(session) for s in found if timing.state(s.facts, now) is State.ENDED]
    return sum(_submitted(attempt, now) for attempt in over)


def result(attempt: Attempt) -> AttemptScore:
    """Score the answers that count, by the assignment's key. Raises LookupError once erased."""
    with reading() as session:
        kept = responses.counting(session, attempt.id)
        sitting = sittings.one(session, tables.Attempt.id == attempt.id)
        if sitting is None:
            raise LookupError(attempt.id)
        key = sitting.key(session)
    return scoring.score_attempt(key.questions, {item: k.answer for item, k in kept.items()})


def ask_hint(attempt: Attempt, item: str, *, now: datetime) -> None:
    """Remember that the student asked for a hint. Raises UnknownItem."""
    if attempt.version.questions.item(item) is None:
        raise UnknownItem(item)
    with writing() as session:
        sittings.locked(session, attempt.id)
        if session.get(tables.Hint, (attempt.id, item)) is None:
            session.add(tables.Hint(attempt_id=attempt.id, item=item, asked_at=now))


def hints(attempt: Attempt) -> frozenset[str]:
    """Give the items whose hint was asked for."""
    rows = tables.Hint
    with reading() as session:
        return frozenset(session.scalars(select(rows.item).where(rows.attempt_id == attempt.id)))


def _student(session: Session, student_id: int | None, name: str, now: datetime) -> tables.Student:
    """Find or make the student, locked: two starts at once must not both be the last allowed."""
    if student_id is None:
        return people.add(session, name, now)
    return session.get_one(tables.Student, student_id, with_for_update=True)


def _used(session: Session, assignment_id: int, student_id: int) -> int:
    rows = tables.Attempt
    query = select(func.max(rows.number)).where(
        rows.assignment_id == assignment_id, rows.student_id == student_id
    )
    return session.scalar(query) or 0


def _submitted(attempt: Attempt, now: datetime) -> bool:
    """Submit one of many: one that cannot be scored must not hold up the others."""
    try:
        return submit_if_ended(attempt, now=now).submitted_at is not None
    except Exception:
        log.exception("attempt %s cannot be submitted", attempt.id)
        return False


def _score(session: Session, sitting: sittings.Sitting, now: datetime) -> None:
    attempt_id, key = sitting.attempt.id, sitting.key(session)
    kept = responses.counting(session, attempt_id)
    total = scoring.score_attempt(key.questions, {item: k.answer for item, k in kept.items()})
    for item, score in total.items.items():
        session.add(
            tables.Score(
                attempt_id=attempt_id,
                item=item,
                key_version_id=key.id,
                revision=kept[item].revision if item in kept else None,
                fraction=score.fraction,
                points=score.points,
                max=score.max,
                pending=score.pending,
                rung=score.rung and int(score.rung),
                cited_fraction=score.cited_fraction,
                why="submitted",
                computed_at=now,
            )
        )
