"""What came of an attempt that was handed in: all that its result page tells, in one look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from quiz.assessment import release
from quiz.assessment.model import Feedback
from quiz.storage import asking, marks
from quiz.storage.assignments import releases
from quiz.storage.attempts import grounds, responses, scores, sittings
from quiz.storage.marks import disputes
from quiz.storage.rescoring import rescored

if TYPE_CHECKING:
    from datetime import datetime

    from quiz.assessment.release import Terms
    from quiz.assessment.scoring import AttemptScore
    from quiz.storage.attempts import Attempt
    from quiz.storage.attempts.responses import Given
    from quiz.storage.marks import Mark
    from quiz.storage.marks.disputes import Dispute
    from quiz.storage.rescoring.rescored import Note
    from quiz.storage.sets.versions import Version
    from quiz.storage.straight import Line


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


class Result(NamedTuple):
    """What a student may see of an attempt now: ``seen``, by the ``terms`` of its release.

    ``outcome`` is None where it is not handed in, or not even its score may be seen.
    """

    attempt: Attempt
    terms: Terms
    seen: Feedback
    outcome: Outcome | None


def of(attempt: Attempt, now: datetime) -> Result:
    """Look at an attempt that was seen before: where it stands, and what came of it.

    By what is known and decided now. Raises attempts.Erased.
    """
    with asking() as line:
        attempt = sittings.again(line, attempt).value(line)
        terms = releases.terms_in(line, attempt.assignment, now)
        seen = release.visible(terms, now)
        told = attempt.submitted_at is not None and seen.includes(Feedback.SCORE)
        return Result(attempt, terms, seen, _outcome(line, attempt.id) if told else None)


def _outcome(line: Line, id: int) -> Outcome:
    found, given = grounds.of(line, id), responses.given(line, id)
    return Outcome(
        scores.settled(line, found, given),
        given,
        found.versions(line)[1],
        rescored.notes(line, id) if found.rescored else (),
        disputes.of_attempt(line, id) if found.disputed else {},
        marks.of_attempt(line, id) if found.marked else {},
    )
