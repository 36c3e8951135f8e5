"""What was rescored: the history that a teacher sees, and what a student is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from quiz.storage import reading, records, tables
from quiz.storage.attempts.papers import Sum
from quiz.storage.rescoring import rekeying

if TYPE_CHECKING:
    from quiz.storage.accounts import Account
    from quiz.storage.straight import Line


@dataclass(frozen=True, slots=True)
class Done:
    """A rescoring as the history lists it.

    ``by`` and ``taken_back_by`` are names, empty where it was the shell; ``key`` is the number of
    the version scored by since; ``changed`` counts the attempts whose score changed.
    ``last`` says that it can be taken back now.
    """

    id: int
    kind: str
    item: str
    key: int | None
    why: str
    by: str
    at: datetime
    taken_back_at: datetime | None
    taken_back_by: str
    changed: int
    last: bool


@dataclass(frozen=True, slots=True)
class Note:
    """What a student is told of a rescoring: from what to what, and why."""

    at: datetime
    kind: str
    item: str
    why: str
    before: Sum
    after: Sum
    taken_back_at: datetime | None


def history(account: Account | None, code: str) -> list[Done]:
    """Give the rescorings of an assignment, newest first. Raises accounts.NoRight."""
    rows, version = tables.Rescoring, tables.Version
    by, back = aliased(tables.Account), aliased(tables.Account)
    told = tables.Rescored
    changed = select(func.count()).where(told.rescoring_id == rows.id).scalar_subquery()
    query = (
        select(rows, by.name, back.name, version.number, changed)
        .outerjoin(by, by.id == rows.by_id)
        .outerjoin(back, back.id == rows.taken_back_by_id)
        .outerjoin(version, version.id == rows.key_version_id)
    )
    with reading() as session:
        held = rekeying.assignment(session, account, code)
        found = session.execute(query.where(rows.assignment_id == held.id).order_by(rows.id.desc()))
        return [_done(held, *each) for each in found]


def notes(line: Line, attempt_id: int) -> tuple[Note, ...]:
    """Tell a student what changed the score of an attempt, the latest first."""
    return tuple(
        Note(
            *(row.at, row.kind, row.item or "", row.why),
            Sum(row.points_before, row.max_before, 0.0),
            Sum(row.points_after, row.max_after, 0.0),
            row.taken_back_at,
        )
        for row in line.execute(_NOTES, {"attempt": attempt_id})
    )


def _done(
    held: tables.Assignment,
    row: tables.Rescoring,
    by: str | None,
    back: str | None,
    number: int | None,
    changed: int,
) -> Done:
    in_force = row.kind != "key" or row.key_version_id == held.key_version_id
    return Done(
        *(row.id, row.kind, row.item or "", number, row.why, by or "", row.at),
        *(row.taken_back_at, back or "", changed),
        last=row.taken_back_at is None and in_force,
    )


_ROW, _WHY = records.table(tables.Rescored), records.table(tables.Rescoring)
_NOTES = (
    select(_ROW, _WHY.c.at, _WHY.c.kind, _WHY.c.item, _WHY.c.why, _WHY.c.taken_back_at)
    .join(_WHY, _WHY.c.id == _ROW.c.rescoring_id)
    .where(_ROW.c.attempt_id == bindparam("attempt"))
    .order_by(_WHY.c.id.desc())
)
