"""Students of classes: added from a list, corrected, moved, found by their personal code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from quiz.assessment.roster import LEAST, LONGEST_NOTE, MOST, BadFactor, clean_name, one_line
from quiz.storage import asking, classes, codes, reading, records, tables, writing
from quiz.storage.accounts import NoRight
from quiz.storage.classes import teaching
from quiz.storage.straight import Straight

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from quiz.assessment.roster import Row
    from quiz.storage.accounts import Account
    from quiz.storage.straight import Line


@dataclass(frozen=True, slots=True)
class Student:
    """Somebody who answers. ``code`` is as people read it, empty where there is none."""

    id: int
    name: str
    factor: float
    code: str
    note: str


@dataclass(frozen=True, slots=True)
class Place:
    """A class that a student is in, or was; ``taught``: by the account that asked."""

    id: int
    name: str
    year: str
    removed_at: datetime | None
    taught: bool


class UnknownCodes(LookupError):
    """Codes on a list that no student of this teacher has; ``lines`` are where they stand."""

    def __init__(self, lines: Sequence[int]) -> None:
        super().__init__(lines)
        self.lines = lines


def find(account: Account, student_id: int) -> Student:
    """Give a student whom an account teaches or taught; of the latter the name only.

    Raises accounts.NoRight.
    """
    with reading() as session:
        found = value(teaching.student_held(session, account, student_id))
    return found if kept(account, student_id) else Student(found.id, found.name, 1.0, "", "")


def kept(account: Account, student_id: int) -> bool:
    """Whether an account may see and change a student's code, note and extra time."""
    return _holds(account, student_id, kept=True)


def whole(account: Account, student_id: int) -> bool:
    """Whether an account has the right to all that is kept of a student."""
    return _holds(account, student_id, whole=True)


def _holds(account: Account, student_id: int, **which: bool) -> bool:
    with reading() as session:
        try:
            teaching.student_held(session, account, student_id, **which)
        except NoRight:
            return False
        return True


def places(account: Account, student_id: int) -> list[Place]:
    """Give the classes of a student, by name, but no binned ones. Raises accounts.NoRight."""
    rows, member = tables.Class, tables.Membership
    taught = teaching.taught(account).label("taught")
    query = (
        select(rows, member.removed_at, taught)
        .join(member, member.class_id == rows.id)
        .where(member.student_id == student_id, rows.removed_at.is_(None))
        .order_by(rows.name, rows.id)
    )
    with reading() as session:
        teaching.student_held(session, account, student_id)
        return [
            Place(row.id, row.name, row.year, removed_at, bool(mine))
            for row, removed_at, mine in session.execute(query)
        ]


def enrol(account: Account, class_id: int, rows: Iterable[Row], now: datetime) -> list[int]:
    """Put the rows of a list into a class, each with a personal code; give the students' ids.

    A row with a code is a student whom the account teaches already: she is in both classes then.
    Raises accounts.NoRight, roster.BadName, UnknownCodes; then nobody is added.
    """
    with writing() as session:
        teaching.class_held(session, account, class_id, lock=True)
        rows = list(rows)
        known = _by_codes(session, account, rows)
        lines = [row.line for row in rows if row.code and _stored(row.code) not in known]
        if lines:
            raise UnknownCodes(lines)
        free = _fresh(session, len(rows))
        added = [known.get(_stored(row.code)) or _add(row, free.pop(), now) for row in rows]
        session.add_all(added)
        session.flush()
        for student in added:
            classes.join(session, class_id, student.id, now)
        return [student.id for student in added]


def change(account: Account, student_id: int, *, name: str, factor: float, note: str) -> None:
    """Correct a student. Extra time counts at once, in an attempt that is going on too.

    Raises accounts.NoRight, roster.BadName, roster.BadFactor.
    """
    if not LEAST <= factor <= MOST:
        raise BadFactor(str(factor))
    with writing() as session:
        row = teaching.student_held(session, account, student_id, kept=True, lock=True)
        row.name, row.factor = clean_name(name), factor
        row.note = one_line(note)[:LONGEST_NOTE]


def new_code(account: Account, student_id: int) -> None:
    """Give a student another personal code: the one before opens nothing any more."""
    with writing() as session:
        row = teaching.student_held(session, account, student_id, kept=True, lock=True)
        row.code = _fresh(session, 1).pop()


def revoke_code(account: Account, student_id: int) -> None:
    """Take a student's personal code away; every browser that came with it is shut out."""
    with writing() as session:
        teaching.student_held(session, account, student_id, kept=True, lock=True).code = None


def new_codes(account: Account, class_id: int) -> int:
    """Give a code to each student of a class who has none; give how many."""
    who, member = tables.Student, tables.Membership
    there = select(member.student_id).where(
        member.class_id == class_id, member.removed_at.is_(None)
    )
    with writing() as session:
        teaching.class_held(session, account, class_id)
        without = session.scalars(
            select(who).where(who.id.in_(there), who.code.is_(None)).with_for_update()
        ).all()
        free = _fresh(session, len(without))
        for row in without:
            row.code = free.pop()
        return len(without)


def put_in(
    account: Account, student_id: int, class_id: int, now: datetime, *, out_of: int | None = None
) -> None:
    """Put a student into a class; ``out_of`` is one whose bin she goes to: she is moved.

    Raises accounts.NoRight.
    """
    with writing() as session:
        teaching.student_held(session, account, student_id, kept=True, lock=True)
        teaching.class_held(session, account, class_id)
        classes.join(session, class_id, student_id, now)
        if out_of is not None and out_of != class_id:
            teaching.class_held(session, account, out_of)
            row = session.get(tables.Membership, (out_of, student_id))
            if row is None:
                raise NoRight(out_of)
            row.removed_at = now


def by_code(code: str) -> Student | None:
    """Find a student by the personal code, forgiving case, spaces and hyphens."""
    with asking() as line:
        return _read_one(line, _BY_CODE, code=_stored(code))


def by_id(student_id: int) -> Student | None:
    """Find a student who has a personal code, by the id that a browser remembers."""
    with asking() as line:
        return _read_one(line, _BY_ID, id=student_id)


def value(row: tables.Student) -> Student:
    """Make the value of a row."""
    return Student(row.id, row.name, row.factor, codes.shown(row.code or ""), row.note)


def _read_one(line: Line, query: Straight, **values: object) -> Student | None:
    found = query.first(line, **values)
    row = None if found is None else _read(found)
    return None if row is None else value(row)


def _stored(code: str) -> str:
    return codes.plain(code).upper()


def _by_codes(session: Session, account: Account, rows: Iterable[Row]) -> dict[str, tables.Student]:
    """The students whom the account teaches that have these codes, by code as stored."""
    who = tables.Student
    wanted = {_stored(row.code) for row in rows if row.code}
    query = select(who).where(who.code.in_(wanted), teaching.keeping(account))
    return {str(row.code): row for row in session.scalars(query)} if wanted else {}


def _fresh(session: Session, count: int) -> list[str]:
    """Make codes that nobody has."""
    made: set[str] = set()
    while len(made) < count:
        more = {codes.new_personal() for _ in range(count - len(made))}
        taken = select(tables.Student.code).where(tables.Student.code.in_(more))
        made |= more - {code for code in session.scalars(taken) if code}
    return list(made)


def _add(row: Row, code: str, now: datetime) -> tables.Student:
    name, note = clean_name(row.name), one_line(row.note)[:LONGEST_NOTE]
    return tables.Student(name=name, factor=row.factor, code=code, note=note, created_at=now)


_STUDENT = records.table(tables.Student)
_read, _ = records.reader(tables.Student)
_BY_CODE = Straight(select(_STUDENT).where(_STUDENT.c.code == bindparam("code")))
_BY_ID = Straight(
    select(_STUDENT).where(_STUDENT.c.id == bindparam("id"), _STUDENT.c.code.is_not(None))
)
