"""A draft as a teacher looks at it: what could be read of it, its parts, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from quiz.assessment.check import check
from quiz.assessment.editing.outline import outline
from quiz.assessment.formats import markdown
from quiz.assessment.passage import paragraph

if TYPE_CHECKING:
    from quiz.assessment.document import Finding
    from quiz.assessment.editing.outline import Kind, Part
    from quiz.assessment.formats.markdown import Reading
    from quiz.assessment.model import Item, QuestionSet
    from quiz.storage.sets.drafts import Draft


@dataclass(frozen=True)
class Look:
    """A draft's text, read. ``questions`` is None where not even a heading could be read."""

    text: str
    reading: Reading
    findings: tuple[Finding, ...]
    parts: tuple[Part, ...]

    @property
    def questions(self) -> QuestionSet | None:
        """The set, as far as it could be read."""
        return self.reading.set

    @cached_property
    def errors(self) -> tuple[Finding, ...]:
        """What stops publishing."""
        return tuple(f for f in self.findings if f.is_error)

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        """What is worth a look."""
        return tuple(f for f in self.findings if not f.is_error)

    @cached_property
    def items(self) -> tuple[Part, ...]:
        """The parts that are questions."""
        return tuple(p for p in self.parts if p.kind == "item")

    @cached_property
    def lines(self) -> list[str]:
        """The source, line by line."""
        return self.text.split("\n")

    @property
    def language(self) -> str:
        """The set's language."""
        return self.questions.language if self.questions else "en"

    def title(self, otherwise: str) -> str:
        """What the set is called."""
        return (self.questions.title if self.questions else "") or otherwise

    def part(self, kind: Kind, id: str) -> Part | None:
        """A part by its id."""
        return next((p for p in self.parts if p.kind == kind and p.id == id), None)

    def item(self, id: str) -> Item | None:
        """A question as it could be read, or None."""
        return self.questions.item(id) if self.questions else None

    def number(self, id: str) -> int:
        """A question's place among the questions, from 1."""
        return next((n for n, p in enumerate(self.items, 1) if p.id == id), len(self.items) + 1)

    def paragraphs(self, id: str) -> dict[str, int]:
        """The paragraph that each quote of a question begins in, as far as it was found."""
        item, passages = self.item(id), self.questions.passages if self.questions else ()
        bound = [e for e in item.evidence if e.spans] if item else []
        told = ((e.quote, paragraph(passages, e)[1]) for e in bound)
        return {quote: number for quote, number in told if number}

    def found(self, part: Part) -> tuple[Finding, ...]:
        """The findings about a part: those that name the question, or stand in its lines."""
        return tuple(f for f in self.findings if self.about(f) is part)

    def about(self, finding: Finding) -> Part | None:
        """The part that a finding belongs to; None where it is about the set as a whole."""
        if finding.item and (named := self.part("item", finding.item)):
            return named
        line = finding.place.line
        return next(
            (p for p in self.parts if p.kind != "frame" and p.first <= line <= p.last), None
        )


def look(draft: Draft) -> Look:
    """Look at a draft; the last few are remembered."""
    return read(draft.text, draft.set_id)


@lru_cache(maxsize=16)
def read(text: str, name: str) -> Look:
    """Read a text as a draft."""
    reading = markdown.read(text, name)
    return Look(text, reading, check(reading), outline(text))
