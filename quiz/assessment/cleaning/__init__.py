"""A paste or an upload → a clean passage: paragraphs, subheadings, lists, quotations, emphasis.

What the page had around its text goes and is listed, captions are set apart, words without a
space between them and names spelled in two ways become proposals. No word is lost on the way:
each stands in the Markdown, the title, what was removed, or the captions.
"""

from __future__ import annotations

import re

from quiz.assessment.cleaning import markup, plain
from quiz.assessment.cleaning.article import Article, article
from quiz.assessment.cleaning.captions import set_apart
from quiz.assessment.cleaning.characters import tidy
from quiz.assessment.cleaning.furniture import joined, strip
from quiz.assessment.cleaning.gluing import accept, mended, proposals
from quiz.assessment.cleaning.headings import entitle, page_title, subheadings
from quiz.assessment.cleaning.page import walk
from quiz.assessment.cleaning.parting import part
from quiz.assessment.cleaning.spellings import spelled_apart
from quiz.assessment.cleaning.tongue import language_of
from quiz.assessment.cleaning.upload import read_upload
from quiz.assessment.cleaning.values import Cleaned, Proposal, Removed
from quiz.assessment.cleaning.writing import write

__all__ = ["Cleaned", "Proposal", "Removed", "accept", "clean", "read_upload"]

_MOST = 10_000  # paragraphs that are looked at; what has more is no article, and only written
_PAGE = re.compile(r"\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)


def clean(source: str, kind: str = "text", language: str = "") -> Cleaned:
    """Clean a paste of ``kind`` ``text``, ``html`` or ``markdown``; never raises, fetches nothing.

    ``language`` is a BCP 47 tag; without one it is told by the commonest words.
    """
    found, title, said = _blocks(source, kind)
    if len(found.blocks) > _MOST:
        markdown, _ = write(list(part(found.blocks)))
        return Cleaned(markdown, title, tuple(joined(found.removed)), language=language or "en")
    kept, gone = strip(found.blocks)
    kept, captions = set_apart(kept)
    kept, title = entitle(kept, title)
    blocks = list(part(subheadings(kept)))
    tongue = language or language_of(blocks, said)
    markdown, written = write(blocks)
    glued = proposals(written, tongue)
    return Cleaned(
        markdown,
        title,
        tuple(joined([*found.removed, *gone])),
        tuple(captions),
        glued,
        spelled_apart(mended(markdown, glued), tongue),
        tongue,
    )


def _blocks(source: str, kind: str) -> tuple[Article, str, str]:
    """Give the blocks of a source, the title and the language that its page claims."""
    if kind == "html" or (kind == "text" and _PAGE.match(source)):
        return _page(source)
    text = tidy(source)
    if kind == "markdown":
        return _markdown(text)
    return Article(plain.blocks(text)), "", ""


def _page(source: str) -> tuple[Article, str, str]:
    page = walk(source)
    return article(page), page_title(page.title), page.language


def _markdown(text: str) -> tuple[Article, str, str]:
    body, frame, title = markup.without_frame(text)
    html = markup.html_of(body)
    found = Article(plain.blocks(body)) if html is None else _page(html)[0]
    if frame.strip():
        found.removed.insert(0, Removed(frame, "front matter"))
    return found, title, ""
