"""What came of an attempt that was handed in: all that its result page tells, in one look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quiz.storage import asking, marks
from quiz.storage.attempts import grounds, responses, scores
from quiz.storage.marks import disputes
from quiz.storage.rescoring import rescored

if TYPE_CHECKING:
    from quiz.assessment.scoring import AttemptScore
    from quiz.storage.attempts import Attempt
    from quiz.storage.attempts.responses import Given
    from quiz.storage.marks import Mark
    from quiz.storage.marks.disputes import Dispute
    from quiz.storage.rescoring.rescored import Note
    from quiz.storage.sets.versions import Version


@dataclass(frozen=True, slots=True)
class Outcome:
    """The score, the answers that count, and by whose ``key``; then what was said, by item.

    ``notes`` tell what changed the score, the latest first.
    """

    score: AttemptScore
    answers: Mapping[str, Given]
    key: Version
    notes: tuple[Note, ...]
    disputes: Mapping[str, Dispute]
    marks: Mapping[str, Mark]


def of(attempt: Attempt) -> Outcome:
    """Give what came of an attempt by what is known and decided now. Raises attempts.Erased."""
    with asking() as line:
        found, id = grounds.of(line, attempt.id), attempt.id
        given = responses.given(line, id)
        return Outcome(
            scores.settled(line, found, given),
            given,
            found.versions(line)[1],
            rescored.notes(line, id) if found.rescored else (),
            disputes.of_attempt(line, id) if found.disputed else {},
            marks.of_attempt(line, id) if found.marked else {},
        )
