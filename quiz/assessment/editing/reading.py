"""A question's source → its form fields, and the lines on which each of them stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from quiz.assessment.document import Entry, GapText, NumberedList, Table, TaskList
from quiz.assessment.editing.fields import Answer, Choice, ItemSheet, Level, Pair, Row, Step
from quiz.assessment.editing.outline import lines_of, trimmed
from quiz.assessment.formats.markdown import items
from quiz.assessment.formats.markdown.blocks import cells
from quiz.assessment.formats.markdown.items import Draft, Piece
from quiz.assessment.formats.markdown.sections import (
    COMMON_LABELS,
    Section,
    sections,
    unescape_labels,
)
from quiz.assessment.language.folding import slug
from quiz.assessment.prose import plain_text

Span = tuple[int, int]
"""The numbers of the first and the last line of something, from 1."""

MOST_ROWS = 300
"""Of one question that a form shows, and quotes; each has several fields."""

SLOTS = ("heading", "lead", "answer", "evidence", *COMMON_LABELS)
"""What a question is made of, in the order in which it is written."""

_LOSSY = frozenset({"E107", "E117", "E121", "E122"})  # with these, something has no field
_OWN = ("skill", "points", "cite", "evidence")
_SELECT = re.compile(r"(up\s+to\s+)?(.*)", re.IGNORECASE)
_LEVEL = re.compile(r"(?:(\d{1,3}(?:\.\d{1,2})?)\s*:\s*)?(.*)")


@dataclass(slots=True)
class Read:
    """A question as read: its sheet, and for each slot the spans of its units."""

    sheet: ItemSheet
    lines: list[str] = field(default_factory=list)
    spans: dict[str, list[Span]] = field(default_factory=dict)
    keys: tuple[str, ...] = ()  # of the heading, in their order

    @property
    def by_fields(self) -> bool:
        """Whether the form's fields hold all of it."""
        return self.sheet.shape != "source"


class _NoFields(Exception):
    """Something in this question has no field of the form."""


def read(source: str, language: str, id: str) -> Read:
    """Read a question's source."""
    lines = trimmed(lines_of(source))
    text = "\n".join(lines)
    whole = ItemSheet(id=id, shape="source", text=text, origin=text, language=language)
    found, before, findings = sections(lines, 1)
    if len(found) != 1 or found[0].level != 2 or any(before):
        return Read(whole)
    section = found[0]
    known = id or slug(plain_text(section.heading.words)) or "part"
    draft = items.read(section, section.id.words if section.id else known, language)
    whole = replace(whole, id=draft.id, stem=section.heading.words)
    whole = replace(whole, evidence=tuple(quote.words for quote in draft.quotes))
    if findings or any(f.code in _LOSSY for f in draft.findings):
        return Read(whole)
    try:
        return _Reader(draft, lines).read(whole)
    except _NoFields:
        return Read(whole)


class _Reader:
    """Reads the pieces of one question into fields and spans."""

    def __init__(self, draft: Draft, lines: list[str]) -> None:
        self.draft = draft
        self.lines = lines
        self.spans: dict[str, list[Span]] = {slot: [] for slot in SLOTS}
        self.spans["heading"] = [(1, 1)]

    def read(self, whole: ItemSheet) -> Read:
        """Give the sheet with its spans; what has no field is raised."""
        pieces = self._joined(self.draft.pieces)
        lead = [p for p in pieces if p.kind == "lead"]
        labels = {name: self._label(name, pieces) for name in COMMON_LABELS}
        sheet = replace(
            _with_header(whole, self.draft.section),
            text="",
            lead=self._lead(lead),
            evidence=self._evidence([p for p in pieces if p.kind == "quote"]),
            explanation=labels[items.EXPLANATION],
            hint=labels[items.HINT],
            sample=labels[items.SAMPLE],
        )
        answer = [p for p in pieces if p.kind == "answer"]
        labelled = [p for p in pieces if p.kind == "label" and p.label not in COMMON_LABELS]
        entries = [p for p in pieces if p.kind == "entries"]
        sheet = self._answer(sheet, answer, labelled, entries)
        if max(len(sheet.rows), len(sheet.evidence)) > MOST_ROWS:
            raise _NoFields
        return Read(sheet, self.lines, self.spans, tuple(self.draft.section.attributes))

    def _joined(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Put the paragraph below an empty label on its label; refuse what belongs to nothing."""
        joined: list[Piece] = []
        for piece in pieces:
            if piece.kind == "stray":
                raise _NoFields
            if piece.kind == "below":
                words = " ".join(" ".join(self._lines(piece.first, piece.last)).split())
                joined[-1] = replace(joined[-1], last=piece.last, words=words)
            else:
                joined.append(piece)
        return joined

    def _lines(self, first: int, last: int) -> list[str]:
        return self.lines[first - 1 : last]

    def _each(self, slot: str, first: int, last: int) -> str:
        """Make each line of a span a unit of its slot; give them as they stand."""
        self.spans[slot] = [(n, n) for n in range(first, last + 1)]
        return "\n".join(self._lines(first, last))

    def _lead(self, pieces: Sequence[Piece]) -> str:
        if not pieces:
            return ""
        return unescape_labels(self._each("lead", pieces[0].first, pieces[-1].last))

    def _label(self, name: str, pieces: Sequence[Piece]) -> str:
        own = [p for p in pieces if p.kind == "label" and p.label == name]
        if not all(p.words for p in own):
            raise _NoFields
        self.spans[name] = [(p.first, p.last) for p in own]
        return "\n\n".join(p.words for p in own)

    def _evidence(self, pieces: Sequence[Piece]) -> tuple[str, ...]:
        quotes: list[str] = []
        for piece in pieces:
            starts = [piece.first, *(q.place.line for q in piece.quotes[1:])]
            if not piece.quotes or not all(q.words for q in piece.quotes):
                raise _NoFields
            self.spans["evidence"] += self._ranges(starts, piece.last, blank=" >")
            quotes += [q.words for q in piece.quotes]
        return tuple(quotes)

    def _ranges(self, starts: Sequence[int], last: int, blank: str = " ") -> list[Span]:
        """Cut a span at its starts; the blank lines before the next start are nobody's."""
        if any(a >= b for a, b in zip(starts, [*starts[1:], last + 1], strict=True)):
            raise _NoFields
        ends = [start - 1 for start in starts[1:]] + [last]
        return [
            (start, max(n for n in range(start, end + 1) if n == start or self._filled(n, blank)))
            for start, end in zip(starts, ends, strict=True)
        ]

    def _filled(self, number: int, blank: str) -> bool:
        return bool(self.lines[number - 1].strip(blank + "\t"))

    def _answer(
        self,
        sheet: ItemSheet,
        answer: Sequence[Piece],
        labelled: Sequence[Piece],
        entries: Sequence[Piece],
    ) -> ItemSheet:
        """Read the one answer part."""
        if len(answer) == 1 and not labelled and not entries:
            return self._block(sheet, answer[0])
        names = {p.label for p in labelled}
        if answer or len(names) != 1:
            raise _NoFields
        spans = [(p.first, p.last) for p in labelled]
        if names == {"Answer"} and not entries:
            self.spans["answer"] = spans
            return replace(sheet, shape="answers", rows=tuple(Answer(p.words) for p in labelled))
        if names == {"Select"} and not entries and len(labelled) == 1:
            self.spans["answer"] = spans
            match = _SELECT.fullmatch(labelled[0].words)
            limit, up_to = (match[2], bool(match[1])) if match else (labelled[0].words, False)
            return replace(sheet, shape="select", limit=limit, up_to=up_to)
        if names == {"Rubric"} and len(labelled) == 1 and not labelled[0].words:
            return self._rubric(sheet, labelled[0], entries)
        raise _NoFields

    def _rubric(self, sheet: ItemSheet, label: Piece, entries: Sequence[Piece]) -> ItemSheet:
        rows: list[Row] = []
        spans = [(label.first, label.last)]
        for piece in entries:
            block = piece.block
            if len(entries) > 1 or not isinstance(block, TaskList | NumberedList):
                raise _NoFields
            tasks = block.tasks if isinstance(block, TaskList) else block.entries
            spans += self._entries(piece, tasks)
            for task in tasks:
                match = _LEVEL.fullmatch(task.text.words)
                if match is None or task.mark is not None or task.notes or task.given:
                    raise _NoFields
                rows.append(Level(match[1] or "", match[2]))
        self.spans["answer"] = spans
        return replace(sheet, shape="rubric", rows=tuple(rows))

    def _entries(self, piece: Piece, entries: Sequence[Entry]) -> list[Span]:
        starts = [piece.first, *(e.text.place.line for e in entries[1:])]
        return self._ranges(starts, piece.last)

    def _block(self, sheet: ItemSheet, piece: Piece) -> ItemSheet:
        match piece.block:
            case TaskList(tasks=tasks):
                self.spans["answer"] = self._entries(piece, tasks)
                return replace(sheet, shape="choices", rows=tuple(_choice(t) for t in tasks))
            case NumberedList(entries=entries):
                if any(entry.notes or entry.mark for entry in entries):
                    raise _NoFields
                self.spans["answer"] = self._entries(piece, entries)
                steps = tuple(Step(e.text.words, e.id, e.given) for e in entries)
                return replace(sheet, shape="order", rows=steps)
            case GapText():
                text = self._each("answer", piece.first, piece.last)
                return replace(sheet, shape="gaps", text=text)
            case Table() as table:
                return self._table(sheet, piece, table)
        raise _NoFields

    def _table(self, sheet: ItemSheet, piece: Piece, table: Table) -> ItemSheet:
        rows = [(n, n) for n in range(piece.first + 2, piece.last + 1)]
        cut = any(cells(line) > 2 for line in self._lines(piece.first, piece.last))
        if cut or len(rows) != len(table.rows) or any(c.mark for row in table.rows for c in row):
            raise _NoFields
        self.spans["answer"] = [(piece.first, piece.first + 1), *rows]
        head = (table.head[0].words, table.head[1].words)
        return replace(sheet, shape="match", head=head, rows=_pairs(table))


def _choice(task: Entry) -> Choice:
    notes = "\n\n".join(" ".join(n.words.split()) for n in task.notes)
    mark = task.mark.words if task.mark else ""
    return Choice(task.text.words, "x" if mark == "X" else mark, notes, task.id, task.given)


def _pairs(table: Table) -> tuple[Row, ...]:
    """Read the rows; right cells of the same words are one option, whose first given id counts."""
    rights = [row[1] for row in table.rows]
    options: dict[str, Entry] = {}
    for cell in sorted(rights, key=lambda c: not c.given):
        options.setdefault(cell.text.words, cell)
    return tuple(_pair(left, options[right.text.words]) for left, right in table.rows)


def _pair(left: Entry, right: Entry) -> Pair:
    return Pair(
        left.text.words,
        right.text.words,
        left.id if left.text.words else "",
        right.id if right.text.words else "",
        left.given,
        right.given,
    )


def _with_header(sheet: ItemSheet, section: Section) -> ItemSheet:
    """Read the heading's keys: those that have a field, and the rest as they are."""
    said = {key: text.words for key, text in section.attributes.items()}
    none = said.get("evidence") == "none"
    rest = {k: v for k, v in said.items() if k not in _OWN or (k == "evidence" and not none)}
    return replace(
        sheet,
        skill=said.get("skill", ""),
        points=said.get("points", ""),
        cite=said.get("cite", ""),
        needs_evidence=not none,
        attributes=MappingProxyType(rest),
    )
