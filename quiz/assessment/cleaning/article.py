"""A walked page → the blocks of its article; what stands around it goes, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from quiz.assessment.cleaning.page import Page, Placed
from quiz.assessment.cleaning.tables import settle
from quiz.assessment.cleaning.values import Block, Removed
from quiz.assessment.cleaning.zones import Part, article_of, goes


@dataclass(slots=True)
class Article:
    """The blocks of an article, and what was around it."""

    blocks: list[Block] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)


def article(page: Page) -> Article:
    """Choose the article among the parts of a page."""
    letters = sum(len(placed.block.text) for placed in page.blocks)
    reasons = [goes(placed.around, letters) for placed in page.blocks]
    placed = list(zip(page.blocks, reasons, strict=True))
    left = sum(len(p.block.text) for p, why in placed if not why)
    chosen = article_of(page.seen.articles, left)
    title = _title([p for p, _ in placed], chosen)
    found = Article()
    kept = []
    for part, why in placed:
        outside = chosen is not None and chosen not in part.articles
        if part is not title and (why or outside):
            found.removed.append(Removed(part.block.text, why or "outside the article"))
        else:
            kept.append(part.block)
    found.blocks = settle(kept)
    if page.notes:
        found.removed.append(Removed(" ".join(page.notes), "marks of footnotes"))
    return found


def _title(blocks: Sequence[Placed], chosen: Part | None) -> Placed | None:
    """The article's title; where it has none, one that stands above it, in the head of the page."""
    titles = [p for p in blocks if p.block.kind == "title"]
    within = (p for p in titles if chosen in p.articles)
    above = (p for p in titles if not any(part.sure for part in p.around))
    return next(within, None) or next(above, None)
