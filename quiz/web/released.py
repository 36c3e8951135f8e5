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
from quiz.storage.memory import remembered
from quiz.web import passages, room

if TYPE_CHECKING:
    from collections.abc import Hashable

    from quiz.storage.attempts import Attempt, Kept
    from quiz.storage.versions import Version
    from quiz.web.room import Asked

NOTHING = Part(0.0)


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


Versions = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A question with the student's answer, its score and its key.

    ``versions`` are the ids of the version shown and of that whose key it is; None where it is not
    published.
    """

    question: Asked
    item: Item
    score: ItemScore
    solution: Solution
    key_sentences: tuple[Sentence, ...]
    where: Whereabouts | None
    versions: Versions | None = None

    @property
    def key(self) -> tuple[Hashable, ...] | None:
        """What a page that shows it depends on, if anything can be kept of it at all.

        The score's parts follow from the answer and the key.
        """
        asked = self.question.key
        if self.versions is None or asked is None:
            return None
        s = self.score
        what = (s.points, s.max, s.fraction, s.cited_fraction, s.pending, s.basis)
        return (self.versions, self.item.id, what, asked)

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
    attempt: Attempt, score: AttemptScore, kept: Mapping[str, Kept], key: Version
) -> tuple[Reviewed, ...]:
    """Put each question beside its score and what is right by the key in force."""
    shown, asked = attempt.version, room.asked(attempt, kept)
    versions = (shown.id, key.id)

    def scored() -> QuestionSet:
        items = scored_by(shown.questions, key.questions)
        return replace(shown.questions, items=items)

    questions = remembered("scored by", versions, scored)
    keys = remembered("keys", versions, lambda: _keys(questions))
    return _paired(questions, keys, asked, score, versions)


def paired(
    questions: QuestionSet, asked: Sequence[Asked], score: AttemptScore
) -> tuple[Reviewed, ...]:
    """Put each question of a set, as asked, beside its score and its key."""
    return _paired(questions, _keys(questions), asked, score, None)


def _paired(
    questions: QuestionSet,
    keys: Sequence[Key],
    asked: Sequence[Asked],
    score: AttemptScore,
    versions: Versions | None,
) -> tuple[Reviewed, ...]:
    """In the order in which they were asked, which an attempt may have of its own."""
    known = {item.id: (item, key) for item, key in zip(questions.items, keys, strict=True)}
    return tuple(
        Reviewed(q, item, score.items[q.id], key.solution, key.sentences, key.where, versions)
        for q, (item, key) in ((q, known[q.id]) for q in asked)
    )


def _keys(questions: QuestionSet) -> tuple[Key, ...]:
    """Say of each question of a set what is right and where it stands."""
    known = room.sentences(questions).values()
    return tuple(
        Key(
            types.of(item).solution(item),
            tuple(sentence for sentence in known if sentence.id in item.key_sentences),
            _where(questions, item),
        )
        for item in questions.items
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
