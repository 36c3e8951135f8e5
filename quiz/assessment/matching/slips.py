"""Slips of the keyboard: how many part a typed text from one that was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable

IDEOGRAPHS = "\u2e80"
"""From here on a character is a syllable or a word, and no slip is a small one."""


def allowed(word: str) -> int:
    """Give how many slips a word bears: one from six letters, two from ten, none with digits."""
    if any(c.isdigit() or c >= IDEOGRAPHS for c in word):
        return 0
    letters = sum(c.isalpha() for c in word)
    return 2 if letters >= 10 else 1 if letters >= 6 else 0


def slips(text: str, meant: str, *, name: bool) -> int | None:
    """Count the slips by which a folded text differs from the one that was meant.

    None where a word has more than it bears, or where the number of words differs. Slips are
    those of the optimal string alignment: a letter lost, added, changed, or two changed about.
    Two slips that touch the first letter are none, nor, but for a ``name``, is a lost or added
    beginning: "unacceptable" is not "acceptable", nor "atypical" "typical".
    """
    words, targets = text.split(), meant.split()
    if len(words) != len(targets):
        return None
    total = 0
    for word, target in zip(words, targets, strict=True):
        count = _in_word(word, target, name=name)
        if count is None:
            return None
        total += count
    return total


def _in_word(word: str, target: str, *, name: bool) -> int | None:
    if word == target:
        return 0
    most = 0 if any(c.isdigit() for c in word) else allowed(target)
    count = int(OSA.distance(word, target, score_cutoff=most))
    begins_anew = not name and (word.endswith(target) or target.endswith(word))
    if count > most or begins_anew or (count > 1 and word[:1] != target[:1]):
        return None
    return count


def distance(one: str, other: str) -> int:
    """Give the optimal string alignment distance of two texts."""
    return int(OSA.distance(one, other))


def nearest(text: str, others: Iterable[str], most: int) -> int:
    """Give the distance to the nearest of some texts, or ``most`` + 1 where none is so near."""
    return min((int(OSA.distance(text, o, score_cutoff=most)) for o in others), default=most + 1)
