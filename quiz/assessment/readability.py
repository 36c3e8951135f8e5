"""How long and how hard a passage is; each figure says how it is computed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil

from quiz.assessment.language.folding import plain
from quiz.assessment.model import Passage

WORDS_A_MINUTE = 200
"""Reading in order to learn (Carver 1990, *Reading Rate*); plain reading of adults is 300."""

_WORD = re.compile(r"[^\W_]+(?:['’.,:-][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?:[^laeiouy]e|[aeiouy]le|[^laeiouytd]ed|[aeiouyl]led|[^laeiouysxzchg]es|[aeiouy]les)$"
)
_LONG = 6  # letters; LIX calls words of more than these long


@dataclass(frozen=True, slots=True)
class Readability:
    """The figures; ``ease`` and ``grade`` are for English and else None, as where no words are."""

    words: int
    sentences: int
    minutes: int
    ease: float | None
    grade: float | None
    lix: float | None


def readability(passage: Passage, language: str = "en") -> Readability:
    """Measure a passage. Subheadings are not counted: they are no sentences."""
    found = [word for sentence in passage.sentences for word in words(sentence.text)]
    sentences = len(passage.sentences)
    if not found:
        return Readability(0, sentences, 0, None, None, None)
    english = language.split("-", maxsplit=1)[0].lower() == "en"
    a_sentence = len(found) / sentences
    a_word = sum(map(syllables, found)) / len(found) if english else 0.0
    return Readability(
        words=len(found),
        sentences=sentences,
        minutes=minutes(len(found)),
        ease=flesch_ease(a_sentence, a_word) if english else None,
        grade=flesch_kincaid_grade(a_sentence, a_word) if english else None,
        lix=lix(a_sentence, sum(map(_is_long, found)) / len(found)),
    )


def words(text: str) -> list[str]:
    """Give the words of a text: runs of letters and digits; one with a hyphen is one word."""
    return _WORD.findall(text)


def minutes(count: int) -> int:
    """Reading time: words ÷ 200 a minute, rounded up."""
    return ceil(count / WORDS_A_MINUTE)


def flesch_ease(words_a_sentence: float, syllables_a_word: float) -> float:
    """Reading ease (Flesch 1948): 206.835 - 1.015 × words a sentence - 84.6 × syllables a word.

    100 is very easy, 60 plain English, 30 difficult; it may go beyond 0…100.
    """
    return 206.835 - 1.015 * words_a_sentence - 84.6 * syllables_a_word


def flesch_kincaid_grade(words_a_sentence: float, syllables_a_word: float) -> float:
    """School grade (Kincaid 1975): 0.39 × words a sentence + 11.8 × syllables a word - 15.59."""
    return 0.39 * words_a_sentence + 11.8 * syllables_a_word - 15.59


def lix(words_a_sentence: float, long_words: float) -> float:
    """LIX (Björnsson 1968): words a sentence + 100 × share of words with more than 6 letters.

    Below 30 is very easy, above 60 very difficult, in any language with letters.
    """
    return words_a_sentence + 100 * long_words


def syllables(word: str) -> int:
    """Estimate the syllables of an English word: its runs of vowels, less a silent -e, -ed or -es.

    At least one. A word of digits counts as its digits.
    """
    letters = plain(word)
    digits = sum(char.isdigit() for char in letters)
    count = len(_VOWELS.findall(letters)) + digits
    return max(1, count - bool(count > 1 and _SILENT.search(word.lower())))


def _is_long(word: str) -> bool:
    return sum(char.isalpha() for char in word) > _LONG
