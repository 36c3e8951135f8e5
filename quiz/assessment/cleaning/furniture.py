"""What a copied page leaves around its text: "Source link", "Leave a Reply", bylines, links."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from quiz.assessment.check.passage import END, is_furniture
from quiz.assessment.cleaning import phrases
from quiz.assessment.cleaning.values import Block, Removed

_LONG = 25  # words, from which a paragraph is of the text
_SHORT = 12  # words, up to which one without an end mark can be a form's label or a link

Why = Callable[[Block], str]


def words(block: Block) -> int:
    """Count the words of a block."""
    return len(block.text.split())


def is_short(block: Block) -> bool:
    """Whether a block is a short line without an end mark."""
    return words(block) <= _SHORT and not END.search(block.text[-20:])


def strip(blocks: Sequence[Block]) -> tuple[list[Block], list[Removed]]:
    """Part the text from what is furniture, with the reason for each."""
    reasons = [_why(block) for block in blocks]
    _mark_lists(blocks, reasons)
    _mark_edges(blocks, reasons)
    _mark_ends(blocks, reasons)
    kept = [b for b, why in zip(blocks, reasons, strict=True) if not why]
    gone = [Removed(b.text, why) for b, why in zip(blocks, reasons, strict=True) if why]
    return kept, gone


def _why(block: Block) -> str:
    if block.kind in {"cell", "title"}:
        return ""
    text = block.text
    if len(text) <= 1_000 and (is_furniture(text) or phrases.is_left(text)):
        return "left over from the page"
    link = block.kind == "text" and block.linked >= 0.95 * len(text)
    if link and words(block) <= 2 * _SHORT and not END.search(text[-20:]):
        return "a link to another page"
    return ""


def _mark_lists(blocks: Sequence[Block], reasons: list[str]) -> None:
    """A list of nothing but links leads away from the text."""
    numbered = enumerate(blocks)
    for is_list, group in groupby(numbered, lambda n: n[1].kind == "item" and n[1].group):
        items = list(group)
        letters = sum(len(b.text) for _, b in items)
        if is_list and len(items) > 1 and sum(b.linked for _, b in items) >= 0.9 * letters:
            for index, _ in items:
                reasons[index] = reasons[index] or "links to other pages"


def _mark_edges(blocks: Sequence[Block], reasons: list[str]) -> None:
    """Who wrote it and when, above the first long paragraph or below the last."""
    long = [i for i, b in enumerate(blocks) if words(b) >= _LONG and not reasons[i]]
    first, last = (long[0], long[-1]) if long else (len(blocks), len(blocks))
    edges = [*range(first), *range(last + 1, len(blocks))] if long else range(len(blocks))
    for index in edges:
        block = blocks[index]
        if not reasons[index] and block.kind in {"text", "heading"} and is_short(block):
            reasons[index] = phrases.edge(block.text)


def _mark_ends(blocks: Sequence[Block], reasons: list[str]) -> None:
    """Below "Leave a Reply" stand a form's labels, below "Related articles" links."""
    total = sum(words(b) for b in blocks)
    above, below = 0, ""
    for index, block in enumerate(blocks):
        text = block.text
        if phrases.opens_comments(text) and 2 * above >= total:
            below = "comments"
        elif phrases.opens_links(text):
            below = below or "links"
        elif below == "links" and not is_short(block):
            below = ""
        if below and not reasons[index] and block.kind != "cell":
            reasons[index] = "comments" if below == "comments" else "links to other pages"
        above += words(block)


def joined(removed: Sequence[Removed]) -> Iterator[Removed]:
    """Join what went for one reason in a row, a line each."""
    for why, group in groupby(removed, lambda r: r.why):
        yield Removed("\n".join(r.text for r in group), why)
