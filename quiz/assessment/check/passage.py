"""W3xx: the passage itself, as it is when somebody pastes it from a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from quiz.assessment.check import tables
from quiz.assessment.check.draft import Draft, Rule
from quiz.assessment.check.glued import Glue
from quiz.assessment.check.words import fold
from quiz.assessment.document import Finding, Place
from quiz.assessment.language.numberwords import primary
from quiz.assessment.model import Paragraph, Passage

_SHORT = 40  # words, up to which a paragraph can be furniture
_TITLE = 8  # words, up to which a paragraph can be a subheading or a line of a letter
END = re.compile(r"[.!?…:;—。！？：；؟۔।՝։][\s\"'’”»›“‘)\]】」』*]*(?:\[\d+\]|[¹²³⁰-⁹])*$|\.\.\.$")
_WITHOUT_MARKS = frozenset({"th", "lo", "km", "my"})


def glued_words(draft: Draft) -> Iterator[Finding]:
    """W301: words without a space between them, each at its first place."""
    glue, seen = Glue(draft), set()
    for passage in draft.set.passages:
        for index, paragraph in enumerate(passage.paragraphs):
            for _, words, meant in glue.faults(_without_code(paragraph)):
                if words not in seen:
                    seen.add(words)
                    yield _glued(draft, _place(draft, passage, index, words), words, meant)


def _without_code(paragraph: Paragraph) -> str:
    """Give a paragraph's text with what is written as code blanked out."""
    if paragraph.kind == "code":
        return ""
    return "".join(" " * len(r.text) if "code" in r.marks else r.text for r in paragraph.runs)


def _glued(draft: Draft, place: Place, words: str, meant: str) -> Finding:
    hint = f"write “{meant}”"
    if words.isalpha():
        hint += "; if it is one name, list it under `names:`"
    message = f"“{words}” looks like words without a space"
    return Finding("W301", place, message, words, hint, mend=meant)


def furniture(draft: Draft) -> Iterator[Finding]:
    """W302: what the page around a text leaves behind: "Source link", "Leave a Reply" …"""
    for passage in draft.set.passages:
        for index, paragraph in enumerate(passage.paragraphs):
            if _is_left_over(paragraph):
                words = paragraph.text.strip()
                hint = "delete it, or make it a sentence of the text"
                place = _place(draft, passage, index, words.split("\n")[0])
                message = f"“{_cut(words)}” is left over from a web page"
                yield Finding("W302", place, message, words, hint, mend="")


def _cut(words: str) -> str:
    return words if len(words) <= 60 else words[:59].rstrip() + "…"


def _is_left_over(paragraph: Paragraph) -> bool:
    return paragraph.kind not in {"code", "cell"} and is_furniture(paragraph.text)


def is_furniture(paragraph: str) -> bool:
    """Whether a paragraph is what the page around a text leaves behind."""
    if len(paragraph) > 1_000:
        return False
    text = fold(paragraph).strip(" .:!*·|»>→›…")
    if len(text.split()) > _SHORT:
        return False
    if tables.FURNITURE_WHOLE.fullmatch(text):
        return True
    starts = tables.FURNITURE_BEGINS.match(fold(paragraph))
    return bool(starts or tables.FURNITURE_HOLDS.search(text))


def no_end_mark(draft: Draft) -> Iterator[Finding]:
    """W303: a paragraph without an end mark; the short lines of a letter need none."""
    if primary(draft.language) in _WITHOUT_MARKS:
        return
    for passage in draft.set.passages:
        is_letter = any(_greets(p) for p in passage.paragraphs[:4])
        for index, paragraph in enumerate(passage.paragraphs):
            text = paragraph.text.strip()
            if paragraph.kind != "text" or not text or END.search(text[-20:]):
                continue
            short = len(text) < 200 and len(text.split()) <= _TITLE
            if not (is_letter and short) and not _is_left_over(paragraph):
                yield _unended(draft, passage, index, short)


def _greets(paragraph: Paragraph) -> bool:
    text = paragraph.text[:80]
    return bool(tables.SALUTATION.match(text)) and len(text.split()) <= _TITLE


def _unended(draft: Draft, passage: Passage, index: int, short: bool) -> Finding:
    text = passage.paragraphs[index].text.strip()
    last = " ".join(text[-80:].split()[-3:])
    hint = "end it with a full stop, or with what is missing"
    if short:
        hint = f"if it is a subheading, write `### {text}`; else end it with a full stop"
    first, end = _lines(passage, index)
    place = draft.source.find_last(last, first, end)
    if place is None:  # the words stand on two lines, or with marks between them
        last = last.split()[-1]
        place = draft.source.find_last(last, first, end) or Place(first)
    return Finding("W303", place, "this paragraph has no end mark", last, hint, mend=f"{last}.")


def _place(draft: Draft, passage: Passage, index: int, words: str) -> Place:
    """Find words of a paragraph in the source; the paragraph's first line where that fails."""
    first, last = _lines(passage, index)
    return draft.source.find(words, first, last) or Place(first)


def _lines(passage: Passage, index: int) -> tuple[int, int]:
    """Give the first and the last line that a paragraph can stand on."""
    paragraphs = passage.paragraphs
    first = paragraphs[index].line
    after = next((p.line for p in islice(paragraphs, index + 1, None) if p.line > first), 0)
    return max(first, 1), after - 1 if after else first + passage.source.count("\n")


RULES: Sequence[Rule] = (glued_words, furniture, no_end_mark)
