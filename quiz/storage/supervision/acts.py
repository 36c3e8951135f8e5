"""What a teacher decides about an assignment that is running, kept with who, when and why.

An act is for all or for some students. What it changes of scores is settled in the same
transaction. It is taken back by a further act; no row of the log is ever changed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from quiz.storage import attempts, reading, tables, writing
from quiz.storage.classes import people, teaching
from quiz.storage.supervision import deeds
from quiz.storage.supervision.deeds import INVERSE, Impossible

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.storage.accounts import Account

__all__ = ["Act", "Deed", "Impossible", "do", "log", "undo"]


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be done: a kind of `deeds.KINDS`, for some students or (None) for all, and why.

    ``until`` is for extending and reopening; ``item`` for excusing, empty: from all questions.
    """

    kind: str
    why: str
    students: tuple[int, ...] | None = None
    until: datetime | None = None
    item: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """An entry of the log: what was done at once, for whom. No names: it was for all.

    ``id`` is that of its first row; ``by`` is empty where it was done in the shell.
    """

    id: int
    kind: str
    names: tuple[str, ...]
    detail: dict[str, Any]
    why: str
    by: str
    at: datetime
    undoable: bool


def do(account: Account, code: str, deed: Deed, now: datetime) -> int:
    """Do something about an assignment; give for how many it made a difference.

    Raises accounts.NoRight, Impossible. What has ended by it is handed in.
    """
    with writing() as session:
        row = teaching.assignment_held(session, account, code, lock=True)
        scene = deeds.Scene(session, row, now, deed.until, deed.item)
        details = _details(scene, deed)
        for student, detail in details:
            session.add(_act(account, row, deed.kind, deed.why, student, detail, now))
    attempts.submit_ended(now)
    return len(details)


def undo(account: Account, code: str, act_id: int, why: str, now: datetime) -> int:
    """Take an act back by a further one; give for how many. Raises NoRight, Impossible."""
    with writing() as session:
        row = teaching.assignment_held(session, account, code, lock=True)
        acts = _rows(session, row.id)
        together = next((group for group in acts if group[0].id == act_id), None)
        if together is None or together[0].id not in _undoable(acts):
            raise Impossible(
                "kind", "This can no longer be taken back: look at what was done since."
            )
        scene = deeds.Scene(session, row, now, None, together[0].detail.get("item", ""))
        kind = INVERSE[together[0].kind]
        for act in together:
            detail = deeds.taken_back(scene, act)
            session.add(_act(account, row, kind, why, act.student_id, detail, now))
    attempts.submit_ended(now)
    return len(together)


def log(account: Account, code: str) -> list[Act]:
    """Give what was done about an assignment, the newest first. Raises NoRight."""
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        acts = _rows(session, row.id)
        names = _names(session, row.id, acts)
        undoable = _undoable(acts)
        return [_entry(group, names, undoable) for group in reversed(acts)]


def _details(scene: deeds.Scene, deed: Deed) -> list[tuple[int | None, dict[str, Any]]]:
    """Do it for each; what makes no difference to a student leaves no trace."""
    if deed.students is None and deed.kind in deeds.FOR_ALL:
        return [(None, deeds.FOR_ALL[deed.kind](scene))]
    if deed.kind not in deeds.FOR_ONE:
        raise Impossible("kind", "Choose what is to be done.")
    chosen = [s for s in scene.everybody if deed.students is None or s.student_id in deed.students]
    found = [(s.student_id, deeds.FOR_ONE[deed.kind](scene, s)) for s in chosen]
    done: list[tuple[int | None, dict[str, Any]]] = [(s, d) for s, d in found if d is not None]
    if not done:
        raise Impossible("students", "There is nobody for whom this would change anything.")
    return done


def _act(
    account: Account,
    row: tables.Assignment,
    kind: str,
    why: str,
    student: int | None,
    detail: dict[str, Any],
    now: datetime,
) -> tables.Act:
    return tables.Act(
        assignment_id=row.id,
        student_id=student,
        kind=kind,
        detail=detail,
        why=why,
        by_id=account.id,
        at=now,
    )


def _rows(session: Session, assignment_id: int) -> list[list[tables.Act]]:
    """The rows of the log, oldest first; what was done at once together."""
    rows = tables.Act
    together: defaultdict[tuple[Any, ...], list[tables.Act]] = defaultdict(list)
    query = select(rows).where(rows.assignment_id == assignment_id).order_by(rows.id)
    for row in session.scalars(query):
        together[row.kind, row.at, row.why, row.by_id].append(row)
    return list(together.values())


def _undoable(acts: list[list[tables.Act]]) -> set[int]:
    """The acts that nothing later has touched: the newest of their kind for each student."""
    touched: set[tuple[str, str, int | None]] = set()
    found = set()
    for group in reversed(acts):
        first = group[0]
        topic = (deeds.TOPIC.get(first.kind, first.kind), first.detail.get("item", ""))
        mine = {(*topic, act.student_id) for act in group}
        if first.kind in INVERSE and not mine & touched:
            found.add(first.id)
        touched |= mine
    return found


def _names(
    session: Session, assignment_id: int, acts: list[list[tables.Act]]
) -> dict[str, dict[int, str]]:
    students = {act.student_id for group in acts for act in group if act.student_id}
    teachers = {act.by_id for group in acts for act in group if act.by_id}
    student, account = tables.Student, tables.Account
    by_id = select(student.id, student.name).where(student.id.in_(students))
    accounts = select(account.id, account.name).where(account.id.in_(teachers))
    return {
        "student": dict(session.execute(by_id).all()) | people.names(session, assignment_id),
        "account": dict(session.execute(accounts).all()),
    }


def _entry(group: list[tables.Act], names: dict[str, dict[int, str]], undoable: set[int]) -> Act:
    first = group[0]
    return Act(
        first.id,
        first.kind,
        tuple(names["student"].get(act.student_id, "") for act in group if act.student_id),
        first.detail,
        first.why,
        names["account"].get(first.by_id or 0, ""),
        first.at,
        first.id in undoable,
    )
