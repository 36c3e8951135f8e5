"""W301: words of the passage that stand together without a space, as pasting leaves them.

Three signs tell them: a capital within a word (`RubioSecretary`), a name of the passage with
another word at its end (`Trumpagreed`), a full stop with a capital right behind it. Spellings that
are meant are left alone: families and makers (McDonald, YouTube), words that come back with the
same capital, derived words (Frenchman, Marxism), and whatever a `names:` line lists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from quiz.assessment.check import tables
from quiz.assessment.check.draft import Draft
from quiz.assessment.check.words import LONGEST_WORD, bare

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_STOPPED = re.compile(
    r"(?<![\w.@/])([^\W\d_]{2,})([.!?;:,])((?:[A-ZÀ-ÖØ-ÞА-Я][^\W\d_]+|[AI](?= )))(?![\w@/]|\.\w)"
)
_RUN = re.compile(r"\S+")
_ADDRESS = ("://", "www.", "@")
_BINNEN_I = re.compile(r"[^\W\d_]+In(?:nen)?")
_NAME = 4  # letters of a name that another word can cling to
_SURE = 6  # letters of a rest that is a word, whatever it is
_VOWEL = re.compile(r"[aeiouyáéíóúàèìòùâêîôûäöüаеёиоуыэюяіїє]")


class Glue:
    """Finds glued words, with what the passages of a draft know of words and names."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.counts: Counter[str] = draft.spelled
        self.german = draft.language.lower().startswith("de")
        self.common = tables.of(tables.PLAIN, draft.language)

    def faults(self, text: str) -> Iterator[tuple[int, str, str]]:
        """Give the glued words of a paragraph: offset, words, what they should read."""
        text = _RUN.sub(_without_address, text)
        found, before = [], ""
        for match in TOKEN.finditer(text):
            follows = before if text[match.start() - 1 : match.start()] == " " else ""
            found.append((match.start(), match.group(), self.parted(match.group(), follows)))
            before = match.group() if text[match.end() : match.end() + 1] == " " else ""
        found += [(m.start(), m.group(), self._spaced(m)) for m in _STOPPED.finditer(text)]
        yield from sorted(fault for fault in found if fault[2])

    def parted(self, token: str, before: str = "") -> str:
        """Give the words that a token was glued from, or "" where it is one word.

        ``before`` is the word that stands before it in the same phrase.
        """
        word = bare(token)
        if len(word) > LONGEST_WORD or not word.isalpha() or word in self.draft.listed:
            return ""
        parts = self._by_case(word, before) or self._by_name(word) or self._by_little_word(word)
        if not parts and before.istitle() and before.lower() not in self.common:
            parts = self._by_first_name(word)
        return _joined(parts, self.common) + token[len(word) :] if parts else ""

    def _spaced(self, match: re.Match[str]) -> str:
        """Part `talks.The` where what follows the mark is a word or a name of the passage."""
        known = match[3].istitle() and self._knows(match[3], shortest=1)
        return f"{match[1]}{match[2]} {match[3]}" if known else ""

    def _by_case(self, word: str, before: str) -> list[str]:
        """A capital within a word: `RubioSecretary`."""
        if word.islower() or word.istitle() or word.isupper():
            return []
        parts = _pieces(word)
        if len(parts) < 2 or self._is_meant(word, parts):
            return []
        if parts[0].islower() or any(p.isupper() for p in parts):
            return parts if all(self._knows(p) for p in parts) else []
        return parts if self._are_words(parts, before) else []

    def _are_words(self, parts: list[str], before: str) -> bool:
        """Whether parts with a capital each are words on their own rather than a maker's name.

        They are where the passage has one of them elsewhere, or where a name stands before them, or
        where they begin with a little word ("TheRussians"). Of others, two common words are a maker
        ("ReadWorks") and two long parts are none.
        """
        common = [p.lower() in self.draft.lower for p in parts]
        told = any(p in self.counts for p in parts) or before[:1].isupper()
        little = parts[0].lower() in tables.LITTLE
        return told or little or (not all(common) and all(len(p) >= _NAME for p in parts))

    def _is_meant(self, word: str, parts: list[str]) -> bool:
        if word in tables.BRANDS or parts[0] in tables.NAME_PREFIXES or len(parts[0]) == 1:
            return True
        if self.german and _BINNEN_I.fullmatch(word):
            return True
        return self.counts[word] > 1 and not all(self._knows(p) for p in parts)

    def _knows(self, part: str, shortest: int = 2) -> bool:
        """Whether a part stands alone elsewhere, or is a common word."""
        return len(part) >= shortest and (part in self.counts or part.lower() in self.draft.lower)

    def _by_name(self, word: str) -> list[str]:
        """A name of the passage and a word behind it: `Trumpagreed`."""
        if not word.istitle() or self.counts[word] > 1:
            return []
        for end in range(len(word) - 2, _NAME - 1, -1):
            if word[:end] in self.draft.names and self._is_rest(word[end:], end):
                return [word[:end], word[end:]]
        return []

    def _is_rest(self, rest: str, before: int) -> bool:
        if rest in tables.ENDINGS or not _VOWEL.search(rest):
            return False
        if len(rest) == 2:
            return rest in tables.SHORT and before > _NAME
        if rest in self.counts or rest in self.common:
            return True
        return len(rest) >= _SURE and not any(rest.endswith(e) for e in _LONG_ENDINGS)

    def _by_first_name(self, word: str) -> list[str]:
        """A last name that stands nowhere else, told by the name before it: `Ada Berglundsaid`."""
        if not word.istitle() or self.counts[word] > 1:
            return []
        for end in range(_NAME, len(word) - 2):
            name, rest = word[:end], word[end:]
            is_word = len(rest) > _NAME and rest in self.draft.lower and rest not in tables.ENDINGS
            if (is_word or rest in tables.AFTER_NAMES) and name.lower() not in self.draft.lower:
                return [name, rest]
        return []

    def _by_little_word(self, word: str) -> list[str]:
        """A word of the passage and "the", "that", "from" …: `agreementthat`; English only."""
        english = self.draft.language.lower().startswith("en")
        if not english or not word.islower() or word in tables.NOT_GLUED or self.counts[word] > 1:
            return []
        if not (word.endswith(tables.TAILS) or word.startswith(tables.HEADS)):  # most words
            return []
        for little in tables.TAILS:
            head = word.removesuffix(little)
            if head != word and len(head) >= 3 and head in self.counts:
                return [head, little]
        for little in tables.HEADS:
            tail = word.removeprefix(little)
            if tail != word and len(tail) >= 4 and tail in self.counts:
                return [little, tail]
        return []


_LONG_ENDINGS = tuple(e for e in sorted(tables.ENDINGS) if len(e) >= 3)


def _without_address(run: re.Match[str]) -> str:
    """Blank out web and mail addresses, keeping their length."""
    return " " * len(run[0]) if any(sign in run[0] for sign in _ADDRESS) else run[0]


def _pieces(word: str) -> list[str]:
    """Cut a word before each capital that follows a small letter."""
    cuts = [n for n in range(1, len(word)) if word[n - 1].islower() and word[n].isupper()]
    return [word[a:b] for a, b in zip([0, *cuts], [*cuts, len(word)], strict=True)]


def _joined(parts: list[str], common: frozenset[str]) -> str:
    """Join parts with spaces; a comma where a name is followed by who it is."""
    text = parts[0]
    for before, part in pairwise(parts):
        told = part[0].isupper() or part in tables.APPOSITIONS
        names = told and before[0].isupper() and before.lower() not in common
        text += (", " if names else " ") + part
    return text
