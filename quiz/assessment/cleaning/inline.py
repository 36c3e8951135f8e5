"""The text of one block of a page as it comes in pieces: white space, line breaks, looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quiz.assessment.check.passage import END
from quiz.assessment.cleaning.tags import Tag
from quiz.assessment.model import Run

_SPACE = re.compile(r"\s+")
_MARKS = {"em": "em", "i": "em", "cite": "em", "b": "strong", "strong": "strong"}
_LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00|lighter)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_SLANTED = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_NOTE = re.compile(r"\[[\w ]{1,9}\]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FULL = 60  # characters, from which a line that ends a sentence before a break ends a paragraph


def marks_of(tag: Tag, around: frozenset[str]) -> frozenset[str]:
    """Give the looks of text within an element; ``around`` are those around it."""
    style = tag.attributes.get("style", "")
    mark = _MARKS.get(tag.name)
    marks = around | {mark} if mark else around
    if not style:
        return marks
    if _LIGHT.search(style):
        marks = marks - {"strong"}  # Google's clipboard wraps all of it in a light <b>
    elif _BOLD.search(style):
        marks = marks | {"strong"}
    return marks | {"em"} if _SLANTED.search(style) else marks


@dataclass(frozen=True, slots=True)
class _Chunk:
    text: str
    marks: frozenset[str]
    linked: bool


class Buffer:
    """Gathers the text of a block; footnotes' marks go to ``notes``."""

    def __init__(self, notes: list[str]) -> None:
        self.notes = notes
        self.chunks: list[_Chunk] = []

    def add(
        self, text: str, marks: frozenset[str], *, linked: bool = False, raised: bool = False
    ) -> None:
        """Take in a piece of text; ``raised`` text is a footnote's mark, or an exponent."""
        bare = text.strip()
        if raised and bare:
            if linked or _NOTE.fullmatch(bare):
                self.notes.append(bare)
                return
            text = text.translate(_RAISED)
        self.chunks.append(_Chunk(text, marks, linked))

    def take(self, *, verbatim: bool) -> list[tuple[tuple[Run, ...], int]]:
        """Give the paragraphs gathered, as runs and the number of linked letters; begin anew."""
        chunks, self.chunks = self.chunks, []
        if verbatim:
            whole = "".join(chunk.text for chunk in chunks)
            return [((Run(whole),), 0)] if whole.strip() else []
        found = [_runs(line) for line in _lines(chunks)]
        return [(runs, linked) for runs, linked in found if runs]


def _lines(chunks: Sequence[_Chunk]) -> Iterator[list[_Chunk]]:
    """Cut chunks at line breaks where a paragraph ends: two in a row, or after a full sentence."""
    line: list[_Chunk] = []
    since = ""  # the text since the last break
    for chunk in chunks:
        if chunk.text != "\n":
            line.append(chunk)
            since += chunk.text
            continue
        text = since.strip()
        if not text or (len(text) >= _FULL and END.search(text[-20:])):
            yield line
            line = []
        line.append(_Chunk(" ", frozenset(), linked=False))
        since = ""
    yield line


def _runs(chunks: Sequence[_Chunk]) -> tuple[tuple[Run, ...], int]:
    """Join chunks of one look, with single spaces and none around."""
    texts: list[list[str]] = []
    marks: list[frozenset[str]] = []
    linked, spaced = 0, True
    for chunk in chunks:
        text = _SPACE.sub(" ", chunk.text)
        text = text[1:] if spaced and text[:1] == " " else text
        if not text:
            continue
        spaced = text[-1] == " "
        linked += len(text) * chunk.linked
        if marks and marks[-1] == chunk.marks:
            texts[-1].append(text)
        else:
            texts.append([text])
            marks.append(chunk.marks)
    return _trimmed([Run("".join(t), m) for t, m in zip(texts, marks, strict=True)]), linked


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    while runs and not (last := runs[-1].text.rstrip()):
        runs.pop()
    if runs:
        runs[-1] = Run(last, runs[-1].marks)
    return tuple(runs)
