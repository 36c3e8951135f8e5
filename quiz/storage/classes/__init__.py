"""Classes: lists of students, their teachers, next year's copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from quiz.assessment.roster import clean_name, one_line, told_apart
from quiz.storage import accounts, codes, reading, tables, writing
from quiz.storage.accounts import NoRight, UnknownTeacher
from quiz.storage.classes import teaching

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from quiz.storage.accounts import Account

LONGEST_YEAR = 20


@dataclass(frozen=True, slots=True)
class Class:
    """A class. ``mine``: the account that asked owns it; ``students`` counts those not in its bin.

    ``owner`` is a name; ``removed_at`` is None unless it is in the bin.
    """

    id: int
    name: str
    year: str
    owner: str
    mine: bool
    students: int
    removed_at: datetime | None

    def __str__(self) -> str:
        return f"{self.name} ({self.year})" if self.year else self.name


@dataclass(frozen=True, slots=True)
class Member:
    """A student of a class. ``shown`` tells two of one name apart; ``code`` as people read it.

    ``removed_at`` is None unless the student is in the class's bin.
    """

    id: int
    name: str
    shown: str
    factor: float
    code: str
    note: str
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Teacher:
    """Who teaches a class; one of them owns it."""

    id: int
    name: str
    email: str
    owner: bool


def mine(account: Account | None) -> list[Class]:
    """Give the classes that an account teaches, by year, newest first, then by name.

    None is the shell, which has all.
    """
    return _all(account, tables.Class.removed_at.is_(None))


def bin(account: Account) -> list[Class]:
    """Give the classes of an account's own that are in the bin."""
    rows = tables.Class
    return _all(account, rows.removed_at.is_not(None), rows.owner_id == account.id)


def find(account: Account, class_id: int) -> Class:
    """Give a class that an account teaches. Raises accounts.NoRight."""
    with reading() as session:
        row = teaching.class_held(session, account, class_id)
        return _values(session, account, tables.Class.id == row.id)[0]


def create(account: Account, name: str, year: str, now: datetime) -> int:
    """Begin a class; give its id. Raises roster.BadName."""
    with writing() as session:
        return _add(session, account, name, year, now).id


def change(account: Account, class_id: int, name: str, year: str) -> None:
    """Give a class another name or year. Raises accounts.NoRight, roster.BadName."""
    with writing() as session:
        row = teaching.class_held(session, account, class_id, lock=True)
        row.name, row.year = clean_name(name), one_line(year)[:LONGEST_YEAR]


def remove(account: Account, class_id: int, now: datetime) -> None:
    """Put a class of one's own into the bin: its students see its assignments no more."""
    with writing() as session:
        row = teaching.class_held(session, account, class_id, owner=True, lock=True)
        row.removed_at = now


def put_back(account: Account, class_id: int) -> None:
    """Take a class of one's own out of the bin. Raises accounts.NoRight."""
    with writing() as session:
        held = {"owner": True, "removed": True, "lock": True}
        teaching.class_held(session, account, class_id, **held).removed_at = None


def members(account: Account, class_id: int) -> list[Member]:
    """Give the students of a class by name, those in its bin too. Raises accounts.NoRight."""
    who, rows = tables.Student, tables.Membership
    query = select(who, rows.removed_at).join(rows, rows.student_id == who.id)
    with reading() as session:
        teaching.class_held(session, account, class_id)
        found = session.execute(query.where(rows.class_id == class_id)).all()
    apart = told_apart((row.id, row.name) for row, _ in found)
    members = [
        Member(
            *(row.id, row.name, apart[row.id], row.factor, codes.shown(row.code or "")),
            *(row.note, removed_at),
        )
        for row, removed_at in found
    ]
    return sorted(members, key=lambda member: (member.name.casefold(), member.id))


def teachers(account: Account, class_id: int) -> list[Teacher]:
    """Give who teaches a class, its owner first. Raises accounts.NoRight."""
    who, also = tables.Account, tables.ClassTeacher
    others = select(also.account_id).where(also.class_id == class_id)
    with reading() as session:
        owner = teaching.class_held(session, account, class_id).owner_id
        found = session.scalars(select(who).where((who.id == owner) | who.id.in_(others))).all()
        both = [Teacher(row.id, row.name, row.email, row.id == owner) for row in found]
    return sorted(both, key=lambda one: (not one.owner, one.name.casefold(), one.id))


def share(account: Account, class_id: int, email: str) -> None:
    """Let another teacher teach a class of one's own. Raises accounts.NoRight, UnknownTeacher."""
    with writing() as session:
        row = teaching.class_held(session, account, class_id, owner=True, lock=True)
        other = accounts.by_email(session, email)
        if other is None or other.id == row.owner_id:
            raise UnknownTeacher(email)
        if session.get(tables.ClassTeacher, (class_id, other.id)) is None:
            session.add(tables.ClassTeacher(class_id=class_id, account_id=other.id))


def part(account: Account, class_id: int, teacher_id: int) -> None:
    """Take a teacher out of a class: the owner does, or she leaves. Raises accounts.NoRight."""
    also = tables.ClassTeacher
    with writing() as session:
        row = teaching.class_held(session, account, class_id, lock=True)
        if account.id not in {row.owner_id, teacher_id} or teacher_id > tables.BIGGEST:
            raise NoRight(class_id)
        session.execute(
            delete(also).where(also.class_id == class_id, also.account_id == teacher_id)
        )


def copy(
    account: Account,
    class_id: int,
    name: str,
    year: str,
    students: Collection[int],
    now: datetime,
) -> int:
    """Begin a class of one's own with students of another, same codes; give its id.

    Whoever is not in the other class is left out. Raises accounts.NoRight, roster.BadName.
    """
    rows = tables.Membership
    with writing() as session:
        teaching.class_held(session, account, class_id)
        there = session.scalars(select(rows.student_id).where(rows.class_id == class_id))
        made = _add(session, account, name, year, now)
        session.add_all(
            rows(class_id=made.id, student_id=student, joined_at=now)
            for student in sorted(set(there) & set(students))
        )
        return made.id


def put_out(account: Account, class_id: int, student_id: int, now: datetime) -> None:
    """Put a student into the class's bin. Raises accounts.NoRight."""
    _set_removed(account, class_id, student_id, now)


def take_in(account: Account, class_id: int, student_id: int) -> None:
    """Take a student out of the class's bin. Raises accounts.NoRight."""
    _set_removed(account, class_id, student_id, None)


def join(session: Session, class_id: int, student_id: int, now: datetime) -> None:
    """Put a student into a class, within a transaction; out of its bin, if she is there."""
    row = session.get(tables.Membership, (class_id, student_id))
    if row is None:
        who = {"class_id": class_id, "student_id": student_id}
        session.add(tables.Membership(**who, joined_at=now))
    else:
        row.removed_at = None


def _set_removed(account: Account, class_id: int, student_id: int, at: datetime | None) -> None:
    rows = tables.Membership
    with writing() as session:
        teaching.class_held(session, account, class_id)
        if student_id > tables.BIGGEST:
            raise NoRight(student_id)
        both = (rows.class_id == class_id, rows.student_id == student_id)
        if not session.scalars(
            update(rows).where(*both).values(removed_at=at).returning(rows)
        ).all():
            raise NoRight(student_id)


def _add(session: Session, account: Account, name: str, year: str, now: datetime) -> tables.Class:
    row = tables.Class(
        name=clean_name(name),
        year=one_line(year)[:LONGEST_YEAR],
        owner_id=account.id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _all(account: Account | None, *which: ColumnElement[bool]) -> list[Class]:
    hers = which if account is None else (teaching.taught(account), *which)
    with reading() as session:
        found = _values(session, account, *hers)
    by_name = sorted(found, key=lambda one: (one.name.casefold(), one.id))
    return sorted(by_name, key=lambda one: one.year, reverse=True)


def _values(
    session: Session, account: Account | None, *which: ColumnElement[bool]
) -> Sequence[Class]:
    by = account.id if account else None
    rows, who, member = tables.Class, tables.Account, tables.Membership
    count = (
        select(func.count())
        .where(member.class_id == rows.id, member.removed_at.is_(None))
        .scalar_subquery()
    )
    query = select(rows, who.name, count).join(who, who.id == rows.owner_id).where(*which)
    return [
        Class(
            *(row.id, row.name, row.year, owner, row.owner_id == by),
            *(number, row.removed_at),
        )
        for row, owner, number in session.execute(query)
    ]
