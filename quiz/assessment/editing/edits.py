"""Edits: text → text. Each replaces the source lines of its part and leaves all others.

What comes out is canonical (LF, no BOM, one final newline). An id that nobody wrote hangs on the
words of other headings too (``why``, ``why-2``): where an edit would change the id of another
part, that id is written into its heading. An id that is not there is a `KeyError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from quiz.assessment.editing.frames import set_frame
from quiz.assessment.editing.headings import given_id, with_id, with_words
from quiz.assessment.editing.outline import Kind, Part, lines_of, outline, trimmed
from quiz.assessment.formats.markdown import frame
from quiz.assessment.formats.markdown.sections import is_heading, sections, unused, without_headings

__all__ = [
    "duplicate",
    "insert_after",
    "move",
    "move_behind",
    "remove",
    "replace",
    "set_frame",
    "set_passage",
    "shift",
    "unused_id",
]


@dataclass(slots=True)
class _Block:
    """A part's own lines and the blank ones behind it; ``id`` is what it is to keep, if any."""

    kind: Kind
    id: str | None
    lines: list[str]
    gap: list[str]


def replace(text: str, part: Part, source: str) -> str:
    """Put another source in the place of a part of this text.

    A source without the heading of its kind gets one without words, and a fence or frame left open
    is closed: so the parts around it stay what they are. No source takes the part out.
    """
    blocks = _blocks(text)
    index = _index(blocks, part.id, part.kind)
    lines = trimmed(lines_of(source))
    if not lines and part.kind != "frame":
        return _text(_without(blocks, index))
    blocks[index].lines = _standing(lines, part.kind, part.id)
    blocks[index].id = None
    return _text(blocks)


def insert_after(text: str, after: Part | None, source: str) -> str:
    """Add a part behind another; None: at the end."""
    blocks = _blocks(text)
    index = len(blocks) - 1 if after is None else _index(blocks, after.id, after.kind)
    lines = trimmed(lines_of(source))
    kind: Kind = "passage" if lines and is_heading(lines[0], 1) else "item"
    new = _standing(lines or [""], kind, unused_id(text, "question"))
    return _text(_with(blocks, index + 1, new))


def remove(text: str, id: str) -> str:
    """Take a question out."""
    blocks = _blocks(text)
    return _text(_without(blocks, _index(blocks, id)))


def move(text: str, id: str, before: str | None) -> str:
    """Move a question before another; None: to the end."""
    blocks = _blocks(text)
    start = _index(blocks, id)
    end = len(blocks) if before is None else _index(blocks, before)
    return _text(_moved(blocks, start, end if end <= start else end - 1))


def move_behind(text: str, id: str, after: str) -> str:
    """Move a question behind another."""
    blocks = _blocks(text)
    start, end = _index(blocks, id), _index(blocks, after) + 1
    return _text(_moved(blocks, start, end if end <= start else end - 1))


def shift(text: str, id: str, by: int) -> str:
    """Move a question up (-1) or down (1) by one part, over a passage's heading too.

    The first question of the first passage stays below it.
    """
    blocks = _blocks(text)
    start = _index(blocks, id)
    end = start + by
    if not 0 < end < len(blocks):
        return _text(blocks)
    first_passage = next((i for i, b in enumerate(blocks) if b.kind == "passage"), 0)
    return _text(blocks if end == first_passage < start else _moved(blocks, start, end))


def duplicate(text: str, id: str) -> str:
    """Put a copy of a question behind it, with an id of its own: ``id-2``, …."""
    blocks = _blocks(text)
    index = _index(blocks, id)
    heading, *rest = blocks[index].lines
    copy = [with_id(heading, unused_id(text, id)), *rest]
    return _text(_with(blocks, index + 1, copy))


def unused_id(text: str, wanted: str) -> str:
    """Give an id that no question of the text has: the wanted one, or with ``-2``, …."""
    return unused(wanted, {part.id: 1 for part in outline(text) if part.kind == "item"})


def set_passage(text: str, id: str, source: str, title: str | None = None) -> str:
    """Put another text below a passage's heading, and another title; its id stays.

    A heading of the first or second level within the text becomes a subheading.
    """
    blocks = _blocks(text)
    block = blocks[_index(blocks, id, "passage")]
    heading, *rest = block.lines
    gap = next((i for i, line in enumerate(rest) if line.strip()), 1)
    body = without_headings(trimmed(lines_of(source)))
    changed = heading if title is None else with_words(heading, title, id)
    block.lines = [changed, *rest[:gap], *body] if body else [changed]
    if body and not rest:
        block.lines.insert(1, "")
    return _text(blocks)


def _blocks(text: str) -> list[_Block]:
    lines = lines_of(text)
    return [_block(part, lines[part.first - 1 : part.last]) for part in outline(text)]


def _block(part: Part, lines: list[str]) -> _Block:
    own = len(part.source.split("\n")) if part.source else 0
    return _Block(part.kind, part.id, lines[:own], lines[own:])


def _index(blocks: Sequence[_Block], id: str, kind: Kind = "item") -> int:
    found = [i for i, block in enumerate(blocks) if block.kind == kind and block.id == id]
    if not found:
        raise KeyError(id)
    return found[0]


def _with(blocks: list[_Block], index: int, lines: list[str]) -> list[_Block]:
    """Put a new block in; it stands apart by blank lines, as many as there are before it."""
    before, last = blocks[index - 1], index == len(blocks)
    gap = before.gap or [""]
    if before.lines or before.gap:
        before.gap = gap
    return [*blocks[:index], _Block("item", None, lines, [] if last else gap), *blocks[index:]]


def _without(blocks: list[_Block], index: int) -> list[_Block]:
    if index == len(blocks) - 1 and index > 0:
        blocks[index - 1].gap = []
    return [*blocks[:index], *blocks[index + 1 :]]


def _moved(blocks: list[_Block], start: int, end: int) -> list[_Block]:
    """Move a block; the blank lines stay where they are between the places."""
    gaps = [block.gap for block in blocks]
    order = [*blocks[:start], *blocks[start + 1 :]]
    order.insert(end, blocks[start])
    for block, gap in zip(order, gaps, strict=True):
        block.gap = gap
    return order


def _standing(lines: list[str], kind: Kind, id: str) -> list[str]:
    """Make sure that a source neither runs into the part above nor swallows the ones below."""
    if kind == "frame":
        return [*lines, "---"] if frame.split(lines) is None else lines
    level = 1 if kind == "passage" else 2
    if not is_heading(lines[0], level):
        lines = [f"{'#' * level} {{#{id}}}", "", *lines]
    findings = sections(lines, 1)[2]
    fence = next((f.words for f in findings if f.code == "E126"), "")
    return [*lines, fence] if fence else lines


def _text(blocks: Sequence[_Block]) -> str:
    """Join the blocks; an id that would change is written into its heading."""
    starts = list(accumulate((len(b.lines) + len(b.gap) for b in blocks), initial=1))
    parts = {part.first: part for part in outline(_joined(blocks))}
    written = {(part.kind, given_id(part.source.split("\n")[0])) for part in parts.values()}
    for block, start in zip(blocks, starts, strict=False):
        part = parts.get(start)
        if part is None or block.id in {None, "", part.id}:
            continue
        if (block.kind, block.id) not in written and not given_id(block.lines[0]):
            block.lines[0] = with_id(block.lines[0], block.id or "")
    return _joined(blocks)


def _joined(blocks: Sequence[_Block]) -> str:
    lines = [line for block in blocks for line in (*block.lines, *block.gap)]
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines) + "\n"
