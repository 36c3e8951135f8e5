"""What a page that asks may know of the questions: values that hold nothing of the key.

Templates of an attempt are given `Asked`, never an `Item`. What was not picked here cannot reach
the browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from dataclasses import fields as dataclass_fields
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING

from flask_babel import gettext

from quiz.assessment import types
from quiz.assessment.interaction import HotText, Interaction
from quiz.assessment.model import Invalid, Item, QuestionSet, Raw, Sentence
from quiz.assessment.scoring import Answer
from quiz.storage.memory import remembered

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable

    from quiz.storage.attempts import Attempt, Kept
    from quiz.storage.attempts.responses import Given
    from quiz.storage.sets.versions import Version

Sentences = Mapping[str, Sentence]

BLANK = Answer()
LONG = 1_000
"""Characters of an answer, from which on no page keeps what it has made of it."""
NOTHING: Mapping[str, Kept] = MappingProxyType({})


class Progress(StrEnum):
    """How far a student has come with a question."""

    UNANSWERED = "unanswered"
    INCOMPLETE = "incomplete"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as asked, with what was answered so far.

    ``raw`` is the answer in the terms of the interaction; ``picked`` are the sentences in it,
    ``cited`` those marked as support; ``message`` says what an incomplete answer still needs.
    """

    id: str
    number: int
    stem: str
    lead: str
    passage: str
    language: str
    interaction: Interaction
    cites: bool
    hintable: bool
    hint: str
    revision: int = 0
    raw: Raw = field(default_factory=lambda: BLANK.raw)
    picked: tuple[Sentence, ...] = ()
    cited: tuple[Sentence, ...] = ()
    flag: bool = False
    progress: Progress = Progress.UNANSWERED
    message: str = ""

    @property
    def key(self) -> tuple[Hashable, ...] | None:
        """All of it, as a key of what is made of it: equal where a page shows the same.

        None where the answer is long: nobody else gives the same, and thousands of such would fill
        the memory.
        """
        return None if is_long(self.raw) else (*_ALL_BUT_RAW(self), *self.raw.items())

    @property
    def answer(self) -> Answer:
        """The answer as it is stored."""
        return Answer(self.raw, tuple(sentence.id for sentence in self.cited), self.flag)

    @property
    def done(self) -> bool:
        """Whether the answer is complete."""
        return self.progress is Progress.ANSWERED


def is_long(raw: Raw) -> bool:
    """Whether an answer is too long for anything that is made of it to be kept."""
    return sum(len(words) + 1 for strings in raw.values() for words in strings) > LONG


_ALL_BUT_RAW = attrgetter(*(f.name for f in dataclass_fields(Asked) if f.name != "raw"))


@dataclass(frozen=True, slots=True)
class Group:
    """The questions on one passage; the title is empty where there is only one."""

    title: str
    questions: tuple[Asked, ...]


def asked(
    attempt: Attempt, kept: Mapping[str, Kept], hints: Collection[str] = ()
) -> tuple[Asked, ...]:
    """Give all questions of an attempt with what was answered; hints only where asked for."""
    if not kept and not hints:
        return tuple(question for question, _ in blank(attempt))
    known = _sentences(attempt.version)
    return tuple(
        _with_kept(_hinted(question, item, hints), item, kept.get(item.id), known)
        for question, item in blank(attempt)
    )


def question(attempt: Attempt, item_id: str, kept: Mapping[str, Kept] = NOTHING) -> Asked:
    """Give one question of an attempt with what was answered. Raises LookupError."""
    for question, item in blank(attempt):
        if item.id == item_id:
            return with_answer(attempt, question, item, kept.get(item.id))
    raise LookupError(item_id)


def interaction(attempt: Attempt, item_id: str) -> Interaction:
    """Give how an attempt lets a question be answered. Raises LookupError."""
    for question, item in blank(attempt):
        if item.id == item_id:
            return question.interaction
    raise LookupError(item_id)


def with_answer(attempt: Attempt, question: Asked, item: Item, kept: Kept | Given | None) -> Asked:
    """Give one of `blank` with what was answered."""
    return _with_kept(question, item, kept, _sentences(attempt.version))


def _with_kept(asked: Asked, item: Item, kept: Kept | Given | None, known: Sentences) -> Asked:
    if kept is None:
        return asked
    return answered(replace(asked, revision=kept.revision), item, kept.answer, known)


def sentences(questions: QuestionSet) -> Sentences:
    """Give the sentences of all passages by their ids."""
    return {s.id: s for passage in questions.passages for s in passage.sentences}


def _sentences(version: Version) -> Sentences:
    return remembered("sentences", version.id, lambda: sentences(version.questions))


def blank(attempt: Attempt) -> tuple[tuple[Asked, Item], ...]:
    """Give the questions as they are asked before the first answer; kept, as many share them."""
    practice, version = attempt.assignment.practice, attempt.version

    def make() -> tuple[tuple[Asked, Item], ...]:
        language = version.questions.language
        return tuple(
            (
                replace(
                    unanswered(item, number, language, attempt.seed),
                    hintable=practice and bool(item.hint),
                ),
                item,
            )
            for number, item in enumerate(attempt.items, 1)
        )

    return remembered("blank", (version.id, attempt.seed, attempt.order_seed, practice), make)


def blank_key(attempt: Attempt, kept: Mapping[str, Kept]) -> Hashable:
    """What the questions of an attempt without answers depend on; None where they are its own."""
    own_order = attempt.seed or attempt.order_seed
    given = attempt.assignment
    shared = not (kept or own_order or given.practice or given.by_question)
    return attempt.version.id if shared else None


def _hinted(question: Asked, item: Item, hints: Collection[str]) -> Asked:
    shown = question.hintable and item.id in hints
    return replace(question, hint=item.hint) if shown else question


def unanswered(item: Item, number: int, language: str, seed: str = "") -> Asked:
    """Give a question as asked outside of any attempt: a specimen, a trial, a sheet of paper."""
    return Asked(
        id=item.id,
        number=number,
        stem=item.stem,
        lead=item.lead,
        passage=item.passage,
        language=language,
        interaction=types.of(item).interaction(item, seed),
        cites=item.cites,
        hintable=False,
        hint="",
    )


def answered(question: Asked, item: Item, answer: Answer, known: Sentences) -> Asked:
    """Put an answer into a question."""
    reached, message = progress(item, answer)
    hot = isinstance(question.interaction, HotText)
    return replace(
        question,
        raw=answer.raw,
        picked=_known(answer.raw.get("", ()), known) if hot else (),
        cited=_known(answer.cited, known),
        flag=answer.flag,
        progress=reached,
        message=message,
    )


def progress(item: Item, answer: Answer) -> tuple[Progress, str]:
    """Tell how far an answer goes, and what an incomplete one still needs."""
    read = types.of(item).read(item, answer.raw)
    if isinstance(read, Invalid):
        return Progress.INCOMPLETE, gettext(read.message, **read.values)
    return Progress.UNANSWERED if read.blank else Progress.ANSWERED, ""


def _known(ids: Iterable[str], known: Sentences) -> tuple[Sentence, ...]:
    """The sentences with these ids in the passage's order; an id that is none is left out."""
    wanted = set(ids)
    if not wanted:
        return ()
    return tuple(sentence for id_, sentence in known.items() if id_ in wanted)


def grouped(questions: tuple[Asked, ...], version: QuestionSet) -> tuple[Group, ...]:
    """Part the questions by the passage that they are about."""
    titles = {p.id: p.title for p in version.passages} if len(version.passages) > 1 else {}
    return tuple(
        Group(titles.get(passage, ""), tuple(group))
        for passage, group in groupby(questions, key=lambda q: q.passage)
    )
