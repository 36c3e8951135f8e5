"""When an assignment is over for everybody, and what of its results may be seen until then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sqlalchemy import bindparam, func, select

from quiz.assessment import release, timing
from quiz.assessment.model import Feedback
from quiz.assessment.release import Terms
from quiz.storage import asking, tables
from quiz.storage.straight import Straight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ScalarSelect

    from quiz.assessment.rules import Release
    from quiz.storage import Transaction
    from quiz.storage.assignments import Assignment


def terms(assignment: Assignment, now: datetime) -> Terms:
    """Give what the release of an assignment's results depends on.

    When it is over for everybody is looked for only where the results wait for that. Practice tells
    at once; but not, however long ago it was begun, while its set is a test.
    """
    with asking() as line:
        return terms_in(line, assignment, now)


def terms_in(transaction: Transaction, assignment: Assignment, now: datetime) -> Terms:
    """Give the same within a transaction."""
    if assignment.practice:
        test = withheld(transaction, assignment.version.set_id, now)
        return Terms(assignment.feedback, "teacher" if test else "submit")
    if assignment.release == "close" and assignment.released_at is None:
        return whole_terms_in(transaction, assignment.id)
    return Terms(assignment.feedback, assignment.release, assignment.released_at)


def whole_terms(assignment: Assignment) -> Terms:
    """Give the same with when it is over for everybody, whatever waits for it; not for practice."""
    with asking() as line:
        return whole_terms_in(line, assignment.id)


def whole_terms_in(transaction: Transaction, assignment_id: int) -> Terms:
    """Give the same within a transaction."""
    found = _BY_ID.first(transaction, id=assignment_id)
    if found is None:
        raise LookupError(f"there is no assignment {assignment_id}")
    return _terms(found)


def due(assignment: Assignment, now: datetime) -> datetime | None:
    """When the result comes by itself; None where it is there, or where the teacher says when."""
    said = Terms(assignment.feedback, assignment.release, assignment.released_at)
    return release.due(terms(assignment, now)) if release.is_due(said) else None


def told(assignment: Assignment, now: datetime) -> bool:
    """Whether whoever hands in now is told at once what the feedback gives out."""
    return release.released(terms(assignment, now), now)


def withheld(transaction: Transaction, set_id: str, now: datetime) -> bool:
    """Whether an assignment of any version of a set still keeps answers from somebody.

    One in the bin does so too, as long as there are attempts at it: what has begun goes on, and
    their results come when it was said. One that nobody ever began has nothing to give away.
    """
    found = _BY_SET.all(transaction, set_id=set_id)
    return any(release.withholds(_terms(row), now) for row in found)


class _Ends(NamedTuple):
    """The columns of an assignment that say when it is over, and for whom later than that."""

    feedback: str
    release: str
    released_at: datetime | None
    closes: datetime | None
    limit_seconds: int | None
    member_factor: float | None
    attempt_factor: float | None
    extended: datetime | None
    reopened: datetime | None


def _terms(columns: Sequence[Any]) -> Terms:
    row = _Ends(*columns)
    return Terms(Feedback(row.feedback), cast("Release", row.release), row.released_at, _over(row))


def _over(row: _Ends) -> datetime | None:
    """The latest of all ends: the close of who has most extra time, extensions, reopenings."""
    if row.closes is None:
        return None
    limit = None if row.limit_seconds is None else timedelta(seconds=row.limit_seconds)
    factor = max(row.member_factor or 1.0, row.attempt_factor or 1.0)
    close = timing.close(timing.Facts(row.closes, None, limit, row.closes, factor=factor))
    return max(m for m in (close, row.extended, row.reopened) if m is not None)


def _most_extra_time(who: type[tables.Attempt | tables.Membership]) -> ScalarSelect[Any]:
    """The greatest factor among those without an extension of their own."""
    given, student, extension = tables.Assignment, tables.Student, tables.Extension
    if who is tables.Attempt:
        theirs = tables.Attempt.assignment_id == given.id
    else:
        members = tables.Membership
        theirs = (members.class_id == given.class_id) & members.removed_at.is_(None)
    own = select(extension.student_id).where(
        extension.assignment_id == given.id, extension.student_id == student.id
    )
    query = select(func.max(student.factor)).join(who, who.student_id == student.id)
    return (
        query.where(theirs, student.factor > 1, ~own.correlate(given, student).exists())
        .correlate(given)
        .scalar_subquery()
    )


_GIVEN, _TRIED, _LONGER = tables.Assignment, tables.Attempt, tables.Extension
_ALL = select(
    _GIVEN.feedback,
    _GIVEN.release,
    _GIVEN.released_at,
    _GIVEN.closes,
    _GIVEN.limit_seconds,
    _most_extra_time(tables.Membership).label("member_factor"),
    _most_extra_time(tables.Attempt).label("attempt_factor"),
    select(func.max(_LONGER.closes))
    .where(_LONGER.assignment_id == _GIVEN.id)
    .correlate(_GIVEN)
    .scalar_subquery()
    .label("extended"),
    select(func.max(_TRIED.reopened_until))
    .where(_TRIED.assignment_id == _GIVEN.id, _TRIED.submitted_at.is_(None))
    .correlate(_GIVEN)
    .scalar_subquery()
    .label("reopened"),
)
_BY_ID = Straight(_ALL.where(_GIVEN.id == bindparam("id")))
_BEGUN = select(_TRIED.id).where(_TRIED.assignment_id == _GIVEN.id).correlate(_GIVEN).exists()
_BY_SET = Straight(
    _ALL.where(
        ~_GIVEN.practice,
        _GIVEN.set_id == bindparam("set_id"),
        _GIVEN.removed_at.is_(None) | _BEGUN,
    )
)
