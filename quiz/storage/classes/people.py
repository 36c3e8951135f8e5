"""Students: who answers, by the name given at the start; two of one name are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, or_, select

from quiz.assessment.roster import told_apart
from quiz.storage import records
from quiz.storage.straight import Straight
from quiz.storage.tables import Assignment, Attempt, Membership, Student

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from quiz.storage import Transaction
    from quiz.storage.straight import Line


def add(line: Line, name: str, now: datetime) -> int:
    """Add a student under this name, which is clean; give the id."""
    row = {"name": name, "factor": 1.0, "created_at": now}
    return _ADD.add(line, row)


def lock(line: Line, id: int) -> str | None:
    """Hold a student: two starts at once must not both be the last allowed.

    Gives the name; None once erased.
    """
    found = _LOCK.first(line, id=id)
    return None if found is None else str(found[0])


def names(transaction: Transaction, assignment_id: int) -> dict[int, str]:
    """Give the names of all in an assignment by student, no two alike: ``Amira``, ``Amira (2)``.

    Wherever a teacher meets the two, each is called by the same name.
    """
    query = select(Student.id, Student.name).where(within(assignment_id))
    return told_apart((id, name) for id, name in transaction.execute(query))


def within(assignment_id: int) -> ColumnElement[bool]:
    """Whether a student is in the class of an assignment, or has begun it."""
    group = select(Assignment.class_id).where(Assignment.id == assignment_id).scalar_subquery()
    begun = select(Attempt.student_id).where(Attempt.assignment_id == assignment_id)
    return or_(listed(group), Student.id.in_(begun))


def listed(class_id: object) -> ColumnElement[bool]:
    """Whether a student is in a class, and not in its bin; ``class_id`` is a value or a query."""
    return Student.id.in_(
        select(Membership.student_id).where(
            Membership.class_id == class_id, Membership.removed_at.is_(None)
        )
    )


_STUDENT = records.table(Student)
_ADD = Straight(insert(_STUDENT), ("name", "factor", "created_at"))
_LOCK = Straight(select(_STUDENT.c.name).where(_STUDENT.c.id == bindparam("id")).with_for_update())
