"""Heading lines: their id and their words, changed without touching the rest of the line."""

from __future__ import annotations

import re

from quiz.assessment.formats.markdown.sections import cut_heading
from quiz.assessment.language.folding import slug
from quiz.assessment.prose import plain_text

_ID = re.compile(r"(?:^|(?<=\s))#(\S*)")
_IN_QUOTES = re.compile(r'"[^"]*"')


def given_id(line: str) -> str:
    """Give the id that a heading's braces hold, or ""."""
    match = _id_token(cut_heading(line)[1] or "")
    return match[1] if match else ""


def with_id(line: str, id: str) -> str:
    """Write an id into a heading, in the place of the one that it has."""
    words, inner, at = cut_heading(line)
    if inner is None:
        return f"{_opening(line)} {words} {{#{id}}}"
    token = _id_token(inner)
    if token:
        changed = f"{inner[: token.start()]}#{id}{inner[token.end() :]}"
    else:
        changed = f"#{id} {inner}".rstrip()
    return f"{line[: at - 1]}{{{changed}}}"


def with_words(line: str, words: str, id: str) -> str:
    """Write other words into a heading; its id stays, written where the words would give another.

    What else its braces hold stays too.
    """
    _, inner, _ = cut_heading(line)
    words = " ".join(words.split())
    braces = "" if inner is None else f" {{{inner}}}"
    changed = f"{_opening(line)} {words}{braces}"
    kept = given_id(line) or (slug(plain_text(words)) or "part") == id
    safe = bool(braces) or not words.endswith(("}", "#"))
    return changed if kept and safe else with_id(changed if braces else f"{changed} {{}}", id)


def _opening(line: str) -> str:
    bare = line.lstrip()
    return line[: len(line) - len(bare)] + "#" * (len(bare) - len(bare.lstrip("#")))


def _id_token(inner: str) -> re.Match[str] | None:
    """Find ``#id`` outside of quotation marks; offsets count in ``inner``."""
    return _ID.search(_IN_QUOTES.sub(lambda m: "_" * len(m.group()), inner))
