"""Who may do what with a class and with an assignment: the row and the right in one query.

A class is its owner's and that of its other teachers. An assignment is its owner's and that of the
teachers of the class it was given to; one that the shell made belongs to the admins. What is in
the bin is found only where it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import or_, select, true

from quiz.storage import codes, tables
from quiz.storage.accounts import NoRight

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from quiz.storage.accounts import Account

Row = TypeVar("Row")


def taught(account: Account) -> ColumnElement[bool]:
    """The classes that an account teaches, binned ones included: a condition on `tables.Class`."""
    rows, others = tables.Class, tables.ClassTeacher
    also = select(others.class_id).where(others.account_id == account.id)
    return or_(rows.owner_id == account.id, rows.id.in_(also))


def given(account: Account) -> ColumnElement[bool]:
    """The assignments that an account may see and decide about, but no practice: a condition."""
    rows = tables.Assignment
    classes = select(tables.Class.id).where(taught(account))
    nobodys = rows.owner_id.is_(None) & (true() if account.role == "admin" else ~true())
    return ~rows.practice & or_(rows.owner_id == account.id, rows.class_id.in_(classes), nobodys)


def class_held(
    session: Session,
    account: Account,
    class_id: int,
    *,
    owner: bool = False,
    removed: bool = False,
    lock: bool = False,
) -> tables.Class:
    """Fetch a class that an account teaches, or owns; ``removed``: from the bin. Raises NoRight."""
    rows = tables.Class
    if class_id > tables.BIGGEST:
        raise NoRight(class_id)
    binned = rows.removed_at.is_not(None) if removed else rows.removed_at.is_(None)
    query = select(rows).where(rows.id == class_id, binned, taught(account))
    row = _one(session, query.where(rows.owner_id == account.id) if owner else query, lock=lock)
    if row is None:
        raise NoRight(class_id)
    return row


def assignment_held(
    session: Session, account: Account, code: str, *, removed: bool = False, lock: bool = False
) -> tables.Assignment:
    """Fetch an assignment that an account may decide about, by its join code. Raises NoRight."""
    rows = tables.Assignment
    binned = rows.removed_at.is_not(None) if removed else rows.removed_at.is_(None)
    found = rows.code == codes.plain(code).upper()
    row = _one(session, select(rows).where(found, binned, given(account)), lock=lock)
    if row is None:
        raise NoRight(code)
    return row


def answering(account: Account) -> ColumnElement[bool]:
    """The students of classes that an account teaches, and those who answered what it gave."""
    rows, tried = tables.Student, tables.Attempt
    gave = select(tables.Assignment.id).where(given(account))
    answered = select(tried.student_id).where(tried.assignment_id.in_(gave))
    return or_(_in_classes_of(account), rows.id.in_(answered))


def keeping(account: Account) -> ColumnElement[bool]:
    """Of `answering`, those whose code, note and extra time are the account's to see and to change.

    Not those who are in classes, and in none of its own by now: it taught them once.
    """
    rows, members = tables.Student, tables.Membership
    listed = select(members.student_id).where(members.student_id == rows.id).exists()
    return answering(account) & or_(_in_classes_of(account), ~listed)


def _in_classes_of(account: Account) -> ColumnElement[bool]:
    members = tables.Membership
    classes = select(tables.Class.id).where(taught(account))
    return tables.Student.id.in_(select(members.student_id).where(members.class_id.in_(classes)))


def student_held(
    session: Session,
    account: Account,
    student_id: int,
    *,
    kept: bool = False,
    whole: bool = False,
    lock: bool = False,
) -> tables.Student:
    """Fetch a student of a class that an account teaches, binned or not, or of an assignment.

    ``kept`` asks for the right to what stands on her slip and beside her name, see `keeping`.
    ``whole`` asks for the right to all that is kept of her: she is in nobody else's class and has
    answered nothing that somebody else gave. Raises NoRight.
    """
    rows = tables.Student
    if student_id > tables.BIGGEST:
        raise NoRight(student_id)
    held = keeping(account) if kept else answering(account)
    query = select(rows).where(rows.id == student_id, held)
    row = _one(session, query.where(~_elsewhere(account)) if whole else query, lock=lock)
    if row is None:
        raise NoRight(student_id)
    return row


def _elsewhere(account: Account) -> ColumnElement[bool]:
    """Whether a student is in a class, or has answered a set, that is not the account's."""
    rows, members, tried, gave = (
        *(tables.Student, tables.Membership),
        *(tables.Attempt, tables.Assignment),
    )
    theirs = select(tables.Class.id).where(taught(account))
    member = select(members.student_id).where(
        members.student_id == rows.id, members.class_id.not_in(theirs)
    )
    seen = select(gave.id).where(or_(gave.practice, given(account)))
    answered = select(tried.student_id).where(
        tried.student_id == rows.id, tried.assignment_id.not_in(seen)
    )
    return or_(member.exists(), answered.exists())


def _one(session: Session, query: Select[Row], *, lock: bool) -> Row | None:
    return session.scalars(query.with_for_update() if lock else query).first()
