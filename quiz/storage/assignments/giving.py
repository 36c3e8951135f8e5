"""Giving a set to students in the browser, and changing how it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from quiz.storage import assignments, reading, tables, writing
from quiz.storage.assignments import UnknownSet
from quiz.storage.classes import teaching
from quiz.storage.sets import rights, versions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from quiz.assessment.rules import Rules
    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment

FIXED = ("version", "class_id", "shuffle", "shuffle_items")
"""What stays as it is once somebody has begun: what was shown, to whom, in which order."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is given and to whom: a version by its number; ``class_id`` None: who has the code."""

    version: int
    class_id: int | None
    rules: Rules


class Begun(Exception):
    """Somebody has begun, and ``fields`` can no longer be changed."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def give(account: Account, set_id: str, offer: Offer, now: datetime) -> Assignment:
    """Give a version of a set to students.

    Raises accounts.NoRight (to the set or the class), UnknownSet where there is no such version,
    assignments.Contradictory.
    """
    with writing() as session:
        rights.held(session, account, set_id)
        version = _version(session, set_id, offer.version)
        _class(session, account, offer.class_id)
        row = assignments.add(
            session, version, offer.rules, now, class_id=offer.class_id, owner_id=account.id
        )
        return assignments.value(session, row)


def change(account: Account, code: str, offer: Offer, why: str, now: datetime) -> Assignment:
    """Change how a set is given; once somebody has begun, what changed is kept with its reason.

    Raises accounts.NoRight, UnknownSet, assignments.Contradictory, Begun.
    """
    with writing() as session:
        row = teaching.assignment_held(session, account, code, lock=True)
        version = _version(session, row.set_id, offer.version)
        if offer.class_id != row.class_id:
            _class(session, account, offer.class_id)
        said = assignments.columns(offer.rules) | {
            "version_id": version.id,
            "class_id": offer.class_id,
        }
        before = {name: getattr(row, name) for name in said}
        changed = {name for name in said if said[name] != before[name]}
        if begun_in(session, row.id):
            _refuse(changed)
            _keep(session, account, row, {n: [before[n], said[n]] for n in changed}, why, now)
        for name in changed:
            setattr(row, name, said[name])
        session.flush()
        return assignments.value(session, row)


def begun(assignment: Assignment) -> bool:
    """Whether there is an attempt at an assignment."""
    with reading() as session:
        return begun_in(session, assignment.id)


def begun_in(session: Session, assignment_id: int) -> bool:
    """Whether there is an attempt, within a transaction."""
    rows = tables.Attempt
    query = select(rows.id).where(rows.assignment_id == assignment_id).limit(1)
    return session.scalars(query).first() is not None


def remove(account: Account, code: str, now: datetime) -> None:
    """Put an assignment into the bin: nobody can start; what was begun goes on. Raises NoRight."""
    with writing() as session:
        teaching.assignment_held(session, account, code, lock=True).removed_at = now


def put_back(account: Account, code: str) -> None:
    """Take an assignment out of the bin. Raises NoRight."""
    with writing() as session:
        row = teaching.assignment_held(session, account, code, lock=True, removed=True)
        row.removed_at = None


def _version(session: Session, set_id: str, number: int) -> tables.Version:
    row = versions.numbered(session, set_id, number)
    if row is None:
        raise UnknownSet(set_id)
    return row


def _class(session: Session, account: Account, class_id: int | None) -> None:
    if class_id is not None:
        teaching.class_held(session, account, class_id)


def _refuse(changed: set[str]) -> None:
    fixed = tuple(name for name in FIXED if {name, f"{name}_id"} & changed)
    if fixed:
        raise Begun(fixed)


def _keep(
    session: Session,
    account: Account,
    row: tables.Assignment,
    changed: dict[str, list[object]],
    why: str,
    now: datetime,
) -> None:
    if not changed:
        return
    detail = {name: [_plain(value) for value in pair] for name, pair in changed.items()}
    session.add(
        tables.Act(
            assignment_id=row.id, kind="changed", detail=detail, why=why, by_id=account.id, at=now
        )
    )


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
