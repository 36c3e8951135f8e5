"""What of a result may be seen at a moment. Pure; all moments are timezone-aware."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quiz.assessment.model import Feedback

if TYPE_CHECKING:
    from datetime import datetime

    from quiz.assessment.rules import Release


@dataclass(frozen=True, slots=True)
class Terms:
    """What release depends on.

    ``over`` is when the last student's time is over, extra time, extensions and reopened attempts
    included; None where it never is.
    """

    feedback: Feedback
    release: Release
    released_at: datetime | None = None
    over: datetime | None = None


def released(terms: Terms, now: datetime) -> bool:
    """Whether whoever has handed in is shown what the feedback gives out."""
    if terms.release == "submit":
        return True
    if terms.released_at is not None:
        return terms.released_at <= now
    return terms.release == "close" and is_over(terms, now)


def visible(terms: Terms, now: datetime) -> Feedback:
    """How much somebody who has handed in may see now: nothing before the release."""
    return terms.feedback if released(terms, now) else Feedback.NONE


def due(terms: Terms) -> datetime | None:
    """When the result comes by itself; None where it is there, or where the teacher says when."""
    return terms.over if is_due(terms) else None


def is_due(terms: Terms) -> bool:
    """Whether the result comes by itself once the assignment is over."""
    waits = terms.release == "close" and terms.released_at is None
    return waits and terms.feedback is not Feedback.NONE


def is_over(terms: Terms, now: datetime) -> bool:
    """Whether nobody can be working any more."""
    return terms.over is not None and terms.over <= now


def withholds(terms: Terms, now: datetime) -> bool:
    """Whether answers are still kept from somebody: open practice would give them away.

    They are while anybody may work, until they are released, and for good where they never are.
    """
    told = terms.feedback.includes(Feedback.ANSWERS)
    return not (told and is_over(terms, now) and released(terms, now))
