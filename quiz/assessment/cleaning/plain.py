"""Pasted plain text → blocks: which line ends are paragraphs, and which only wrapped a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from quiz.assessment.check.passage import END
from quiz.assessment.cleaning.values import Block, text_block

_NARROW, _WIDE = 40, 120  # characters, between which lines are wrapped
_BULLET = re.compile(r"[•◦▪‣●■]\s+(?=\S)")
_BROKEN = re.compile(r"([^\W\d_]+)-$")
_FIRST = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+")


def blocks(text: str) -> list[Block]:
    """Cut plain text into paragraphs; its lines are rejoined where they were only wrapped."""
    groups = list(_groups(text))
    width = _wrap(groups)
    known = partial(_known, text, [])
    found = [p for group in groups for p in _paragraphs(group, width, known)]
    return [_block(paragraph) for paragraph in found]


def _block(paragraph: str) -> Block:
    bullet = _BULLET.match(paragraph)
    return text_block(paragraph[bullet.end() :], "item") if bullet else text_block(paragraph)


def _groups(text: str) -> Iterator[list[str]]:
    """Lines in a row, each with single spaces."""
    group: list[str] = []
    for line in [*text.split("\n"), ""]:
        words = " ".join(line.split())
        if words:
            group.append(words)
        elif group:
            yield group
            group = []


def _wrap(groups: Sequence[Sequence[str]]) -> int:
    """Give the width at which lines were wrapped, 0 where each line is a paragraph.

    They were wrapped where, as a rule, the next line's first word had no room on a line.
    """
    breaks = [(a, b) for group in groups for a, b in pairwise(group)]
    width = max((len(line) for group in groups if len(group) > 1 for line in group), default=0)
    if not _NARROW <= width <= _WIDE:
        return 0
    forced = sum(_is_forced(a, b, width) for a, b in breaks)
    if len(breaks) == 1:
        line, following = breaks[0]
        return width if forced and (following[0].islower() or not END.search(line)) else 0
    return width if forced >= 0.6 * len(breaks) else 0


def _is_forced(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width


def _paragraphs(group: Sequence[str], width: int, known: partial[bool]) -> Iterator[str]:
    """Join the lines of a group that belong together."""
    pieces: list[str] = [group[0]]
    for line, following in pairwise(group):
        if not _goes_on(line, following, width):
            yield "".join(pieces)
            pieces = []
        elif (broken := _BROKEN.search(line)) and following[0].islower():
            rest = _FIRST.match(following)
            if known(broken[1] + (rest[0] if rest else "")):
                pieces[-1] = pieces[-1][:-1]
        else:
            pieces.append(" ")
        pieces.append(following)
    yield "".join(pieces)


def _goes_on(line: str, following: str, width: int) -> bool:
    if _BULLET.match(following):
        return False
    begun = following[0].islower() and not END.search(line)
    if width:
        return begun or _is_forced(line, following, width)
    return begun and len(line) >= _NARROW


def _known(text: str, kept: list[frozenset[str]], word: str) -> bool:
    """Whether a word stands elsewhere in the text; its words are collected when first asked."""
    if not kept:
        kept.append(frozenset(_WORD.findall(text)))
    return word in kept[0]
