"""All that is kept of one student: to be handed over, or to be erased.

What belongs to a student is found in the schema: each table that refers to her or to one of her
attempts, so that a new one cannot be forgotten.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from quiz.assessment import roster
from quiz.storage import codes, reading, tables, traces, writing
from quiz.storage.attempts import sittings
from quiz.storage.classes import teaching

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.orm import Session

    from quiz.storage.accounts import Account

NOT_HERS = {"token_hash", "by_id", "settled_by_id", "key_version_id", "student_id", "attempt_id"}
"""Columns that say nothing of her: they open a door, name a teacher, repeat what stands above."""


class WrongName(ValueError):
    """What was typed to confirm is not the student's name."""


def export(account: Account | None, student_id: int) -> dict[str, Any]:
    """Give all that is kept of a student, as JSON has it; None is the shell, which may do all.

    Raises accounts.NoRight where she is in somebody else's class too, LookupError in the shell.
    """
    with reading() as session:
        row = _held(session, account, student_id)
        attempts = select(tables.Attempt).where(tables.Attempt.student_id == row.id)
        ordered = attempts.order_by(tables.Attempt.started_at, tables.Attempt.id)
        return {
            "student": _columns(row) | {"code": codes.shown(row.code or "")},
            "classes": _classes(session, row.id),
            "attempts": [_attempt(session, one) for one in session.scalars(ordered).all()],
            **{
                table.name: _rows(session, table, column == row.id)
                for table, column in _referring(tables.Student)
                if table.name not in {"attempt", "membership"}
            },
        }


def erase(account: Account | None, student_id: int, name: str) -> None:
    """Erase a student with all her attempts, for good; ``name`` confirms who is meant.

    Raises WrongName; accounts.NoRight where she is in somebody else's class too.
    """
    with writing() as session:
        row = _held(session, account, student_id, lock=True)
        if roster.one_line(name).casefold() != roster.one_line(row.name).casefold():
            raise WrongName(name)
        for table, column in _referring(tables.Student):
            session.execute(delete(table).where(column == row.id))
        session.delete(row)
    traces.wipe()


def named(part: str) -> list[tuple[int, str, str]]:
    """Give number, name and classes of each student with ``part`` in her name: for the shell."""
    who, member, rows = tables.Student, tables.Membership, tables.Class
    wanted = roster.one_line(part).casefold()
    query = select(member.student_id, rows.name).join(rows, rows.id == member.class_id)
    with reading() as session:
        everybody = session.execute(select(who.id, who.name).order_by(who.name, who.id)).all()
        found = [(id, name) for id, name in everybody if wanted in name.casefold()]
        ids = [id for id, _ in found]
        places = session.execute(query.where(member.student_id.in_(ids)).order_by(rows.name)).all()
        return [(id, name, ", ".join(c for s, c in places if s == id)) for id, name in found]


def _held(
    session: Session, account: Account | None, student_id: int, *, lock: bool = False
) -> tables.Student:
    if account is not None:
        return teaching.student_held(session, account, student_id, whole=True, lock=lock)
    row = session.get(tables.Student, student_id) if student_id <= tables.BIGGEST else None
    if row is None:
        raise LookupError(student_id)
    return row


def _classes(session: Session, student_id: int) -> list[dict[str, Any]]:
    rows, member = tables.Class, tables.Membership
    query = select(rows.name, rows.year, member.joined_at, member.removed_at)
    found = session.execute(
        query.join(member, member.class_id == rows.id).where(member.student_id == student_id)
    )
    return [_plain(dict(row)) for row in found.mappings()]


def _attempt(session: Session, row: tables.Attempt) -> dict[str, Any]:
    given = session.get_one(tables.Assignment, row.assignment_id)
    return {
        "assignment": {
            "code": codes.shown(given.code),
            "title": sittings.title(session, given),
            "set": given.set_id,
        },
        **_columns(row),
        **{
            table.name: _rows(session, table, column == row.id)
            for table, column in _referring(tables.Attempt)
        },
    }


def _rows(session: Session, table: Table, which: ColumnElement[bool]) -> list[dict[str, Any]]:
    found = session.execute(select(table).where(which).order_by(*table.primary_key.columns))
    return [_plain(dict(row)) for row in found.mappings()]


def _columns(row: tables.Base) -> dict[str, Any]:
    return _plain({column.key: getattr(row, column.key) for column in row.__table__.columns})


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
        if name not in NOT_HERS
    }


def _referring(to: type[tables.Base]) -> list[tuple[Table, ColumnElement[int]]]:
    """The tables that refer to a row of this kind, with the column that does."""
    return [
        (table, key.parent)
        for table in reversed(tables.Base.metadata.sorted_tables)
        for key in table.foreign_keys
        if key.column is to.__table__.c.id
    ]
