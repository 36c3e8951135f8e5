"""Lines → Markdown tokens, with what is too long, too deep or not possible said as findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from quiz.assessment.document import Finding, Place
from quiz.assessment.prose import DEEPEST, LONGEST_PARAGRAPH, markdown

_MOST_BRACKETS = 200  # in a paragraph: each may begin a link, and Markdown looks for its end


def parse(lines: Sequence[str], first: int) -> tuple[list[Token], list[Finding]]:
    """Parse lines whose first is line ``first`` of the document.

    The tokens' ``map`` counts from the start of ``lines``. What is too long or too deep is a
    finding, and is not parsed.
    """
    fault = _too_deep(lines, first) or _too_long(lines, first)
    if fault:
        return [], [fault]
    tokens = markdown().parse("\n".join(lines))
    return tokens, [*_images(tokens, lines, first), *_deep_tokens(tokens, first)]


def _too_long(lines: Sequence[str], first: int) -> Finding | None:
    size, brackets, start = 0, 0, first
    for number, line in enumerate(lines, first):
        if line.strip():
            size, brackets = size + len(line), brackets + line.count("[")
        else:
            size, brackets, start = 0, 0, number + 1
        if brackets > _MOST_BRACKETS:
            message = f"a paragraph with more than {_MOST_BRACKETS} brackets `[`"
            return Finding("E117", Place(start), message, hint="part it by blank lines")
        if size > LONGEST_PARAGRAPH:
            message = f"a paragraph of more than {LONGEST_PARAGRAPH} characters"
            return Finding(
                "E117", Place(start), message, lines[start - first][:40], "part it by blank lines"
            )
    return None


_MARKER = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)|>)")
_RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$")


def _too_deep(lines: Sequence[str], first: int) -> Finding | None:
    """Markers in a row on one line, and lists by their indents: cheap, before any recursion.

    What is counted wrong here (a paragraph between two lists may run on) the tokens tell.
    """
    open_lists: list[int] = []  # the columns from which on a line is within the list
    for number, line in enumerate(lines, first):
        if not line.strip() or _RULE.match(line):
            continue
        words = line.lstrip()
        indent = len(line) - len(words)
        while open_lists and indent < open_lists[-1]:
            open_lists.pop()
        at, match = 0, _MARKER.match(line)
        while match and len(open_lists) <= DEEPEST:
            at = match.end()
            open_lists.append(at)
            match = _MARKER.match(line, at)
        if len(open_lists) > DEEPEST:
            return _deep(Place(number, indent + 1), words)
    return None


def _deep_tokens(tokens: Sequence[Token], first: int) -> list[Finding]:
    depth = 0
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open", "blockquote_open"}:
            depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close", "blockquote_close"}:
            depth -= 1
        if depth > DEEPEST:
            return [_deep(Place(first + (token.map or [0])[0]), "")]
    return []


def _deep(place: Place, line: str) -> Finding:
    message = f"lists or quotations within one another more than {DEEPEST} times"
    return Finding("E117", place, message, line.strip()[:40], "write it flatter")


def _images(tokens: Sequence[Token], lines: Sequence[str], first: int) -> Iterator[Finding]:
    index, column = 0, 0
    for token in tokens:
        if token.map and token.type != "inline":
            index, column = token.map[0], 0
        for child in token.children or ():
            if child.type in {"softbreak", "hardbreak"}:
                index, column = index + 1, 0
            elif child.type == "image":
                words = f"![{child.content}]"
                column = lines[index].find("![", column) + 1 if index < len(lines) else 0
                message = "images are not possible yet"
                hint = "remove it, or say in words what it shows"
                yield Finding("E118", Place(first + index, max(column, 1)), message, words, hint)
