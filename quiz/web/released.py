"""What a student may know of a question once it is released: the key, the notes, the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quiz.assessment import types
from quiz.assessment.fitting import scored_by
from quiz.assessment.model import Item, Part, QuestionSet, Sentence, Solution
from quiz.assessment.scoring import AttemptScore, ItemScore
from quiz.web import passages, room

if TYPE_CHECKING:
    from quiz.storage.attempts import Attempt, Kept
    from quiz.web.room import Asked

NOTHING = Part(0.0)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a question's evidence stands: the paragraph to go to, and the numbers of all."""

    anchor: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A question with the student's answer, its score and its key."""

    question: Asked
    item: Item
    score: ItemScore
    solution: Solution
    key_sentences: tuple[Sentence, ...]
    where: Whereabouts | None

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


def reviewed(
    attempt: Attempt, score: AttemptScore, kept: Mapping[str, Kept], key: QuestionSet
) -> tuple[Reviewed, ...]:
    """Put each question beside its score and what is right by the key in force."""
    questions = attempt.version.questions
    items = scored_by(questions, key)
    return paired(replace(questions, items=items), room.asked(attempt, kept), score)


def paired(
    questions: QuestionSet, asked: Sequence[Asked], score: AttemptScore
) -> tuple[Reviewed, ...]:
    """Put each question of a set, as asked, beside its score and its key."""
    known = room.sentences(questions)
    return tuple(
        Reviewed(
            question,
            item,
            score.items[item.id],
            types.of(item).solution(item),
            tuple(sentence for sentence in known.values() if sentence.id in item.key_sentences),
            _where(questions, item),
        )
        for question, item in zip(asked, questions.items, strict=True)
    )


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
