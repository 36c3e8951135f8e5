"""Disputes: a student's word that an answer was right, and what the teacher said to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import bindparam, func, select

from quiz.assessment import roster
from quiz.storage import accounts, reading, records, tables, writing
from quiz.storage.classes import people, teaching

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sqlalchemy import Row

    from quiz.storage import Transaction
    from quiz.storage.accounts import Account
    from quiz.storage.attempts import Attempt
    from quiz.storage.straight import Line

Verdict = Literal["accepted", "refused"]

LONGEST = 500
"""Characters of a reason, and of the word back."""

KIND = "dispute"
"""The act of settling one; its ``why`` is the word back."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """What a student said of an answer. ``verdict`` is "" while nobody has looked at it.

    ``word`` is what the teacher said back.
    """

    attempt_id: int
    item: str
    name: str
    reason: str
    at: datetime
    verdict: str = ""
    word: str = ""
    settled_at: datetime | None = None


class Said(Exception):
    """The student has said so of this answer before."""


class NoReason(ValueError):
    """A dispute needs a reason."""


def say(attempt: Attempt, item: str, reason: str, *, now: datetime) -> None:
    """Keep a student's word, once for each question; the page sees to it that the key is out.

    Raises Said, NoReason, LookupError where there is no such question.
    """
    reason = roster.one_line(reason)[:LONGEST]
    if not reason:
        raise NoReason
    if attempt.version.questions.item(item) is None:
        raise LookupError(item)
    with writing() as session:
        session.get_one(tables.Attempt, attempt.id, with_for_update=True)
        if session.get(tables.Dispute, (attempt.id, item)) is not None:
            raise Said
        session.add(tables.Dispute(attempt_id=attempt.id, item=item, reason=reason, at=now))


def of_attempt(line: Line, attempt_id: int) -> dict[str, Dispute]:
    """Give what a student said, and what was said back, by item."""
    rows = line.execute(_OF_ATTEMPT, {"attempt": attempt_id}).all()
    return {found.item: found for found in _found(line, rows)}


def of_assignment(account: Account, code: str) -> list[Dispute]:
    """Give the disputes of an assignment: the open ones first, in their order. Raises NoRight."""
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        rows = session.execute(_OF_ASSIGNMENT, {"assignment": row.id}).all()
        return _found(session, rows)


def waiting(account: Account, code: str) -> int:
    """Count those that nobody has looked at. Raises accounts.NoRight."""
    rows, attempt = tables.Dispute, tables.Attempt
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        query = (
            select(func.count())
            .select_from(rows)
            .join(attempt, attempt.id == rows.attempt_id)
            .where(attempt.assignment_id == row.id, rows.verdict.is_(None))
        )
        return session.scalar(query) or 0


def settle(
    account: Account,
    code: str,
    attempt_id: int,
    item: str,
    verdict: Verdict,
    word: str,
    *,
    now: datetime,
) -> None:
    """Say what is made of a dispute, and why; it can be said otherwise later. Raises NoRight."""
    if attempt_id > tables.BIGGEST:
        raise accounts.NoRight(attempt_id)
    with writing() as session:
        row = teaching.assignment_held(session, account, code)
        attempt = session.get(tables.Attempt, attempt_id, with_for_update=True)
        found = session.get(tables.Dispute, (attempt_id, item))
        if attempt is None or attempt.assignment_id != row.id or found is None:
            raise accounts.NoRight(attempt_id)
        found.verdict, found.settled_at, found.settled_by_id = verdict, now, account.id
        session.add(
            tables.Act(
                assignment_id=row.id,
                student_id=attempt.student_id,
                kind=KIND,
                detail={"attempt": attempt_id, "item": item, "verdict": verdict},
                why=roster.one_line(word)[:LONGEST],
                by_id=account.id,
                at=now,
            )
        )


def _found(transaction: Transaction, rows: Sequence[Row[Any]]) -> list[Dispute]:
    given = {row.assignment_id for row in rows}
    words, names = _words(transaction, given), {id: people.names(transaction, id) for id in given}
    return [
        Dispute(
            *(row.attempt_id, row.item, names[row.assignment_id][row.student_id]),
            *(row.reason, row.at, row.verdict or ""),
            *(words.get((row.attempt_id, row.item), ""), row.settled_at),
        )
        for row in rows
    ]


def _words(transaction: Transaction, assignments: set[int]) -> dict[tuple[int, str], str]:
    """The last word said to each; nothing is looked for where nobody said anything."""
    if not assignments:
        return {}
    found = transaction.execute(_WORDS, {"assignments": sorted(assignments)})
    return {(d["attempt"], d["item"]): why for d, why in found}


_ROW, _ACT = records.table(tables.Dispute), records.table(tables.Act)
_ATTEMPT = records.table(tables.Attempt)
_ALL = select(_ROW, _ATTEMPT.c.student_id, _ATTEMPT.c.assignment_id).join(
    _ATTEMPT, _ATTEMPT.c.id == _ROW.c.attempt_id
)
_OF_ATTEMPT = _ALL.where(_ROW.c.attempt_id == bindparam("attempt"))
_OF_ASSIGNMENT = _ALL.where(_ATTEMPT.c.assignment_id == bindparam("assignment")).order_by(
    _ROW.c.verdict.is_not(None), _ROW.c.at
)
_WORDS = (
    select(_ACT.c.detail, _ACT.c.why)
    .where(_ACT.c.kind == KIND, _ACT.c.assignment_id.in_(bindparam("assignments", expanding=True)))
    .order_by(_ACT.c.id)
)
