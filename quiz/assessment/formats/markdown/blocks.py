"""Markdown tokens → the parts of a question: blocks, evidence quotes, and what is only stem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from quiz.assessment.document import (
    Block,
    Entry,
    Finding,
    GapText,
    NumberedList,
    Place,
    Table,
    TaskList,
    Text,
)
from quiz.assessment.folding import slug
from quiz.assessment.formats.markdown.parser import parse
from quiz.assessment.formats.markdown.sections import Segment, id_fault
from quiz.assessment.prose import plain_text, runs_of

Make = Callable[..., Block]

_BOX = re.compile(r"\[\s*([^\[\]]{0,12}?)\s*\](?:\s+|$)")
_BAR = re.compile(r"(?<!\\)\|")
_BRACES = re.compile(r"(?:^|(?<=\s))\{(#[^{}\s]*)\}$")


@dataclass(frozen=True, slots=True)
class Part:
    """A top-level block of a question's source: a block, or quotes, or neither (stem)."""

    place: Place
    source: str
    kind: str  # the Markdown token's name: paragraph, bullet_list, …
    block: Block | None = None
    quotes: tuple[Text, ...] = ()


def parts(
    segment: Segment, attributes: Mapping[str, Text], language: str
) -> tuple[list[Part], list[Finding]]:
    """Read the parts of a segment without a label."""
    tokens, findings = parse(segment.lines, segment.first)
    reader = _Reader(segment, findings, {"attributes": attributes, "language": language})
    found = [reader.part(group) for group in top_level(tokens) if group[0].type != "hr"]
    return _merge_gaps(found), findings


def top_level(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Cut tokens into groups, each one top-level block from its opening to its close."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0 and token.type != "inline":
            yield group
            group = []


@dataclass(slots=True)
class _Reader:
    segment: Segment
    findings: list[Finding]
    common: dict[str, object]

    def part(self, group: list[Token]) -> Part:
        """Turn one top-level block into a part."""
        kind = group[0].type.removesuffix("_open")
        begin, end = group[0].map or [0, 0]
        lines = self.segment.lines[begin:end]
        source = "\n".join(lines).strip("\n").rstrip()
        place = Place(self.segment.first + begin, 1)
        if kind == "blockquote":
            return Part(place, source, kind, quotes=tuple(self._quotes(group)))
        block = self._block(kind, group, source, place)
        return Part(place, source, kind, block)

    def _block(self, kind: str, group: list[Token], source: str, place: Place) -> Block | None:
        if kind in {"paragraph", "bullet_list", "table"} and _has_gap(source):
            return self._make(
                GapText,
                place,
                source=Text(source, place),
                separator="/" if kind == "table" else "|",
            )
        if kind == "bullet_list":
            return self._make(TaskList, place, tasks=self._entries(group))
        if kind == "ordered_list" and group[0].markup == ".":
            return self._make(NumberedList, place, entries=self._entries(group))
        if kind == "table":
            return self._table(group, place)
        return None

    def _make(self, make: Make, place: Place, **fields: object) -> Block:
        return make(place=place, **self.common, **fields)

    def _quotes(self, group: list[Token]) -> Iterator[Text]:
        for token in group:
            if token.type == "inline":
                words = " ".join("".join(run.text for run in runs_of(token)).split())
                yield Text(words, self._place(token))

    def _place(self, token: Token) -> Place:
        index = (token.map or [0])[0]
        line = self.segment.lines[index] if index < len(self.segment.lines) else ""
        column = max(0, line.find(token.content.split("\n", 1)[0]))
        return Place(self.segment.first + index, column + 1)

    def _entries(self, group: list[Token]) -> tuple[Entry, ...]:
        """The entries of a list: the first paragraph of each, and the paragraphs indented below."""
        texts: list[list[Text]] = []
        ordered = group[0].type == "ordered_list_open"
        for token in group:
            if token.type == "list_item_open" and token.level == 1:
                place = Place(self.segment.first + (token.map or [0])[0])
                texts.append([])
                empty = Text("", place)
            elif token.type == "inline" and texts and token.level == 3:
                texts[-1].append(Text(" ".join(token.content.split("\n")), self._place(token)))
            elif token.level == 2 and token.nesting >= 0 and token.type != "paragraph_open":
                self._nested(token, ordered)
        filled = [t or [empty] for t in texts]
        return with_ids([_entry(t[0], tuple(t[1:])) for t in filled], self.findings)

    def _nested(self, token: Token, ordered: bool) -> None:
        place = Place(self.segment.first + (token.map or [0])[0])
        what = "an entry" if ordered else "a choice"
        message = f"below {what} stand indented paragraphs only, no lists or quotations"
        self.findings.append(Finding("E122", place, message, hint="write it as a paragraph"))

    def _table(self, group: list[Token], place: Place) -> Block:
        rows: list[list[Text]] = []
        number, column = place.line, 0
        for token in group:
            if token.type == "tr_open":
                number = self.segment.first + (token.map or [0])[0]
                rows.append([])
                column = 0
                self._check_cells(number, len(rows[0]))
            elif token.type == "inline":
                line = self.segment.lines[number - self.segment.first]
                column = max(line.find(token.content, column), column)
                rows[-1].append(Text(token.content, Place(number, column + 1)))
        columns = zip(*rows[1:], strict=False)
        entries = [with_ids([_entry(c) for c in column], self.findings) for column in columns]
        body = tuple(zip(*entries, strict=True))
        return self._make(Table, place, head=tuple(rows[0]), rows=body)

    def _check_cells(self, number: int, columns: int) -> None:
        """Markdown drops what stands in a row beyond the head's columns: say so instead."""
        line = self.segment.lines[number - self.segment.first]
        cells = len(_BAR.findall(line.strip().removeprefix("|").removesuffix("|"))) + 1
        if columns and cells > columns:
            message = f"this row has {cells} cells, the head of the table {columns}"
            hint = "write `\\|` for a bar that is text"
            self.findings.append(Finding("E124", Place(number), message, line.strip()[:60], hint))


def _entry(text: Text, notes: tuple[Text, ...] = ()) -> Entry:
    """Read the box, the words and the id of an entry; the id still as it was given, or ""."""
    words, place, mark = text.words, text.place, None
    if box := _BOX.match(words):
        mark = Text(box[1], Place(place.line, place.column + 1))
        words, place = words[box.end() :], Place(place.line, place.column + box.end())
    words = words.rstrip()
    braces = _BRACES.search(words)
    given = braces[1][1:] if braces else ""
    words = words[: braces.start()] if braces else words
    return Entry(Text(words.strip(), place), given, mark, notes, given=bool(braces))


def with_ids(entries: Sequence[Entry], findings: list[Finding]) -> tuple[Entry, ...]:
    """Give each entry an id: the given one, else the slug of its plain text, ``-2`` for repeats."""
    used: dict[str, int] = {}
    for entry in entries:
        if not entry.given:
            continue
        fault = id_fault(Text(entry.id, entry.text.place))
        if entry.id in used:
            message = f"the id `{entry.id}` is given twice here"
            fault = Finding("E104", entry.text.place, message, "#" + entry.id, "choose another")
        findings += [fault] if fault else []
        used[entry.id] = 1
    return tuple(_with_id(entry, used) for entry in entries)


def _with_id(entry: Entry, used: dict[str, int]) -> Entry:
    if entry.given:
        return entry
    name = unused(slug(plain_text(entry.text.words)) or "part", used)
    return Entry(entry.text, name, entry.mark, entry.notes)


def unused(name: str, used: dict[str, int]) -> str:
    """Give the name, or the name with the first of ``-2``, ``-3``, … that is not used yet.

    ``used`` holds for each name the last number tried, so that a thousand equal names cost a
    thousand steps; the name given is entered.
    """
    candidate, number = name, used.get(name, 0)
    while candidate in used:
        number += 1
        candidate = f"{name}-{number}"
    used[name] = max(number, 1)
    used[candidate] = max(used.get(candidate, 0), 1)
    return candidate


def _has_gap(source: str) -> bool:
    return "[[" in source.replace("\\[", "")


def _merge_gaps(found: Sequence[Part]) -> list[Part]:
    """Neighbouring blocks with gaps are one answer part: a summary may have two paragraphs."""
    merged: list[Part] = []
    for part in found:
        last = merged[-1].block if merged else None
        if (
            isinstance(last, GapText)
            and isinstance(part.block, GapText)
            and last.separator == part.block.separator
        ):
            source = f"{merged[-1].source}\n\n{part.source}"
            block = GapText(
                place=last.place,
                attributes=last.attributes,
                language=last.language,
                source=Text(source, last.place),
                separator=last.separator,
            )
            merged[-1] = Part(merged[-1].place, source, "paragraph", block)
        else:
            merged.append(part)
    return merged
