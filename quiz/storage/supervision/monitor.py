"""An assignment while it runs: who is in, how far, since when nothing came.

`stamp` is one query of counts over indexes; a page that has its stamp is told that nothing has
changed before anything is built.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import JSON, bindparam, case, func, select, type_coerce

from quiz.storage import asking, assignments, reading, tables
from quiz.storage.classes import teaching
from quiz.storage.supervision import standings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment
    from quiz.storage.supervision.standings import Standing

STUCK = timedelta(minutes=5)
"""So long without an answer, while questions are open, is worth a look."""

READING = timedelta(minutes=10)
"""Before the first answer there is a passage to read: so long may that take."""

STEP = 20
"""Seconds: what is told in words of time is told anew so often, though nothing was answered."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What came of an attempt so far: questions answered, which last, and when."""

    answered: int = 0
    last_item: str = ""
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A student and how far she or he is; ``quiet`` is the time since the last sign of life."""

    standing: Standing
    progress: Progress
    quiet: timedelta | None
    stuck: bool

    @property
    def place(self) -> str:
        """Where the student is: ``out`` (not begun), ``in``, or ``done``."""
        if self.standing.last is None:
            return "out"
        return "in" if self.standing.working else "done"


def stamp(account: Account, code: str, now: datetime) -> str:
    """Give a word that changes when the page would. Raises accounts.NoRight."""
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        given, group = row.id, row.class_id or 0
    with asking() as line:
        counts = line.execute(_STAMP, {"given": given, "class": group}).one()
    return "-".join(str(count or 0) for count in (*counts, int(now.timestamp()) // STEP))


def seats(account: Account, code: str, now: datetime) -> tuple[Assignment, list[Seat]]:
    """Give an assignment and everybody in it. Raises accounts.NoRight."""
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        given = assignments.value(session, row)
        everybody = standings.everybody(session, row, late=False)
        progress = _progress(session, row.id)
    questions = len(given.version.questions.items)
    return given, [_seat(standing, progress, questions, now) for standing in everybody]


def _seat(standing: Standing, progress: dict[int, Progress], questions: int, now: datetime) -> Seat:
    last = standing.last
    if last is None:
        return Seat(standing, Progress(), None, stuck=False)
    found = progress.get(last.id, Progress())
    if not standing.working:
        return Seat(standing, found, None, stuck=False)
    quiet = now - (found.last_at or last.started_at)
    patience = STUCK if found.last_at else READING
    return Seat(standing, found, quiet, quiet >= patience and found.answered < questions)


def _progress(session: Session, assignment_id: int) -> dict[int, Progress]:
    """By attempt. An answer that was taken back is none, and a flag alone is none either."""
    found = session.execute(_ANSWERED, {"given": assignment_id}).all()
    items = dict(session.execute(_LAST, {"given": assignment_id}).all())
    return {
        attempt: Progress(int(answered), items.get(attempt, ""), at)
        for attempt, answered, at in found
    }


_ATTEMPT, _RESPONSE = tables.Attempt, tables.Response
_OF = _ATTEMPT.assignment_id == bindparam("given")
_IN = _RESPONSE.attempt_id.in_(select(_ATTEMPT.id).where(_OF))
_NEWEST = (
    select(
        _RESPONSE.attempt_id,
        _RESPONSE.item,
        func.max(_RESPONSE.revision).label("revision"),
    )
    .where(_IN)
    .group_by(_RESPONSE.attempt_id, _RESPONSE.item)
    .subquery()
)
_SOMETHING = type_coerce(_RESPONSE.raw, JSON)["raw"].as_string() != "{}"
_ANSWERED = (
    select(
        _RESPONSE.attempt_id,
        func.sum(case((_SOMETHING, 1), else_=0)),
        func.max(_RESPONSE.received_at),
    )
    .join(
        _NEWEST,
        (_NEWEST.c.attempt_id == _RESPONSE.attempt_id)
        & (_NEWEST.c.item == _RESPONSE.item)
        & (_NEWEST.c.revision == _RESPONSE.revision),
    )
    .group_by(_RESPONSE.attempt_id)
)
_LATEST = select(func.max(_RESPONSE.id)).where(_IN).group_by(_RESPONSE.attempt_id)
_LAST = select(_RESPONSE.attempt_id, _RESPONSE.item).where(_RESPONSE.id.in_(_LATEST))


_STAMP = select(
    select(func.count()).select_from(_RESPONSE).where(_IN).scalar_subquery(),
    func.count(_ATTEMPT.id),
    func.count(_ATTEMPT.submitted_at),
    func.sum(_ATTEMPT.scored),
    select(func.max(tables.Act.id))
    .where(tables.Act.assignment_id == bindparam("given"))
    .scalar_subquery(),
    select(func.count())
    .select_from(tables.Membership)
    .where(tables.Membership.class_id == bindparam("class"), tables.Membership.removed_at.is_(None))
    .scalar_subquery(),
).where(_OF)
