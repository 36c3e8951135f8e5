"""The frozen values that everything else passes around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quiz.assessment.document import Place
    from quiz.assessment.matching.names import Register

Raw = Mapping[str, tuple[str, ...]]
"""What a browser sent for one item, by part (see `interaction`), exactly as sent."""

SKILLS = ("locate", "interpret", "infer", "evaluate", "vocabulary")
"""The reading skills that have a name on screen; a set may use words of its own beside them."""


class Rung(IntEnum):
    """How exactly a typed answer met an accepted form; lower is more exact."""

    EXACT = 1
    FOLDED = 2
    NAME = 3
    TYPO = 4


class Feedback(StrEnum):
    """How much a student is shown after submitting; each step includes the ones before it."""

    NONE = "none"
    SCORE = "score"
    ANSWERS = "answers"
    EVIDENCE = "evidence"

    def includes(self, other: Feedback) -> bool:
        """Whether what ``other`` shows is shown under this policy too."""
        steps = list(Feedback)
        return steps.index(self) >= steps.index(other)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph with one look: plain, emphasised (``em``), strong, or code."""

    text: str
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a passage.

    ``kind`` is ``text``, ``heading``, ``item`` (of a list), ``quote``, ``code`` or ``cell`` (of a
    table). ``number`` is what the reader sees beside it: subheadings have none, the items of one
    list or the cells of one table share theirs. ``start`` is its offset in the passage's text, in
    characters; ``row`` counts the rows of a table from 0 (its head).
    """

    kind: str
    number: int | None
    runs: tuple[Run, ...]
    start: int
    row: int = 0
    line: int = field(default=0, compare=False)

    @property
    def text(self) -> str:
        """The plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: ``start`` and ``end`` are offsets in the passage's text."""

    id: str
    start: int
    end: int
    paragraph: int  # index in Passage.paragraphs
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What is read. ``text`` is the plain text of its paragraphs, parted by a blank line."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    source: str = ""  # the Markdown between this heading and the next
    place: Place | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        """The plain text that quotes are looked up in and offsets count in."""
        return "\n\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words quoted from a passage. ``sentences`` are the ids of those that the quote touches."""

    quote: str
    passage: str = field(default="", compare=False)  # the id of the passage it stands in
    spans: tuple[tuple[int, int], ...] = field(default=(), compare=False)
    sentences: tuple[str, ...] = field(default=(), compare=False)
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Context:
    """What an item needs to know of the set around it: its language, its names, its sentences.

    ``sentences`` are those of the passages at or above the item, in reading order;
    ``lowest`` is the loosest rung on which a typed answer counts.
    """

    language: str = "en"
    names: Register | None = None
    sentences: tuple[Sentence, ...] = ()
    lowest: Rung = Rung.NAME


@dataclass(frozen=True, slots=True)
class Item:
    """A question. ``body`` is what differs between types and is only its type's to look into."""

    id: str
    stem: str  # the heading, inline Markdown
    type: str
    body: Any
    lead: str = ""  # the blocks between heading and answer part, Markdown
    evidence: tuple[Evidence, ...] = ()
    skill: str = ""
    points: float = 1.0
    cite: bool | None = None  # None: as the set says
    needs_evidence: bool = True  # False: evidence=none
    lowest: Rung | None = None  # None: as the set says
    explanation: str = ""
    hint: str = ""
    sample: str = ""
    waived: tuple[str, ...] = ()
    passage: str = ""  # the id of the passage above it; empty: stands alone
    cites: bool = field(default=False, compare=False)  # what cite comes to, with the set's word
    context: Context = field(default=Context(), compare=False, repr=False)
    place: Place | None = field(default=None, compare=False)
    end: int = field(default=0, compare=False)  # the last source line that is its own

    @property
    def key_sentences(self) -> frozenset[str]:
        """The ids of the sentences that hold the evidence."""
        return frozenset(s for e in self.evidence for s in e.sentences)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Passages and their items, in the document's order."""

    id: str
    title: str
    language: str = "en"
    level: str = ""
    source: str = ""
    practice: bool = False
    feedback: Feedback = Feedback.EVIDENCE
    names: tuple[tuple[str, ...], ...] = ()
    cite: bool = False
    lowest: Rung = Rung.NAME
    passages: tuple[Passage, ...] = ()
    items: tuple[Item, ...] = ()

    def item(self, id: str) -> Item | None:
        """The item with this id, or None."""
        return next((i for i in self.items if i.id == id), None)


@dataclass(frozen=True, slots=True)
class Response:
    """What was answered to one item, read from its raw form: ids and texts, never positions.

    ``answer`` is None where nothing was answered, else what the item's type says it is.
    ``cited`` are the ids of the sentences marked as support.
    """

    answer: Any = None
    cited: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing was answered."""
        return self.answer is None


@dataclass(frozen=True, slots=True)
class Invalid:
    """A raw answer that is not one yet, or never could be.

    ``message`` is a gettext template with ``%(name)s`` fields from ``values``.
    """

    message: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        """The sentence, in English."""
        return self.message % dict(self.values)


@dataclass(frozen=True, slots=True)
class Part:
    """How one part of a response fared: a line, a gap, a row, an entry or a sentence."""

    fraction: float
    rung: Rung | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A fraction of the item's worth, 0…1 (weighted choices may go below); None while pending."""

    fraction: float | None
    parts: Mapping[str, Part] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def rung(self) -> Rung | None:
        """The loosest rung that any part of it needed, None where no text was matched."""
        return max((p.rung for p in self.parts.values() if p.rung), default=None)


@dataclass(frozen=True, slots=True)
class Solution:
    """The key in the terms of the interaction: shown after release, never before.

    ``accepted`` gives for each part what is right: ids of options or sentences, or the forms of a
    typed text, the model answer first. ``notes`` is feedback by option id. ``parts_any`` says that
    the lines may come in any order.
    """

    accepted: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    any_order: bool = False
