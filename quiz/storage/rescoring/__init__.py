"""Rescoring: what a decision would change, then applied as it was seen, then taken back.

All is worked out outside of the write transaction, which only compares (has anything been scored
since?) and writes. A mark by a person is never touched: it counts before any of this.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import bindparam, insert, select, update

from quiz.assessment import roster
from quiz.storage import reading, tables, writing
from quiz.storage.attempts import grounds, papers, scores
from quiz.storage.attempts.papers import Sum
from quiz.storage.rescoring import decisions, rekeying
from quiz.storage.rescoring.decisions import Decision
from quiz.storage.rescoring.rekeying import Made

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from quiz.assessment.editing.keys import Taken
    from quiz.assessment.scoring import AttemptScore
    from quiz.storage.accounts import Account
    from quiz.storage.attempts.papers import Paper
    from quiz.storage.rescoring.decisions import Target

WHY = 300
"""Characters of a reason."""

TRIES = 5
"""So often something may be scored meanwhile before we give up."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision makes of one attempt's sums."""

    attempt_id: int
    name: str
    number: int
    before: Sum
    after: Sum

    @property
    def gain(self) -> float:
        """By how much its share of the points rises (falls: below 0); marks that wait left out."""
        return round(share(self.after) - share(self.before), 7)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a decision would change; nothing is written yet.

    ``papers`` is how many were handed in, the means are of their shares of the points, 0…1 (None
    without papers); ``marked`` counts the papers on which a person has marked a question that
    this is about, and ``pending`` those that still wait for a mark. ``taken`` says which questions
    get another key, and which could not. ``nothing`` says that it is in force already, ``seen``
    stands for all of it.
    """

    changes: tuple[Change, ...]
    papers: int
    mean_before: float | None
    mean_after: float | None
    marked: int
    pending: int
    items: tuple[str, ...]
    taken: Taken | None
    nothing: bool
    seen: str

    @property
    def gaining(self) -> int:
        """How many gain."""
        return sum(1 for change in self.changes if change.gain > 0)

    @property
    def losing(self) -> int:
        """How many lose."""
        return sum(1 for change in self.changes if change.gain < 0)


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done: the plan, and what became of the set where the key is a new one."""

    plan: Plan
    made: Made | None = None


@dataclass(frozen=True, slots=True)
class _Work:
    """A plan and all that applying it writes; ``was`` is what it was worked out from."""

    plan: Plan
    target: Target
    was: tuple[dict[int, int], object]
    sums: dict[int, Sum]
    rows: list[dict[str, Any]]


class Busy(Exception):
    """Students hand in, or teachers mark, faster than this could be worked out; try again."""


def share(sum: Sum) -> float:
    """The share of the points, 0…1; 0 where none can be had."""
    return sum.points / sum.max if sum.max else 0.0


def plan(account: Account | None, code: str, decision: Decision) -> Plan:
    """Say what a decision would change. No account: the shell.

    Raises accounts.NoRight, decisions.Impossible, keys.NotAccepted.
    """
    with reading() as session:
        return _work(session, rekeying.assignment(session, account, code), decision).plan


def apply(
    account: Account | None,
    code: str,
    decision: Decision,
    *,
    why: str,
    now: datetime,
    seen: str | None = None,
) -> Applied | Plan:
    """Put a decision in force; ``seen`` is the plan's that was looked at, None if nobody looked.

    Another plan than that is given back and not applied. What is in force already stays as it is.
    Raises accounts.NoRight, decisions.Impossible, keys.NotAccepted, Busy.
    """
    for _ in range(TRIES):
        with reading() as session:
            work = _work(session, rekeying.assignment(session, account, code), decision)
        if seen is not None and work.plan.seen != seen:
            return work.plan
        if work.plan.nothing and not work.rows:
            return Applied(work.plan)
        with writing() as session:
            row = rekeying.assignment(session, account, code, lock=True)
            if _now(session, row) != work.was:
                continue
            made = _put_in_force(session, account, row, decision, work, why, now)
            _write(session, row, work, decision, now)
            return Applied(work.plan, made)
    raise Busy


# -- working it out ----------------------------------------------------------------------------


def _work(session: Session, row: tables.Assignment, decision: Decision) -> _Work:
    target = decisions.target(session, row, decision)
    found = papers.handed_in(session, row.id)
    score = papers.scorer(session, target.force)
    totals = {paper.attempt_id: score(paper) for paper in found}
    sums = {id: papers.sum_of(total) for id, total in totals.items()}
    changes = tuple(
        Change(p.attempt_id, p.name, p.number, p.sum, sums[p.attempt_id])
        for p in found
        if p.sum != sums[p.attempt_id]
    )
    rows = _differing(session, row.id, totals)
    plan = _plan(found, sums, changes, target)
    was = ({p.attempt_id: p.scored for p in found}, _force(session, row))
    return _Work(plan, target, was, sums, rows)


def _plan(
    found: Sequence[Paper], sums: dict[int, Sum], changes: tuple[Change, ...], target: Target
) -> Plan:
    items = set(target.items)
    key = target.key and target.key.text
    seen = hashlib.sha256(repr((target.items, target.nothing, key, changes)).encode())
    return Plan(
        tuple(sorted(changes, key=lambda c: (-c.gain, c.name.casefold(), c.number))),
        len(found),
        _mean([paper.sum for paper in found]),
        _mean([sums[paper.attempt_id] for paper in found]),
        sum(1 for paper in found if items & paper.marks.keys()),
        sum(1 for paper in found if sums[paper.attempt_id].pending),
        target.items,
        target.taken,
        target.nothing,
        seen.hexdigest()[:16],
    )


def _mean(sums: Sequence[Sum]) -> float | None:
    shares = [share(each) for each in sums if each.max]
    return sum(shares) / len(shares) if shares else None


def _differing(
    session: Session, assignment_id: int, totals: dict[int, AttemptScore]
) -> list[dict[str, Any]]:
    """Give the stored scores that come to something else now, by their ids."""
    query = (
        select(_SCORE.c.id, _SCORE.c.attempt_id, *(_SCORE.c[name] for name in scores.TOLD))
        .join(_ATTEMPT, _ATTEMPT.c.id == _SCORE.c.attempt_id)
        .where(_ATTEMPT.c.assignment_id == assignment_id)
    )
    wanted: dict[int, dict[str, Any]] = {}  # alike answers share their score
    found = []
    for of_id, attempt_id, *told in session.connection().execute(query):
        total = totals.get(attempt_id)
        score = total.items.get(told[0]) if total else None
        if score is None:
            continue
        if id(score) not in wanted:
            wanted[id(score)] = scores.row(score)
        row = wanted[id(score)]
        if told != list(row.values()):
            found.append({"of_id": of_id, "of_attempt": attempt_id, **row})
    return found


# -- writing it down ---------------------------------------------------------------------------


def _now(session: Session, row: tables.Assignment) -> tuple[dict[int, int], object]:
    """Lock the attempts; say how often each was scored and what is in force."""
    rows = tables.Attempt
    of = select(rows.id, rows.scored, rows.submitted_at).where(rows.assignment_id == row.id)
    found = session.execute(of.order_by(rows.id).with_for_update())
    return {id: scored for id, scored, at in found if at is not None}, _force(session, row)


def _force(session: Session, row: tables.Assignment) -> object:
    return row.key_version_id, sorted(grounds.adjustments(session, row.id))


def _put_in_force(
    session: Session,
    account: Account | None,
    row: tables.Assignment,
    decision: Decision,
    work: _Work,
    why: str,
    now: datetime,
) -> Made | None:
    """Write down the decision and what it changed of whom."""
    target, by = work.target, rekeying.by(account)
    if target.nothing:
        return None
    if target.back is not None:
        back = session.get_one(tables.Rescoring, target.back.id)
        back.taken_back_at, back.taken_back_by_id = now, by
        if back.kind == "key":
            row.key_version_id = back.before_version_id
            rekeying.withdraw(session, account, row, back, now)
        return None
    new = tables.Rescoring(
        assignment_id=row.id,
        kind="key" if target.key else "drop" if isinstance(decision, decisions.Drop) else "full",
        item=None if target.key else target.items[0],
        before_version_id=row.key_version_id if target.key else None,
        why=roster.one_line(why)[:WHY],
        by_id=by,
        at=now,
    )
    made = None
    if target.key is not None:
        made = rekeying.add(session, account, row, target.key, new.why, now)
        new.key_version_id = row.key_version_id = made.version_id
    session.add(new)
    session.flush()
    _tell(session, new.id, work.plan)
    return made


def _tell(session: Session, rescoring_id: int, plan: Plan) -> None:
    told = [
        {
            "rescoring_id": rescoring_id,
            "attempt_id": change.attempt_id,
            "points_before": change.before.points,
            "max_before": change.before.max,
            "points_after": change.after.points,
            "max_after": change.after.max,
        }
        for change in plan.changes
    ]
    if told:
        session.execute(insert(tables.Rescored), told)


def _write(
    session: Session, row: tables.Assignment, work: _Work, decision: Decision, now: datetime
) -> None:
    """Write the scores that come to something else, and the sums of their attempts."""
    session.flush()
    connection = session.connection()
    back = work.target.back
    if work.target.key is not None or (back is not None and back.kind == "key"):
        named = row.key_version_id or row.version_id
        connection.execute(_NAMED, {"of_assignment": row.id, "named": named})
    if not work.rows:
        return
    common = {"why": _why(decision), "computed_at": now}
    changed = [common | {k: v for k, v in r.items() if k != "of_attempt"} for r in work.rows]
    connection.execute(update(_SCORE).where(_SCORE.c.id == bindparam("of_id")), changed)
    ids = dict.fromkeys(each["of_attempt"] for each in work.rows)
    connection.execute(_SUMS, [{"of_id": id, **_sums(work.sums[id])} for id in ids])


def _sums(sum: Sum) -> dict[str, float]:
    return {"points": sum.points, "max": sum.max, "pending_max": sum.pending}


def _why(decision: Decision) -> str:
    """The word that a score keeps of why it was computed."""
    return {"TakeBack": "taken back", "Again": "computed again"}.get(
        type(decision).__name__, "rescored"
    )


_SCORE, _ATTEMPT = cast("Table", tables.Score.__table__), cast("Table", tables.Attempt.__table__)
_MINE = select(_ATTEMPT.c.id).where(_ATTEMPT.c.assignment_id == bindparam("of_assignment"))
_NAMED = (
    update(_SCORE)
    .where(_SCORE.c.attempt_id.in_(_MINE.scalar_subquery()))
    .values(key_version_id=bindparam("named"))
)
_SUMS = (
    update(_ATTEMPT)
    .where(_ATTEMPT.c.id == bindparam("of_id"))
    .values(
        scored=_ATTEMPT.c.scored + 1,
        points=bindparam("points"),
        max=bindparam("max"),
        pending_max=bindparam("pending_max"),
    )
)
