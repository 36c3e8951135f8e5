"""Blocks → Markdown in which every word stands, and where each character of it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from quiz.assessment.cleaning.values import Block
from quiz.assessment.model import Run
from quiz.assessment.prose import escape, plain_text

_SIGNS = {"em": "*", "strong": "**"}
BAR = "&#124;"  # as in a table's cell
_BARS = re.compile(r"\\(.)|\|")
_HASHES = re.compile(r"#+$")
_TIGHT = 8_000  # characters of a list without blank lines; longer ones get some
INDENT = "    "  # of a list within a list


@dataclass(slots=True)
class Written:
    """A block as it stands in the Markdown: its line and the column behind its marker, from 1."""

    block: Block
    line: int
    column: int
    markdown: str


@dataclass(slots=True)
class _Page:
    lines: list[str] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    size: int = 0  # characters since the last blank line
    ordered: dict[int, bool] = field(default_factory=dict)  # the lists that are open, by depth

    def blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")
        self.size = 0

    def add(self, block: Block, prefix: str, markdown: str) -> None:
        self.lines.append(prefix + markdown)
        self.size += len(self.lines[-1])
        self.written.append(Written(block, len(self.lines), len(prefix) + 1, markdown))


def write(blocks: Sequence[Block]) -> tuple[str, list[Written]]:
    """Write blocks as Markdown; beside it, where each of them came to stand."""
    page = _Page()
    for key, group in groupby(blocks, lambda b: b.cell.table if b.kind == "cell" and b.cell else 0):
        if key:
            _table(page, list(group))
        else:
            for block in group:
                _block(page, block)
    return "\n".join(page.lines).strip("\n"), page.written


def _block(page: _Page, block: Block) -> None:
    if block.kind == "item":
        _item(page, block)
        return
    page.ordered.clear()
    page.blank()
    markdown = inline(block)
    prefix = {"heading": "### ", "title": "### ", "quote": "> "}.get(block.kind, "")
    page.add(block, prefix, _headed(markdown) if prefix == "### " else markdown)


def _headed(markdown: str) -> str:
    """Keep the # at a heading's end, which would close it."""
    return _HASHES.sub(lambda m: m[0].replace("#", "\\#"), markdown)


def _item(page: _Page, block: Block) -> None:
    deepest = max(page.ordered, default=-1)
    if block.number < 0 and deepest >= 0:
        page.blank()
        depth = min(block.depth, deepest)
        within = INDENT if page.ordered[depth] else "  "
        page.add(block, INDENT * depth + within, inline(block))
        return
    depth = min(block.depth, deepest + 1)
    if block.number > 1 and not page.ordered.get(depth):
        numbered = (Run(f"{block.number}. "), *block.runs)
        _block(page, Block("text", numbered))
        return
    if not page.ordered or page.size > _TIGHT:
        page.blank()
    page.ordered = {d: o for d, o in page.ordered.items() if d < depth}
    page.ordered[depth] = block.number > 0
    marker = f"{block.number}. " if block.number > 0 else "- "
    page.add(block, INDENT * depth + marker, inline(block))


def _table(page: _Page, cells: list[Block]) -> None:
    """Write the cells of a table, row by row; a bar within a cell is written as its number."""
    page.ordered.clear()
    page.blank()
    at = {(b.cell.row, b.cell.column): b for b in cells if b.cell}
    columns = max(column for _, column in at) + 1
    for index, row in enumerate(sorted({row for row, _ in at})):
        line = "|"
        for column in range(columns):
            block = at.get((row, column))
            markdown = cell(block) if block else ""
            if block:
                where = len(page.lines) + 1, len(line) + 2
                page.written.append(Written(block, *where, markdown))
            line += f" {markdown} |"
        page.lines.append(line)
        if index == 0:
            page.lines.append("|" + " --- |" * columns)


def cell(block: Block) -> str:
    """Write a block as the cell of a table."""
    return _BARS.sub(lambda m: m[0] if m[1] and m[1] != "|" else BAR, escape(block.text))


def inline(block: Block) -> str:
    """Write a block's runs as inline Markdown that reads as the same text.

    Looks that Markdown cannot tell apart there are left out: the text comes first.
    """
    if any(run.marks for run in block.runs):
        marked = "".join(_pieces(block))
        if plain_text(marked) == block.text:
            return marked
        block.runs = (Run(block.text),)
    return escape(block.text)


def _pieces(block: Block) -> Iterator[str]:
    """The characters as they are written, with the signs of looks between them."""
    escaped = escape(block.text)
    begins = [begin for begin, _ in places(escaped, block.text)] + [len(escaped)]
    at = 0
    for run in block.runs:
        text = run.text.strip()
        begin = at + len(run.text) - len(run.text.lstrip())
        end, after = begin + len(text), at + len(run.text)
        signs = signs_of(run) if text else ""
        yield escaped[begins[at] : begins[begin]] + signs
        yield escaped[begins[begin] : begins[end]] + signs
        yield escaped[begins[end] : begins[after]]
        at = after


def signs_of(run: Run) -> str:
    """Give the signs around a run that make its look."""
    return "".join(_SIGNS[mark] for mark in sorted(run.marks & _SIGNS.keys()))


def places(markdown: str, text: str) -> list[tuple[int, int]]:
    """Give where each character of a plain text begins and ends in what was written for it."""
    found, at = [], 0
    for char in text:
        while markdown[at] == "*":  # a sign: as a character it has a backslash before it
            at += 1
        width = 2 if markdown[at] == "\\" else 1
        if char == "|" and markdown.startswith(BAR, at):
            width = len(BAR)
        found.append((at, at + width))
        at += width
    return found
