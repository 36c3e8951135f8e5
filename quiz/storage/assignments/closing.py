"""When an assignment's door shuts for one student: with extra time, with an extension."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from quiz.assessment.timing import Facts
from quiz.storage import asking, tables
from quiz.storage.straight import Straight

if TYPE_CHECKING:
    from datetime import datetime

    from quiz.storage import Transaction
    from quiz.storage.assignments import Assignment


def facts(assignment: Assignment, student_id: int | None, start: datetime) -> Facts:
    """Give what the time of a student who starts at ``start`` depends on; None: nobody known."""
    if student_id is None:
        return _common(assignment, start)
    with asking() as line:
        return facts_in(line, assignment, student_id, start)


def facts_in(
    transaction: Transaction, assignment: Assignment, student_id: int | None, start: datetime
) -> Facts:
    """Give the same within a transaction."""
    common = _common(assignment, start)
    if student_id is None:
        return common
    row = _STUDENT.first(transaction, assignment=assignment.id, student=student_id)
    return common if row is None else replace(common, factor=row[0], extension=row[1])


def row_facts(
    given: tables.Assignment, factor: float, extension: datetime | None, start: datetime
) -> Facts:
    """Give what a student's time depends on, from rows that are there already."""
    seconds = given.limit_seconds
    limit = None if seconds is None else timedelta(seconds=seconds)
    return Facts(start, None, limit, given.closes, extension, factor)


def _common(assignment: Assignment, start: datetime) -> Facts:
    return Facts(start, None, assignment.limit, assignment.closes)


_EXTENSION = tables.Extension
_STUDENT = Straight(
    select(tables.Student.factor, _EXTENSION.closes)
    .outerjoin(
        _EXTENSION,
        (_EXTENSION.student_id == tables.Student.id)
        & (_EXTENSION.assignment_id == bindparam("assignment")),
    )
    .where(tables.Student.id == bindparam("student"))
)
