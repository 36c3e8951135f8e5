"""Saving an answer: one look at where the attempt stands, and one row more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from quiz.assessment import timing
from quiz.assessment.timing import State
from quiz.storage import adding
from quiz.storage.attempts import responses, sittings
from quiz.storage.attempts.responses import Conflict, Receipt
from quiz.storage.attempts.sittings import BY_STUDENT

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from quiz.assessment.scoring import Answer
    from quiz.storage.attempts.sittings import Attempt


class AttemptClosed(Exception):
    """The attempt was handed in; its answers can no longer be changed."""


class UnknownItem(LookupError):
    """The version that the attempt shows has no item with this id."""


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
    Raises AttemptClosed once the student has submitted, UnknownItem, TooLong, and Erased.
    """
    if attempt.version.questions.item(item) is None:
        raise UnknownItem(item)
    sent = {"item": item, "writer": writer, "number": number, "raw": responses.raw(answer)}
    try:
        return _save(attempt, sent, seen, now)
    except IntegrityError:  # PostgreSQL: another page saved to it while this one waited
        return _save(attempt, sent, seen, now, alone=True)


def _save(
    attempt: Attempt, sent: dict[str, Any], seen: int, now: datetime, *, alone: bool = False
) -> Receipt | Conflict:
    item, writer, number = sent["item"], sent["writer"], sent["number"]
    with adding() as line:
        if alone:
            sittings.held(line, attempt.id)
        last = sittings.standing(line, attempt, item)
        # A page's numbers grow with its revisions: where its own is the newest, that one tells.
        if last.number is not None and (last.writer != writer or last.number >= number):
            before = responses.sent_before(line, attempt.id, item, writer, number)
            if before is not None:
                return Receipt(before.revision, before.received_at, before.late, repeated=True)
        if last.submitted_by == BY_STUDENT:
            raise AttemptClosed
        if last.writer not in {None, writer} and last.revision > seen:
            newest = responses.one(line, attempt.id, item, last.revision)
            assert newest is not None, "responses are never taken away"
            return Conflict(newest)
        late = timing.state(last.facts, now) is not State.OPEN
        row = {"attempt_id": attempt.id, "revision": last.revision + 1, "received_at": now}
        responses.add(line, **sent, **row, late=late)
        return Receipt(last.revision + 1, now, late)
