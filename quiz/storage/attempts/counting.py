"""Which of a student's attempts counts, by the assignment's rule.

``first``: the one handed in first. ``best``: the one with most points, of equals the earlier.
``last``: the one handed in last. An attempt that is not handed in (never, or reopened) does not
count. `counting` is a query to build others on; it works on SQLite and PostgreSQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from quiz.storage import tables

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

    from quiz.storage import Transaction


def counting(*which: ColumnElement[bool]) -> Select[int]:
    """Give the ids of the attempts that count, one a student in each assignment.

    ``which`` are conditions on `tables.Attempt` or `tables.Assignment`, such as
    ``tables.Attempt.assignment_id == 7``; use it as ``tables.Attempt.id.in_(counting(…))``.
    """
    row, given = tables.Attempt, tables.Assignment
    rank = (
        func.row_number()
        .over(
            partition_by=(row.assignment_id, row.student_id),
            order_by=(
                case((given.counts == "best", row.points)).desc().nulls_last(),
                case((given.counts == "last", row.submitted_at)).desc().nulls_last(),
                row.submitted_at,
                row.number,
            ),
        )
        .label("rank")
    )
    ranked = (
        select(row.id, rank)
        .join(given, given.id == row.assignment_id)
        .where(row.submitted_at.is_not(None), *which)
        .subquery()
    )
    return select(ranked.c.id).where(ranked.c.rank == 1)


def of(transaction: Transaction, assignment_id: int) -> frozenset[int]:
    """Give the ids of an assignment's attempts that count."""
    query = counting(tables.Attempt.assignment_id == assignment_id)
    return frozenset(transaction.execute(query).scalars())
