"""What a student may know of a question once it is released: the key, the notes, the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from operator import attrgetter
from typing import TYPE_CHECKING

from quiz.assessment import types
from quiz.assessment.fitting import scored_by
from quiz.assessment.model import Item, Part, QuestionSet, Sentence, Solution
from quiz.assessment.scoring import AttemptScore, ItemScore
from quiz.storage.memory import remembered
from quiz.web import passages, room

if TYPE_CHECKING:
    from collections.abc import Hashable

    from quiz.storage.attempts import Attempt
    from quiz.storage.results.outcomes import Outcome
    from quiz.web.room import Asked

NOTHING = Part(0.0)

_COUNTS = attrgetter("points", "max", "fraction", "cited_fraction", "pending", "basis")
"""What is shown of a score, apart from its parts, which follow from the answer."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a question's evidence stands: the paragraph to go to, and the numbers of all."""

    anchor: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """What is right, and where it stands."""

    solution: Solution
    sentences: tuple[Sentence, ...]
    where: Whereabouts | None


@dataclass(frozen=True)
class Reviewed:
    """A question with the student's answer, its score and what is known of it.

    ``ask`` makes the question as it was asked and answered. ``key`` is all that a page which shows
    it depends on, None where nothing can be kept of it: the score's parts follow from the rest.
    """

    item: Item
    score: ItemScore
    known: Key
    ask: Callable[[], Asked]
    key: tuple[Hashable, ...] | None = None

    @cached_property
    def question(self) -> Asked:
        """The question with the answer; made when it is shown, which is not where it is kept."""
        return self.ask()

    @property
    def solution(self) -> Solution:
        """What is right."""
        return self.known.solution

    @property
    def key_sentences(self) -> tuple[Sentence, ...]:
        """The sentences that hold the evidence."""
        return self.known.sentences

    @property
    def where(self) -> Whereabouts | None:
        """Where they stand."""
        return self.known.where

    def part(self, name: str) -> Part:
        """How one part of the answer fared; a part that was not answered did not."""
        return self.score.score.parts.get(name, NOTHING)

    @property
    def verdict(self) -> str:
        """What came of the answer, in a word that the page has a sentence for."""
        if self.score.pending:
            return "pending"
        if not self.score.answered:
            return "unanswered"
        if self.score.fraction == 1:
            return "right"
        return "part" if self.score.fraction and self.score.fraction > 0 else "wrong"


Known = Mapping[str, tuple[Item, Key]]
"""By item: the one that it is scored by, and what is known of it."""


def reviewed(attempt: Attempt, outcome: Outcome) -> tuple[Reviewed, ...]:
    """Put each question beside its score and what is right by the key in force.

    In the order in which they were asked, which an attempt may have of its own.
    """
    shown, key = attempt.version, outcome.key
    versions = (shown.id, key.id)

    def make() -> Known:
        items = scored_by(shown.questions, key.questions)
        return _known(replace(shown.questions, items=items))

    known = remembered("keys", versions, make)
    return tuple(
        _reviewed(attempt, *pair, outcome, known[pair[1].id], versions)
        for pair in room.blank(attempt)
    )


def _reviewed(
    attempt: Attempt,
    question: Asked,
    shown: Item,
    outcome: Outcome,
    known: tuple[Item, Key],
    versions: tuple[int, int],
) -> Reviewed:
    score, given = outcome.score.items[shown.id], outcome.answers.get(shown.id)
    said = given.answer.said if given else ()
    asked = (versions, shown.id, question.number, question.interaction)
    key = None if said is None else (asked, said, _COUNTS(score))
    ask = partial(room.with_answer, attempt, question, shown, given)
    return Reviewed(known[0], score, known[1], ask, key)


def paired(
    questions: QuestionSet, asked: Sequence[Asked], score: AttemptScore
) -> tuple[Reviewed, ...]:
    """Put each question of a set, as asked, beside its score and its key."""
    known = _known(questions)

    def pair(question: Asked) -> Reviewed:
        item, key = known[question.id]
        return Reviewed(item, score.items[question.id], key, lambda: question)

    return tuple(map(pair, asked))


def _known(questions: QuestionSet) -> Known:
    """Say of each question of a set what is right and where it stands."""
    known = room.sentences(questions).values()
    return {
        item.id: (
            item,
            Key(
                types.of(item).solution(item),
                tuple(sentence for sentence in known if sentence.id in item.key_sentences),
                _where(questions, item),
            ),
        )
        for item in questions.items
    }


def spans(item: Item) -> dict[str, list[passages.Span]]:
    """Give the places of a question's evidence by passage."""
    found: dict[str, list[passages.Span]] = defaultdict(list)
    for evidence in item.evidence:
        found[evidence.passage] += evidence.spans
    return found


def _where(questions: QuestionSet, item: Item) -> Whereabouts | None:
    """Say in which paragraphs the evidence stands; they are numbered anew in each passage."""
    places = [
        (index, number)
        for index, passage in enumerate(questions.passages)
        for sentence in passage.sentences
        if sentence.id in item.key_sentences
        and (number := passage.paragraphs[sentence.paragraph].number) is not None
    ]
    if not places:
        return None
    numbers = tuple(dict.fromkeys(number for _, number in places))
    return Whereabouts(passages.anchor(*places[0]), numbers)
