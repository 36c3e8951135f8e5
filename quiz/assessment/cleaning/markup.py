"""Markdown of any origin → HTML, which `page` then walks: links, images and HTML within it go.

Not the parser of `prose`: that one reads our own documents, in which an underlined heading, a link
reference or HTML is plain text. Here they are what their writer meant.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt

from quiz.assessment.formats.markdown.frame import split

_LARGEST = 1_000_000  # characters
_LONGEST = 30_000  # characters without a blank line
_BRACKETS = 300  # in as many: each may begin a link
_INDENT, _MARKERS = 100, 20  # spaces before a line, and markers of lists and quotations on it
_MARKS = re.compile(r"[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]*)*+")
_MARK = re.compile(r"[-*+>]|\d[.)]")
_TITLE = "title:"


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True, "maxNesting": 200}).enable("table")


def without_frame(text: str) -> tuple[str, str, str]:
    """Give a document without its front matter, that, and the title that it tells."""
    lines = text.split("\n")
    head = split(lines)
    if not head or not head[1]:
        return text, "", ""
    titles = (line.removeprefix(_TITLE).strip() for line in head[0] if line.startswith(_TITLE))
    title = next((re.sub("^[\"']|[\"']$", "", words) for words in titles), "")
    return "\n".join(lines[head[1] :]), "\n".join(head[0]), title


def html_of(text: str) -> str | None:
    """Give the HTML of Markdown; None where it is too large or too deep to be read as such."""
    return None if _is_beyond(text) else str(_parser().render(text))


def _is_beyond(text: str) -> bool:
    size = brackets = 0
    for line in text.split("\n"):
        blank = not line.strip()
        size = 0 if blank else size + len(line)
        brackets = 0 if blank else brackets + line.count("[") + line.count("<")
        begin = _MARKS.match(line[:2_000])
        marks = begin[0] if begin else ""
        deep = len(marks) > _INDENT or len(_MARK.findall(marks)) > _MARKERS
        if size > _LONGEST or brackets > _BRACKETS or deep:
            return True
    return len(text) > _LARGEST
