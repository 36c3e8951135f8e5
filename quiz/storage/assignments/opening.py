"""What is open now: an assignment to a student, a practice set to anyone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from quiz.assessment import timing
from quiz.storage import asking, assignments
from quiz.storage.assignments import closing, releases
from quiz.storage.sets import shelf

if TYPE_CHECKING:
    from quiz.assessment.timing import Facts
    from quiz.storage import Transaction
    from quiz.storage.assignments import Assignment


@dataclass(frozen=True, slots=True)
class PracticeSet:
    """A set that is open to anyone, as the home page lists it."""

    set_id: str
    title: str
    level: str
    language: str
    questions: int
    words: int
    code: str


def practice_sets(now: datetime | None = None) -> list[PracticeSet]:
    """Give the sets that are open practice now, by title."""
    now = now or datetime.now(UTC)
    with asking() as line:
        given = assignments.practices(line)
        found = [_listed(one) for one in given if open_in(line, one, now)]
    return sorted(found, key=lambda practice: (practice.title.casefold(), practice.set_id))


def is_open(assignment: Assignment, now: datetime, student_id: int | None = None) -> bool:
    """Whether an attempt may be started now, by a student who is known or by anybody."""
    with asking() as line:
        return open_in(line, assignment, now, student_id)


def open_in(
    transaction: Transaction, assignment: Assignment, now: datetime, student_id: int | None = None
) -> bool:
    """Whether an attempt may be started now, within a transaction."""
    facts = closing.facts_in(transaction, assignment, student_id, now)
    return begins_in(transaction, assignment, facts, now)


def begins(assignment: Assignment, facts: Facts, now: datetime) -> bool:
    """Whether whoever these facts are of may start an attempt now."""
    return is_open(assignment, now) if assignment.practice else _in_time(assignment, facts, now)


def begins_in(
    transaction: Transaction, assignment: Assignment, facts: Facts, now: datetime
) -> bool:
    """Tell the same within a transaction."""
    if assignment.practice:
        set_id, questions = assignment.version.set_id, assignment.version.questions
        binned = shelf.binned(transaction, set_id)
        return questions.practice and not binned and not releases.withheld(transaction, set_id, now)
    return _in_time(assignment, facts, now)


def has_opened(assignment: Assignment, now: datetime) -> bool:
    """Whether an assignment, not practice, has opened and is not in the bin; it may be shut."""
    return assignment.removed_at is None and (assignment.opens is None or now >= assignment.opens)


def _in_time(assignment: Assignment, facts: Facts, now: datetime) -> bool:
    close = timing.close(facts)
    return has_opened(assignment, now) and (close is None or now < close)


def _listed(assignment: Assignment) -> PracticeSet:
    questions = assignment.version.questions
    return PracticeSet(
        questions.id,
        questions.title,
        questions.level,
        questions.language,
        len(questions.items),
        sum(len(passage.text.split()) for passage in questions.passages),
        assignment.code,
    )
