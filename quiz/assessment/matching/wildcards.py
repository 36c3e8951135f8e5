"""Accepted forms as they are written: ``\\`` escapes, and ``*`` for any characters."""

from __future__ import annotations

import re

STAR = "\ue000"
"""Stands for an unescaped ``*`` in a form; a private character, which folding lets be."""

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])|(\*)")


def unescape(form: str) -> str:
    """Take the escapes out of a form: ``\\*`` is a star, ``\\|`` a bar. Stars stay as they are."""
    return _ESCAPE.sub(lambda m: m[1] or m[2], form)


def starred(form: str) -> str:
    """Take the escapes out of a form and put `STAR` for each star that is not escaped."""
    return _ESCAPE.sub(lambda m: m[1] or STAR, form.replace(STAR, ""))


def unstarred(form: str) -> str:
    """Give a text that a form accepts: nothing in the place of each star."""
    text = " ".join(starred(form).replace(STAR, "").split())
    return text or unescape(form)


def fits(pattern: str, text: str) -> bool:
    """Whether a folded text is what a folded pattern with `STAR` in it asks for.

    A star that stands as a word of its own may stand for no word at all. The parts between stars
    are looked for from the left, each as early as it can be: linear, whatever the text.
    """
    if STAR not in pattern:
        return pattern == text
    first, *middle, last = f" {pattern} ".split(STAR)
    text = f" {text} "
    if not text.startswith(first):
        return False
    at, before = len(first), first
    for part in middle:
        at = text.find(part, _from(at, before, part))
        if at < 0:
            return False
        at, before = at + len(part), part
    return text.endswith(last) and len(text) - len(last) >= _from(at, before, last)


def _from(at: int, before: str, part: str) -> int:
    """Let two parts share the space between them."""
    return at - 1 if before.endswith(" ") and part.startswith(" ") else at
