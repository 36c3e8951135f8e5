"""Title and subheadings: those that a page marks, and short lines that can be nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quiz.assessment.check import tables
from quiz.assessment.cleaning.furniture import is_short, words
from quiz.assessment.cleaning.values import Block
from quiz.assessment.model import Run

_LONGEST = 90  # characters of a subheading
_TITLE = 25  # words
_BODY = 20  # words, from which a paragraph is no heading's neighbour by chance
_LOOSE_ENDS = ",;–—-/&"


def entitle(blocks: Sequence[Block], title: str) -> tuple[list[Block], str]:
    """Give the blocks without the title, and the title; ``title`` is what the page is called."""
    marked = next((b for b in blocks if b.kind == "title"), None)
    if marked:
        kept = [b for b in blocks if b is not marked]
        return [_heading(b) if b.kind == "title" else b for b in kept], marked.text
    if blocks and (_same(blocks[0].text, title) or _could_be_title(blocks)):
        return list(blocks[1:]), blocks[0].text
    return list(blocks), title


def _same(text: str, title: str) -> bool:
    return bool(title) and text.casefold() in {title.casefold(), _without_site(title).casefold()}


def _without_site(title: str) -> str:
    """Take the page's name off: "The last ferry | Island Times"."""
    for sign in (" | ", " – ", " — ", " - ", " :: ", " • "):
        head, found, _ = title.rpartition(sign)
        if found and len(head.split()) > 1:
            return head.strip()
    return title


def page_title(title: str) -> str:
    """Give what a page is called by its head, without the name of the site."""
    return _without_site(title)


def _could_be_title(blocks: Sequence[Block]) -> bool:
    first, following = blocks[0], blocks[1:4]
    fits = first.kind == "heading" or (first.kind == "text" and _is_line(first, _TITLE))
    return fits and any(words(b) >= _BODY and not is_short(b) for b in following)


def _is_line(block: Block, most: int) -> bool:
    text = block.text
    alone = words(block) <= most and (is_short(block) or words(block) > 12) and _unended(text)
    first = next((c for c in text if c.isalnum()), "")
    return alone and bool(first) and not first.islower() and not tables.SALUTATION.match(text)


def _unended(text: str) -> bool:
    return text[-1] not in _LOOSE_ENDS + ".!?…:。！？"


def subheadings(blocks: Sequence[Block]) -> list[Block]:
    """Make subheadings of the short lines without an end mark that stand between paragraphs."""
    if any(b.kind == "text" and _greets(b) for b in blocks[:4]):
        return list(blocks)
    return [_heading(b) if _leads(blocks, i) else b for i, b in enumerate(blocks)]


def _greets(block: Block) -> bool:
    return words(block) <= 8 and bool(tables.SALUTATION.match(block.text))


def _leads(blocks: Sequence[Block], index: int) -> bool:
    """Whether a block is a subheading by its look or by its neighbours."""
    block = blocks[index]
    if block.kind != "text" or len(block.text) > _LONGEST or not _is_line(block, 12):
        return False
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    if below is None or (below.kind == "text" and is_short(below)):
        return False
    if block.strong:
        return True
    above = blocks[index - 1] if index else None
    return above is not None and above.kind != "heading" and not is_short(above)


def _heading(block: Block) -> Block:
    """A subheading is strong as it is."""
    runs = tuple(Run(run.text, run.marks - {"strong"}) for run in block.runs)
    return replace(block, kind="heading", runs=runs)
