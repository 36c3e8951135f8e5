"""What calls for a look besides the figures: disputes, typed answers, keys that were mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from quiz.storage import tables
from quiz.storage.marks import unmatched as typed
from quiz.storage.sets.versions import parsed

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

MANY = 20_000
"""From so many answers on, typed answers are not compared for the glance."""


def stamp(row: tables.Assignment) -> Select[Any]:
    """Ask for counts that change with whatever a report is made of; all over indexes."""
    attempt, act, refusal = tables.Attempt, tables.Act, tables.Refusal
    dispute, rescoring, member = tables.Dispute, tables.Rescoring, tables.Membership
    mine = select(attempt.id).where(attempt.assignment_id == row.id)
    return select(
        func.count(),
        func.sum(attempt.scored),
        _one(func.max(act.id), act.assignment_id == row.id),
        _one(func.count(), refusal.assignment_id == row.id),
        _one(func.max(refusal.id), refusal.assignment_id == row.id),
        _one(func.count(), rescoring.assignment_id == row.id),
        _one(func.count(rescoring.taken_back_at), rescoring.assignment_id == row.id),
        _one(func.count(), dispute.attempt_id.in_(mine)),
        _one(func.count(dispute.settled_at), dispute.attempt_id.in_(mine)),
        _one(
            func.count(member.student_id),
            member.class_id == (row.class_id or 0),
            member.removed_at.is_(None),
        ),
    ).where(attempt.assignment_id == row.id)


def _one(what: Any, *which: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's own are as loose
    return select(what).where(*which).scalar_subquery()


def disputes(session: Session, row: tables.Assignment) -> dict[str, int]:
    """Count the disputes that nobody has settled, by item."""
    dispute, attempt = tables.Dispute, tables.Attempt
    query = (
        select(dispute.item, func.count())
        .join(attempt, attempt.id == dispute.attempt_id)
        .where(attempt.assignment_id == row.id, dispute.verdict.is_(None))
        .group_by(dispute.item)
    )
    return dict(session.execute(query).all())


def keys_fixed(session: Session, row: tables.Assignment) -> dict[str, int]:
    """Give the items whose key is another than that of the version shown: the key's number."""
    if row.key_version_id is None or row.version_id is None:
        return {}
    shown, key = parsed(session, row.version_id), parsed(session, row.key_version_id)
    theirs = {item.id: item for item in key.questions.items}
    return {
        item.id: key.number
        for item in shown.questions.items
        if item.id in theirs and theirs[item.id].body != item.body
    }


def unmatched(session: Session, row: tables.Assignment, answers: int) -> dict[str, int]:
    """Count the different typed answers that met no accepted form and that nobody put away.

    Of very many answers nothing is told: comparing them takes longer than a page may, and the page
    of answers worth a look does so.
    """
    if answers >= MANY:
        return {}
    return {w.item.id: len(w.groups) for w in typed.worth(session, row) if w.groups}
