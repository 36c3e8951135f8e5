"""An attempt as its student opens it: with the answers that count and the hints asked for.

All of it is read in one transaction. Most are opened before the first answer, and then the query
that finds the attempt says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from quiz.storage import asking, attempts, codes
from quiz.storage.attempts import responses, sittings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quiz.storage.attempts.responses import Kept
    from quiz.storage.attempts.sittings import Attempt


class Opened(NamedTuple):
    """An attempt, the newest answer that counts to each item, items whose hint was asked."""

    attempt: Attempt
    answers: Mapping[str, Kept]
    hints: frozenset[str]


def find(token: str) -> Opened | None:
    """Find an attempt by its token, forgiving case, spaces and hyphens."""
    return _find(token_hash=codes.hashed(token))


def own(student_id: int, attempt_id: int) -> Opened | None:
    """Find an attempt of a student's own; None where it is none of hers."""
    found = _find(id=attempt_id)
    return found if found and found.attempt.student_id == student_id else None


def _find(**which: object) -> Opened | None:
    with asking() as line:
        found = sittings.opened(line, **which)
        if found is None:
            return None
        sitting, answered, hinted = found
        number = sitting.attempt.id
        return Opened(
            sitting.value(line),
            responses.counting(line, number) if answered else {},
            attempts.hints_in(line, number) if hinted else frozenset(),
        )
