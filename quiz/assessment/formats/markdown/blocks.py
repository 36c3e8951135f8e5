"""Markdown tokens → the parts of a question: blocks, evidence quotes, and what is only stem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
from quiz.assessment.formats.markdown.parser import parse
from quiz.assessment.formats.markdown.sections import (
    Segment,
    id_fault,
    stray_braces,
    unescape_labels,
    unused,
)
from quiz.assessment.language.folding import slug
from quiz.assessment.prose import plain_text, runs_of

Make = Callable[..., Block]

_BOX = re.compile(r"\[\s*([^\[\]]{0,12}?)\s*\](?:\s+|$)")
_BAR = re.compile(r"(?<!\\)\|")
_BRACES = re.compile(r"(?:^|(?<=\s))\{(#[^{}]*|[A-Za-z]+=[^{}]*)\}$")


@dataclass(frozen=True, slots=True)
class Part:
    """A top-level block of a question's source: a block, or quotes, or neither (stem).

    ``last`` is the number of its last line.
    """

    place: Place
    last: int
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
        source = source if kind == "fence" else unescape_labels(source)
        place = Place(self.segment.first + begin, 1)
        last = place.line + max(0, len("\n".join(lines).rstrip().split("\n")) - 1)
        if kind == "blockquote":
            return Part(place, last, source, kind, quotes=tuple(self._quotes(group)))
        block = self._block(kind, group, source, place)
        return Part(place, last, source, kind, block)

    def _block(self, kind: str, group: list[Token], source: str, place: Place) -> Block | None:
        if kind in {*_RUNNING, "table"} and _has_gap(source):
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
        empty: list[Text] = []
        ordered = group[0].type == "ordered_list_open"
        for token in group:
            if token.type == "list_item_open" and token.level == 1:
                place = Place(self.segment.first + (token.map or [0])[0])
                texts.append([])
                empty.append(Text("", place))
            elif token.type == "inline" and texts and token.level == 3:
                texts[-1].append(Text(" ".join(token.content.split("\n")), self._place(token)))
            elif token.level == 2 and token.nesting >= 0 and token.type != "paragraph_open":
                self._nested(token, ordered)
        filled = [t or [blank] for t, blank in zip(texts, empty, strict=True)]
        return with_ids([_entry(t[0], tuple(t[1:])) for t in filled], self.findings)

    def _nested(self, token: Token, ordered: bool) -> None:
        index = (token.map or [0])[0]
        line = self.segment.lines[index]
        place = Place(self.segment.first + index, 1 + len(line) - len(line.lstrip()))
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
        count = cells(line)
        if columns and count > columns:
            message = f"this row has {count} cells, the head of the table {columns}"
            hint = "write `\\|` for a bar that is text"
            self.findings.append(Finding("E124", Place(number), message, line.strip()[:60], hint))


def cells(line: str) -> int:
    """Count the cells of a table's row."""
    return len(_BAR.findall(line.strip().removeprefix("|").removesuffix("|"))) + 1


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry as it was read, and the id that was given for it."""

    entry: Entry
    given: Text | None


def _entry(text: Text, notes: tuple[Text, ...] = ()) -> _Read:
    """Read the box, the words and the id of an entry."""
    words, place, mark = text.words, text.place, None
    if box := _BOX.match(words):
        mark = Text(box[1], place)
        words, place = words[box.end() :], Place(place.line, place.column + box.end())
    words = words.rstrip()
    braces = _BRACES.search(words)
    given = braces and Text(braces[1], Place(place.line, place.column + braces.start(1)))
    words = words[: braces.start()] if braces else words
    return _Read(Entry(Text(words.strip(), place), "", mark, notes), given or None)


def with_ids(entries: Sequence[_Read], findings: list[Finding]) -> tuple[Entry, ...]:
    """Give each entry an id: the given one, else the slug of its plain text, ``-2`` for repeats.

    An id that is none, or is taken, is a finding, and the entry gets one of its own: so all ids
    are apart, whatever was written.
    """
    findings += [f for read in entries for f in stray_braces(read.entry.text)]
    used: dict[str, int] = {}
    given = [_given(read.given, used, findings) for read in entries]
    return tuple(_with_id(read.entry, id_, used) for read, id_ in zip(entries, given, strict=True))


def _given(given: Text | None, used: dict[str, int], findings: list[Finding]) -> str:
    """Enter the id that was given for an entry; "" where there is none that it can have."""
    if given is None:
        return ""
    id_ = given.words.removeprefix("#")
    fault = id_fault(Text(id_, given.place))
    if id_ == given.words:
        hint = "write `{#an-id}`, or `\\{` where it is text"
        fault = Finding("E102", given.place, "only an id stands here", given.words, hint)
    elif id_ in used:
        message = f"the id `{id_}` is given twice here"
        fault = Finding("E104", given.place, message, given.words, "choose another")
    if fault:
        findings.append(fault)
        return ""
    used[id_] = 1
    return id_


def _with_id(entry: Entry, given: str, used: dict[str, int]) -> Entry:
    name = given or unused(slug(plain_text(entry.text.words)) or "part", used)
    return Entry(entry.text, name, entry.mark, entry.notes, given=bool(given))


def _has_gap(source: str) -> bool:
    return "[[" in source.replace("\\[", "")


def _merge_gaps(found: Sequence[Part]) -> list[Part]:
    """Blocks with gaps are one answer part, with what stands between them: a summary may be long.

    What stands between two of them is text of theirs unless it is an answer part or evidence.
    """
    merged: list[Part] = []
    between: list[Part] = []
    for part in found:
        last = merged[-1].block if merged else None
        is_gap = isinstance(part.block, GapText)
        if isinstance(last, GapText) and is_gap and _separator(part.block) == last.separator:
            merged[-1] = _joined([merged[-1], *between, part], last)
            between = []
        elif isinstance(last, GapText) and not is_gap and part.kind in _RUNNING and not _asks(part):
            between.append(part)
        else:
            merged += [*between, part]
            between = []
    return merged + between


_RUNNING = {"paragraph", "bullet_list", "ordered_list"}


def _separator(block: Block | None) -> str:
    return block.separator if isinstance(block, GapText) else ""


def _asks(part: Part) -> bool:
    """Whether a list is an answer part of its own: boxes, or an order."""
    block = part.block
    return isinstance(block, NumberedList) or (
        isinstance(block, TaskList) and any(task.mark for task in block.tasks)
    )


def _joined(found: Sequence[Part], first: GapText) -> Part:
    """Join blocks as they stand in the source, line by line, so that places stay right."""
    source = found[0].source
    for part in found[1:]:
        source += "\n" * (part.place.line - found[0].place.line - source.count("\n")) + part.source
    block = replace(first, source=Text(source, first.place))
    return Part(found[0].place, found[-1].last, source, "paragraph", block)
