"""A document's parts and the source lines of each, whether or not they can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from quiz.assessment.document import Finding
from quiz.assessment.formats.markdown import canonical, frame
from quiz.assessment.formats.markdown.sections import Section, name_sections, sections
from quiz.assessment.prose import plain_text

Kind = Literal["frame", "passage", "item"]

_KINDS: dict[int, Kind] = {1: "passage", 2: "item"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document: its frame, a passage or a question.

    ``first`` and ``last`` are line numbers from 1, both included, with the blank lines that
    follow; the empty frame of a document without one ends on line 0. ``id`` is what the reader
    calls it (empty for the frame), ``heading`` the words of its heading, ``source`` its lines
    without the blank ones at the end.
    """

    kind: Kind
    id: str
    first: int
    last: int
    source: str
    heading: str = ""

    @property
    def body(self) -> str:
        """The source below the heading, without blank lines around it."""
        return "\n".join(trimmed(self.source.split("\n")[1:]))


def outline(text: str) -> tuple[Part, ...]:
    """Cut a document into its parts: the frame first (always there), then in their order."""
    lines = lines_of(text)
    head = frame.split(lines)
    if head is None:  # a frame that is never closed swallows the rest
        return (_part("frame", "", lines, 1, len(lines)),)
    found, before, _ = sections(lines[head[1] :], head[1] + 1)
    ids = _ids(found)
    firsts = [section.first - 1 for section in found]
    ends = [*(first - 1 for first in firsts[1:]), len(lines)][: len(found)]
    opening = _part("frame", "", lines, 1, head[1] + len(before))
    return opening, *(
        _part(_KINDS[s.level], id_, lines, first, last, s.heading.words)
        for s, id_, first, last in zip(found, ids, firsts, ends, strict=True)
    )


def title(text: str) -> str:
    """Give what a document is called, without reading its questions: "" where nothing says so."""
    parts = outline(text)
    head = frame.split(parts[0].source.split("\n"))
    said = frame.read(head[0])[0].title if head else ""
    return said or plain_text(next((p.heading for p in parts if p.heading), ""))


def find(text: str, id: str, kind: Kind = "item") -> Part | None:
    """Give a part by its id, or None."""
    return next((p for p in outline(text) if p.kind == kind and p.id == id), None)


def lines_of(text: str) -> list[str]:
    """Give the lines of a document in its canonical form; one without any text has none."""
    return canonical(text).split("\n")[:-1] if text.strip() else []


def trimmed(lines: Sequence[str]) -> list[str]:
    """Give lines without the blank ones around them."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    return list(lines[filled[0] : filled[-1] + 1]) if filled else []


def _ids(found: Sequence[Section]) -> list[str]:
    findings: list[Finding] = []
    by_level = {
        level: iter(name_sections([s for s in found if s.level == level], findings))
        for level in _KINDS
    }
    return [next(by_level[section.level]) for section in found]


def _part(
    kind: Kind, id: str, lines: Sequence[str], first: int, last: int, heading: str = ""
) -> Part:
    own = list(lines[first - 1 : last])
    while own and not own[-1].strip():
        own.pop()
    return Part(kind, id, first, last, "\n".join(own), heading)
