"""Words of a text, folded for comparing: what the rules count and look for."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from quiz.assessment.language.numberwords import primary
from quiz.assessment.prose import plain_text

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SPECIAL = re.compile(r"[\\`*_\[\]<&!]")
_ENDINGS = {
    "en": ("ments", "ment", "ings", "ing", "ions", "ion", "ed", "es", "s", "e"),
    "de": ("ungen", "ung", "en", "er", "es", "em", "e", "n", "s"),
}
_OTHERS = ("es", "as", "os", "s", "e", "a", "o")
LONGEST_WORD = 60  # characters; a longer run of letters is no word


def plain(markdown: str) -> str:
    """Give inline Markdown without its marks; most texts hold none and need no parser."""
    return (plain_text(markdown) if _SPECIAL.search(markdown) else markdown).strip()


def fold(text: str) -> str:
    """Fold case, accents kept, quotation marks and white space: `Don’t  GO` is `don't go`."""
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").casefold().split())


def spelled(text: str) -> list[str]:
    """Give the words as they are spelled, without a possessive ending."""
    return [bare(m.group()) for m in _WORD.finditer(text)]


def bare(word: str) -> str:
    """Give a word without its possessive ending: `Zelensky's` is `Zelensky`."""
    return word[:-2] if word.endswith(("'s", "’s")) else word


def words(text: str) -> list[str]:
    """Give the words of a text, folded."""
    return [fold(word) for word in spelled(text)]


@lru_cache(maxsize=65_536)
def root(word: str, language: str) -> str:
    """Give a folded word without the ending that an inflection adds; rough, for comparing."""
    for ending in _ENDINGS.get(primary(language), _OTHERS):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def roots(text: str, language: str) -> list[str]:
    """Give the roots of the words of a text."""
    return [root(word, language) for word in words(text)]
