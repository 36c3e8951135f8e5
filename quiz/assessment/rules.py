"""The rules by which a set is given to students: what contradicts what, and what to think of.

A contradiction is refused; a caution is said and may stand. Both name the field that they are
about and say what to do, in English; the pages translate them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from quiz.assessment.model import Feedback

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

Counts = Literal["first", "best", "last"]
"""Which of a student's attempts counts."""

Release = Literal["submit", "close", "teacher"]
"""When the feedback is shown: at once, after the close, or when the teacher says so."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a set is given.

    ``limit`` is the time allowed before any extra time; it and ``attempts`` are None where there
    is none. ``by_question`` shows a page a question.
    """

    opens: datetime | None = None
    closes: datetime | None = None
    limit: timedelta | None = None
    attempts: int | None = None
    counts: Counts = "first"
    shuffle: bool = False
    shuffle_items: bool = False
    by_question: bool = False
    feedback: Feedback = Feedback.EVIDENCE
    release: Release = "submit"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the rules: the field, a sentence, and what to do."""

    field: str
    message: str


def contradictions(rules: Rules) -> tuple[Remark, ...]:
    """Give what cannot be meant; nothing is saved until it is mended."""
    return tuple(_contradictions(rules))


def _contradictions(rules: Rules) -> Iterator[Remark]:
    if rules.opens and rules.closes and rules.closes <= rules.opens:
        yield Remark("closes", "It closes before it opens. Move one of the two.")
    elif rules.opens and rules.closes and rules.limit and rules.limit > rules.closes - rules.opens:
        message = (
            "The time limit is longer than the time between opening and closing. "
            "Make it shorter, or close later."
        )
        yield Remark("minutes", message)
    if rules.release == "close" and rules.closes is None:
        message = "Results are to come after the close, but there is none. Say when it closes."
        yield Remark("closes", message)
    if rules.attempts == 1 and rules.counts != "first":
        message = (
            "With one attempt there is nothing to choose from. "
            "Allow more attempts, or let the first one count."
        )
        yield Remark("counts", message)
    if rules.feedback is Feedback.NONE and rules.release != "submit":
        message = (
            "Nothing is shown, so there is nothing to wait for. Show something, or choose at once."
        )
        yield Remark("release", message)


def cautions(rules: Rules, now: datetime) -> tuple[Remark, ...]:
    """Give what may be meant and is worth a second look."""
    return tuple(_cautions(rules, now))


def _cautions(rules: Rules, now: datetime) -> Iterator[Remark]:
    begin = max(rules.opens or now, now)
    if rules.closes and rules.closes <= now:
        yield Remark("closes", "It is closed already: nobody can start.")
    elif rules.closes and rules.limit and rules.limit > rules.closes - begin:
        message = "It closes before the time limit is over, so even those who start now have less."
        yield Remark("minutes", message)
    if not (rules.feedback.includes(Feedback.ANSWERS) and rules.release == "submit"):
        return
    if rules.attempts != 1:
        message = (
            "Whoever hands in sees the right answers and may then try again. "
            "To prevent that, show them after the close, or allow one attempt."
        )
    else:
        message = (
            "Whoever hands in first sees the right answers while others still work. "
            "To prevent that, show them after the close, or when you release them."
        )
    yield Remark("release", message)
