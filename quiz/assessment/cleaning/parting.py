"""Paragraphs that are longer than a passage may have: parted between sentences, or words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.assessment.cleaning.values import Block
from quiz.assessment.model import Run

LONGEST = 9_000  # characters: with a backslash each, they are within Markdown's 20,000
_BRACKETS = 100  # in a piece; Markdown's own most is 200
_ENDS = (". ", "! ", "? ", "… ", "。")


def part(blocks: Sequence[Block]) -> Iterator[Block]:
    """Give the blocks, with one too long for a passage as several; its looks go."""
    for block in blocks:
        if len(block.text) <= LONGEST and block.text.count("[") <= _BRACKETS:
            yield block
            continue
        for index, text in enumerate(_pieces(block.text)):
            kind = "text" if block.kind == "heading" else block.kind
            number = block.number if index == 0 else -1
            yield Block(kind, (Run(text),), number, block.depth, block.group)


def _pieces(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        end = _end(text, at)
        yield text[at:end].strip()
        at = end + (text[end : end + 1] == " ")


def _end(text: str, at: int) -> int:
    """Where a piece that begins at ``at`` ends: a word without a space is never cut."""
    limit = _limit(text, at)
    if limit >= len(text):
        return len(text)
    half = at + (limit - at) // 2
    sentence = max(text.rfind(end, half, limit) + len(end) - 1 for end in _ENDS)
    if sentence > half:
        return sentence
    space = text.rfind(" ", at, limit)
    space = space if space > at else text.find(" ", limit)
    return space if space > at else len(text)


def _limit(text: str, at: int) -> int:
    """The furthest that a piece can reach by its length and by its brackets."""
    limit, found = at + LONGEST, at - 1
    for _ in range(_BRACKETS + 1):
        found = text.find("[", found + 1, limit)
        if found < 0:
            return limit
    return found
