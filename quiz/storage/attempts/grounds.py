"""What an attempt's result rests on: the key in force, and what people decided and said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from quiz.assessment.rulings import Rulings
from quiz.storage import records, tables
from quiz.storage.attempts.sittings import Erased
from quiz.storage.sets.versions import Version, parsed
from quiz.storage.straight import Straight

if TYPE_CHECKING:
    from quiz.storage import Transaction


@dataclass(frozen=True, slots=True)
class Grounds:
    """The ids that an attempt's result depends on, and of what kinds there is anything at all.

    ``shown`` is the version that it shows and ``key`` that whose key it is scored by. Nobody
    decides or says anything about most attempts, and what is not there need not be looked for.
    """

    attempt: int
    assignment: int
    student: int
    shown: int
    key: int
    excused: bool
    marked: bool
    adjusted: bool
    rescored: bool
    disputed: bool

    def versions(self, transaction: Transaction) -> tuple[Version, Version]:
        """Give the version that was shown, and the one to score by."""
        return parsed(transaction, self.shown), parsed(transaction, self.key)


def of(transaction: Transaction, attempt_id: int) -> Grounds:
    """Look once for all of it. Raises sittings.Erased."""
    row = _OF_ATTEMPT.first(transaction, attempt=attempt_id)
    if row is None:
        raise Erased(attempt_id)
    return Grounds(*row)


def decided(transaction: Transaction, found: Grounds) -> Rulings:
    """Gather what people decided about an attempt."""
    adjusted = adjustments(transaction, found.assignment) if found.adjusted else []
    return Rulings(
        _excused(transaction, found) if found.excused else frozenset(),
        _marks(transaction, found) if found.marked else {},
        frozenset(item for kind, item in adjusted if kind == "drop"),
        frozenset(item for kind, item in adjusted if kind == "full"),
    )


def adjustments(transaction: Transaction, assignment_id: int) -> list[tuple[str, str]]:
    """Give the adjustments of an assignment in force: ``drop`` or ``full``, and the item."""
    found = transaction.execute(_ADJUSTMENTS, {"assignment": assignment_id})
    return [(kind, item) for kind, item in found if item is not None]


def _excused(transaction: Transaction, found: Grounds) -> frozenset[str]:
    """An excuse that names no item is one from all of them."""
    who = {"assignment": found.assignment, "student": found.student}
    items = frozenset(transaction.execute(_EXCUSED, who).scalars())
    if "" not in items:
        return items
    return frozenset(item.id for item in parsed(transaction, found.shown).questions.items)


def _marks(transaction: Transaction, found: Grounds) -> dict[str, float]:
    marks = transaction.execute(_MARKS, {"attempt": found.attempt})
    return {mark.item: mark.fraction for mark in marks}


_ATTEMPT, _GIVEN = records.table(tables.Attempt), records.table(tables.Assignment)
_EXCUSE, _RESCORING = records.table(tables.Excuse), records.table(tables.Rescoring)
_MARK, _DISPUTE = records.table(tables.Mark), records.table(tables.Dispute)
_RESCORED = records.table(tables.Rescored)
_IN_FORCE = (_RESCORING.c.kind != "key") & _RESCORING.c.taken_back_at.is_(None)
_OF_ATTEMPT = Straight(
    select(
        *(_ATTEMPT.c.id, _ATTEMPT.c.assignment_id, _ATTEMPT.c.student_id, _ATTEMPT.c.version_id),
        func.coalesce(_GIVEN.c.key_version_id, _ATTEMPT.c.version_id),
        select(_EXCUSE)
        .where(
            _EXCUSE.c.assignment_id == _ATTEMPT.c.assignment_id,
            _EXCUSE.c.student_id == _ATTEMPT.c.student_id,
        )
        .exists(),
        select(_MARK).where(_MARK.c.attempt_id == _ATTEMPT.c.id).exists(),
        select(_RESCORING).where(_RESCORING.c.assignment_id == _GIVEN.c.id, _IN_FORCE).exists(),
        select(_RESCORED).where(_RESCORED.c.attempt_id == _ATTEMPT.c.id).exists(),
        select(_DISPUTE).where(_DISPUTE.c.attempt_id == _ATTEMPT.c.id).exists(),
    )
    .join(_GIVEN, _GIVEN.c.id == _ATTEMPT.c.assignment_id)
    .where(_ATTEMPT.c.id == bindparam("attempt"))
)
_MARKS = select(_MARK.c.item, _MARK.c.fraction).where(_MARK.c.attempt_id == bindparam("attempt"))
_EXCUSED = select(_EXCUSE.c.item).where(
    _EXCUSE.c.assignment_id == bindparam("assignment"),
    _EXCUSE.c.student_id == bindparam("student"),
)
_ADJUSTMENTS = select(_RESCORING.c.kind, _RESCORING.c.item).where(
    _RESCORING.c.assignment_id == bindparam("assignment"), _IN_FORCE
)
