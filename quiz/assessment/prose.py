"""Inline Markdown → plain text: the one Markdown parser of the project.

CommonMark with tables; without raw HTML, setext headings, indented code and link references,
each of which would make text vanish or change its meaning without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import list_block as _list_block
from markdown_it.token import Token

from quiz.assessment.model import Run

DEEPEST = 8  # lists and quotations within one another
LONGEST_PARAGRAPH = 20_000  # characters; longer ones are refused before Markdown sees them

_NUMBER = re.compile(r"\s*(\d+)[.)]")


@cache
def markdown() -> MarkdownIt:
    """Give the parser. It is safe to share: parsing keeps no state in it."""
    md = MarkdownIt("commonmark", {"html": False, "maxNesting": 4 * DEEPEST})
    md.enable("table")
    md.disable(["lheading", "html_block", "html_inline", "code", "reference"])
    md.block.ruler.at("list", _list_from_one, {"alt": ["paragraph", "blockquote"]})
    return md


def _list_from_one(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """CommonMark's list, but "2014. Crimea…" stays text: a numbered list begins with 0 or 1."""
    begin = state.bMarks[start] + state.tShift[start]
    match = _NUMBER.match(state.src, begin, min(begin + 12, state.eMarks[start]))
    if match and match[1] not in {"0", "1"} and not silent:
        return False  # silent: the question is only whether a paragraph ends here
    return _list_block(state, start, end, silent)


_MARKS = {"em": "em", "strong": "strong"}


def runs_of(token: Token) -> tuple[Run, ...]:
    """Give an inline token's text in runs of one look. A link is its text: a test links nowhere."""
    runs: list[Run] = []
    open_marks: list[str] = []
    for child in token.children or ():
        name, _, end = child.type.rpartition("_")
        if name in _MARKS:
            change: Callable[[str], None] = (
                open_marks.append if end == "open" else open_marks.remove
            )
            change(_MARKS[name])
        elif text := _text_of(child):
            marks = frozenset([*open_marks, "code"] if child.type == "code_inline" else open_marks)
            if runs and runs[-1].marks == marks:
                runs[-1] = Run(runs[-1].text + text, marks)
            else:
                runs.append(Run(text, marks))
    return tuple(runs)


def _text_of(child: Token) -> str:
    if child.type in {"softbreak", "hardbreak"}:
        return " "
    return child.content if child.type in {"text", "code_inline", "image"} else ""


_NO_MARK = re.compile(r"[^\\`*_\[\]<&\r\n\0]*")


def plain_text(source: str) -> str:
    """Give the plain text of inline Markdown: what a reader sees, without its looks."""
    source = source[:LONGEST_PARAGRAPH]
    if _NO_MARK.fullmatch(source):  # most texts: there is nothing to be parsed
        return source
    return "".join(run.text for token in markdown().parseInline(source) for run in runs_of(token))


_SPECIAL = re.compile(r"([\\`*_\[\]<&!])")
_OPENING = re.compile(r"^(?:([#>+~|=-])|(\d+)([.)]))")


def escape(text: str) -> str:
    """Write plain text as inline Markdown that reads as the same text."""
    escaped = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _OPENING.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", escaped)
