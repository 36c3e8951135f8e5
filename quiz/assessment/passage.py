"""Passages: making one, and finding the words of a quote in it.

A quote is looked up in the passage's plain text with white space, quotation marks, hyphens and
accents normalised; ``…`` parts it into fragments that stand there in this order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from quiz.assessment.model import Evidence, Paragraph, Passage, Sentence
from quiz.assessment.sentences import Stored, sentences_of, stored_sentences

Span = tuple[int, int]

_QUOTES = dict.fromkeys(map(ord, "\"'“”„‟‘’‚‛«»‹›`´″′"), "'")
_HYPHENS = dict.fromkeys(map(ord, "-‐‑‒–—―−"), "-")
_SAME = _QUOTES | _HYPHENS
_ELLIPSIS = re.compile(r"\s*(?:\[\s*)?(?:…|\.\.\.)(?:\s*\])?\s*")
_LONGEST_QUOTE = 2_000  # characters; longer ones are looked up but get no nearest words
_MOST_PLACES = 50  # of one fragment; one that stands there more often says nothing
_ALIKE = 55  # of the words, in whatever order, and
_NEAR = 60  # rapidfuzz's ratio, 0…100, below which nearest words would only puzzle


def make(
    id: str,
    title: str,
    paragraphs: tuple[Paragraph, ...],
    *,
    language: str = "en",
    source: str = "",
    stored: Stored | None = None,
) -> Passage:
    """Make a passage; its sentences are split now, or taken from where a version stored them."""
    bare = Passage(id, title, paragraphs, (), source)
    found = (
        sentences_of(paragraphs, id, language)
        if stored is None
        else stored_sentences(bare.text, id, stored)
    )
    return Passage(id, title, paragraphs, found, source)


@lru_cache(maxsize=64)
def _normal(text: str) -> tuple[str, tuple[int, ...]]:
    """Normalise a text; beside it, for each character, its offset in the text as it was."""
    out: list[str] = []
    at: list[int] = []
    for offset, char in enumerate(text):
        for piece in _pieces(char):
            if piece != " " or (out and out[-1] != " "):
                out.append(piece)
                at.append(offset)
    return "".join(out), tuple(at)


@lru_cache(maxsize=4096)
def _pieces(char: str) -> str:
    if char.isspace():
        return " "
    decomposed = unicodedata.normalize("NFKD", char)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return kept.translate(_SAME)


def find(quote: str, text: str) -> list[tuple[Span, ...]]:
    """Find a quote in a text: each way it stands there as spans, two at most.

    Nothing: it does not stand there. One: its spans, in characters of ``text``. Two: it stands
    there more than once.
    """
    normal, offsets = _normal(text)
    whole = _occurrences(_normal(quote)[0].strip(), normal, 2)
    if whole:
        return [(_span(a, b, offsets),) for a, b in whole]
    fragments = [f for f in (_normal(p)[0].strip() for p in _ELLIPSIS.split(quote)) if f]
    if len(fragments) < 2:
        return []
    return [tuple(_span(a, b, offsets) for a, b in chain) for chain in _chains(fragments, normal)]


def _occurrences(needle: str, text: str, most: int) -> list[Span]:
    """The first places where whole words of a text read so."""
    found: list[Span] = []
    start = text.find(needle) if needle else -1
    while start >= 0 and len(found) < most:
        end = start + len(needle)
        if _at_border(text, start) and _at_border(text, end):
            found.append((start, end))
        start = text.find(needle, start + 1)
    return found


def _at_border(text: str, index: int) -> bool:
    if index in (0, len(text)):
        return True
    return not (text[index - 1].isalnum() and text[index].isalnum())


def _chains(fragments: Sequence[str], text: str) -> list[tuple[Span, ...]]:
    """The ways in which the fragments follow each other, two at most: the first, and another.

    The first chain takes each fragment as early as it can; where any other chain exists, one that
    differs from the first in a single fragment does too.
    """
    places: list[list[Span]] = [_occurrences(f, text, _MOST_PLACES) for f in fragments]
    if not all(places):
        return []
    first = _greedy(places)
    if first is None:
        return []
    others = [[s for s in spans if s != used] for spans, used in zip(places, first, strict=True)]
    for index, rest in enumerate(others):
        tried = [[s] for s in first]
        tried[index] = rest
        if rest and (other := _greedy(tried)):
            return [first, other]
    return [first]


def _greedy(places: Sequence[Sequence[Span]]) -> tuple[Span, ...] | None:
    chain: list[Span] = []
    for spans in places:
        after = chain[-1][1] if chain else 0
        following = next((s for s in spans if s[0] >= after), None)
        if following is None:
            return None
        chain.append(following)
    return tuple(chain)


def _span(start: int, end: int, offsets: Sequence[int]) -> Span:
    return offsets[start], offsets[end - 1] + 1


def nearest(quote: str, passages: Sequence[Passage]) -> str:
    """Give the words of the passages that are most like a quote, or "" where none is like it.

    Of a quote with ``…`` in it, the first fragment that no passage holds is looked for.
    """
    if len(quote) > _LONGEST_QUOTE:
        return ""
    parts = [p for p in _ELLIPSIS.split(quote) if p]
    missing = [p for p in parts if not any(find(p, passage.text) for passage in passages)]
    return _nearest(missing[0] if missing else quote, passages)


def _nearest(quote: str, passages: Sequence[Passage]) -> str:
    best, score = "", float(_NEAR)
    for passage in passages:
        texts = [s.text for s in passage.sentences]
        texts += [f"{a} {b}" for a, b in pairwise(texts)]
        hit = process.extractOne(quote, texts, scorer=fuzz.ratio, score_cutoff=score)
        part = process.extractOne(quote, texts, scorer=fuzz.partial_ratio, score_cutoff=80)
        if part and len(quote) < 0.7 * len(part[0]) and part[1] > score:
            best, score = _window(quote, part[0]), part[1]
        elif hit:
            best, score = hit[0], hit[1]
    return best or _told_otherwise(quote, passages)


def _told_otherwise(quote: str, passages: Sequence[Passage]) -> str:
    """Give the sentence that shares most words with a quote, whatever their order."""
    texts = [s.text for passage in passages for s in passage.sentences]
    hit = process.extractOne(quote, texts, scorer=fuzz.token_set_ratio, score_cutoff=_ALIKE)
    return hit[0] if hit else ""


def _window(quote: str, text: str) -> str:
    """The part of a sentence that is most like a shorter quote, in whole words."""
    place = fuzz.partial_ratio_alignment(quote, text)
    if place is None:
        return text
    start = text.rfind(" ", 0, place.dest_start + 1) + 1
    end = text.find(" ", place.dest_end)
    return text[start : end if end >= 0 else len(text)].strip()


def touched(spans: Sequence[Span], sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Give the ids of the sentences that a span touches, in the passage's order."""
    return tuple(s.id for s in sentences if any(a < s.end and b > s.start for a, b in spans))


@dataclass(frozen=True, slots=True)
class Lookup:
    """Where a quote was found: the evidence bound to its passage, or how often it stands there."""

    evidence: Evidence
    count: int


def paragraph(passages: Sequence[Passage], evidence: Evidence) -> tuple[str, int | None]:
    """Give the passage of bound evidence, and the number of the paragraph that it begins in."""
    passage = next(p for p in passages if p.id == evidence.passage)
    start = evidence.spans[0][0]
    numbers = [p.number for p in passage.paragraphs if p.start <= start]
    return passage.id, numbers[-1] if numbers else None


def bind(evidence: Evidence, passages: Sequence[Passage]) -> Lookup:
    """Bind a quote to the nearest passage that holds it; ``passages`` come the nearest first.

    The count is 0 where no passage holds it, 1 where it was bound, 2 where the nearest passage
    that holds it does so more than once.
    """
    for passage in passages:
        ways = find(evidence.quote, passage.text)
        if ways:
            spans = ways[0]
            bound = Evidence(
                evidence.quote,
                passage.id,
                spans,
                touched(spans, passage.sentences),
                evidence.place,
            )
            return Lookup(bound, len(ways))
    return Lookup(evidence, 0)
