"""A passage as HTML: its paragraphs with their numbers, a ``span`` around each sentence.

The same for every reader, so `rendered` keeps it per version in the process. The evidence is
marked only where `page` is given spans, which nothing but the result page does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from quiz.assessment.model import Paragraph, Passage, Sentence

if TYPE_CHECKING:
    from quiz.storage.sets import Version

Span = tuple[int, int]
Wrap = Callable[[Sentence, Markup], Markup]
"""What is put around a sentence's HTML."""

TAGS = {"em": "em", "strong": "strong", "code": "code"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A passage ready to be shown; ``paragraphs`` is how many have a number."""

    id: str
    title: str
    body: Markup
    paragraphs: int
    words: int


@dataclass(frozen=True, slots=True)
class _Pen:
    """What writing a paragraph needs to know: its passage, the marks, and the sentences' frame."""

    passage: Passage
    marks: Sequence[Span]
    wrap: Wrap
    prefix: str


def span(sentence: Sentence, html: Markup) -> Markup:
    """Put around a sentence what scripts know it by."""
    return Markup('<span class="s" data-sentence="{}">{}</span>').format(sentence.id, html)


def rendered(version: Version) -> tuple[Sheet, ...]:
    """Give all passages of a version, without marks; kept per version."""
    return _kept(version.id, version.digest, _Held(version))


class _Held:
    """A version that takes no part in the comparison of a cache's keys."""

    def __init__(self, version: Version) -> None:
        self.version = version

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=64)
def _kept(_id: int, _digest: str, held: _Held) -> tuple[Sheet, ...]:
    return sheets(held.version.questions.passages)


def sheets(
    passages: Sequence[Passage],
    marks: Mapping[str, Sequence[Span]] | None = None,
    wrap: Wrap = span,
) -> tuple[Sheet, ...]:
    """Render passages; ``marks`` are spans of evidence by passage id."""
    marked = marks or {}
    return tuple(
        _sheet(_Pen(passage, marked.get(passage.id, ()), wrap, anchor(index, None)))
        for index, passage in enumerate(passages)
    )


def anchor(index: int, number: int | None) -> str:
    """Give the id of a paragraph: ``p3``, or ``p2-3`` in the second passage."""
    prefix = "p" if index == 0 else f"p{index + 1}-"
    return prefix if number is None else f"{prefix}{number}"


def _sheet(pen: _Pen) -> Sheet:
    passage = pen.passage
    numbers = {p.number for p in passage.paragraphs if p.number is not None}
    body = Markup("\n").join(_blocks(pen))
    return Sheet(passage.id, passage.title, body, len(numbers), len(passage.text.split()))


def _blocks(pen: _Pen) -> Iterator[Markup]:
    """Write the paragraphs; what belongs together (a list, a table, a quotation) in one block."""
    indexed = list(enumerate(pen.passage.paragraphs))
    for (kind, _), group in groupby(indexed, key=lambda pair: _together(pair[1], pair[0])):
        paragraphs = list(group)
        yield _BLOCKS.get(kind, _text)(pen, paragraphs)


def _together(paragraph: Paragraph, index: int) -> tuple[str, int]:
    if paragraph.kind == "quote":
        return "quote", -1
    if paragraph.kind in {"item", "cell"}:
        return paragraph.kind, paragraph.number or 0
    return paragraph.kind, index


Indexed = tuple[int, Paragraph]


def _text(pen: _Pen, group: Sequence[Indexed]) -> Markup:
    return Markup("\n").join(
        Markup("<p{}>{}</p>").format(_number(pen, paragraph), _words(pen, index))
        for index, paragraph in group
    )


def _heading(pen: _Pen, group: Sequence[Indexed]) -> Markup:
    return Markup("<h2>{}</h2>").format(_words(pen, group[0][0]))


def _code(pen: _Pen, group: Sequence[Indexed]) -> Markup:
    index, paragraph = group[0]
    return Markup("<pre{}>{}</pre>").format(_number(pen, paragraph), _words(pen, index))


def _quote(pen: _Pen, group: Sequence[Indexed]) -> Markup:
    return Markup("<blockquote>{}</blockquote>").format(_text(pen, group))


def _list(pen: _Pen, group: Sequence[Indexed]) -> Markup:
    items = Markup("").join(Markup("<li>{}</li>").format(_words(pen, i)) for i, _ in group)
    return Markup("<ul{}>{}</ul>").format(_number(pen, group[0][1]), items)


def _table(pen: _Pen, group: Sequence[Indexed]) -> Markup:
    head, *rows = (list(row) for _, row in groupby(group, key=lambda pair: pair[1].row))
    return Markup("<table{}><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        _number(pen, group[0][1]),
        _cells(pen, head, Markup('<th scope="col">{}</th>')),
        Markup("").join(
            Markup("<tr>{}</tr>").format(_cells(pen, row, Markup("<td>{}</td>"))) for row in rows
        ),
    )


def _cells(pen: _Pen, row: Iterable[Indexed], frame: Markup) -> Markup:
    return Markup("").join(frame.format(_words(pen, index)) for index, _ in row)


_BLOCKS: Mapping[str, Callable[[_Pen, Sequence[Indexed]], Markup]] = {
    "heading": _heading,
    "code": _code,
    "quote": _quote,
    "item": _list,
    "cell": _table,
}


def _number(pen: _Pen, paragraph: Paragraph) -> Markup:
    if paragraph.number is None:
        return Markup("")
    return Markup(' class="n" id="{0}{1}" data-paragraph="{1}"').format(
        pen.prefix, paragraph.number
    )


def _words(pen: _Pen, index: int) -> Markup:
    """Write a paragraph's text: each sentence in its frame, what stands between them plain."""
    paragraph = pen.passage.paragraphs[index]
    at, end = paragraph.start, paragraph.start + len(paragraph.text)
    out: list[Markup] = []
    for sentence in (s for s in pen.passage.sentences if s.paragraph == index):
        out += _slice(pen, paragraph, (at, sentence.start))
        inside = Markup("").join(_slice(pen, paragraph, (sentence.start, sentence.end)))
        out.append(pen.wrap(sentence, inside))
        at = sentence.end
    out += _slice(pen, paragraph, (at, end))
    return Markup("").join(out)


def _slice(pen: _Pen, paragraph: Paragraph, part: Span) -> list[Markup]:
    """Write a part of a paragraph, the runs cut where the part or a mark begins or ends."""
    out: list[Markup] = []
    for start, end, marked in _cut(part, pen.marks):
        html = Markup("").join(_runs(paragraph, start, end))
        out.append(Markup("<mark>{}</mark>").format(html) if marked else html)
    return out


def _cut(part: Span, marks: Sequence[Span]) -> Iterator[tuple[int, int, bool]]:
    borders = {b for mark in marks for b in mark if part[0] < b < part[1]}
    edges = sorted({*part, *borders})
    for start, end in pairwise(edges):
        yield start, end, any(a <= start and end <= b for a, b in marks)


def _runs(paragraph: Paragraph, start: int, end: int) -> Iterator[Markup]:
    at = paragraph.start
    for run in paragraph.runs:
        text = run.text[max(start - at, 0) : max(end - at, 0)]
        at += len(run.text)
        if text:
            yield _look(text, run.marks)


def _look(text: str, marks: frozenset[str]) -> Markup:
    html = escape(text)
    for mark in sorted(marks & TAGS.keys()):
        html = Markup("<{0}>{1}</{0}>").format(TAGS[mark], html)
    return html
