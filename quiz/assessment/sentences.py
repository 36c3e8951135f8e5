"""Plain text → sentences and their ids.

A boundary is an end mark, its closing quotation marks, white space, and something that can open
a sentence. Abbreviations and initials are no ends. The splitter may get better: a published
version keeps the places that it was published with (`Stored`), so what was answered stays.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from quiz.assessment.language.folding import plain
from quiz.assessment.model import Paragraph, Sentence

Stored = Sequence[tuple[str, str, int, int, int]]
"""Sentences' places as a version keeps them: id, passage id, paragraph index, start, end."""

_CLOSERS = "\"'”’»›)\\]"
_OPENERS = "\"'“‘„«‹([¿¡—–-"
_END = re.compile(
    rf"(?P<mark>(?<![.!?…])[.!?…]++|[。！？])(?P<close>[{_CLOSERS}]*+)"
    rf"(?:(?P<gap>\s++)|(?<=[。！？])|(?P<glued>(?<=[a-z][a-z][.!?])(?=[A-Z][a-z])))"
)
_LAST_WORD = re.compile(r"[\w.'’-]*$")

# Words whose full stop ends no sentence. Titles, Latin, months, units; the set is closed under
# "nothing that commonly ends a sentence", so "etc." and "p.m." are not in it.
_ABBREVIATIONS = {
    "en": "mr mrs ms dr prof gen col lt sgt capt gov sen rep rev hon st mt jr sr vs cf e.g i.e viz"
    " no nos jan feb mar apr jun jul aug sept sep oct nov dec approx dept est fig vol pp ca",
    "de": "dr prof hr fr nr bzw vgl z.b d.h u.a ca st sog evtl ggf mio mrd jan feb aug sept okt nov"
    " dez abs art u s z",
    "fr": "m mm mme mlle dr prof st ste cf p.ex env no art av janv févr juil sept oct nov déc",
    "es": "sr sra srta dr dra prof d dña núm pág p.ej ee aprox ud uds av",
    "uk": "ім р рр ст т д напр див вул м обл проф акад",
    "ru": "им г гг ст т д напр см ул обл проф акад",
}
_COMMON = frozenset(_ABBREVIATIONS["en"].split())
_SETS = {lang: frozenset(words.split()) for lang, words in _ABBREVIATIONS.items()}
# "the U.S. The…" ends a sentence, "the U.S. Senate" does not: only these words open one there.
_OPENING = frozenset(
    [
        "the",
        "a",
        "an",
        "he",
        "she",
        "it",
        "they",
        "we",
        "you",
        "i",
        "this",
        "that",
        "these",
        "those",
        "in",
        "on",
        "at",
        "but",
        "and",
        "so",
        "yet",
        "when",
        "while",
        "after",
        "before",
        "if",
        "as",
        "for",
        "there",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "not",
        "no",
        "what",
        "who",
        "why",
        "how",
    ]
)


def _is_end(text: str, match: re.Match[str], language: str) -> bool:
    after = text[match.end() : match.end() + 40]
    after = after.lstrip(_OPENERS) if match["gap"] else after
    if not after or after[0].islower():
        return False
    if match["mark"] != "." or match["close"]:
        return True
    word = _LAST_WORD.search(text, max(0, match.start() - 40), match.start())
    return _full_stop_ends(word.group() if word else "", after, language)


def _full_stop_ends(word: str, after: str, language: str) -> bool:
    base = language.split("-", maxsplit=1)[0].lower()
    lower = word.lower()
    opens = re.match(r"[^\W\d_]*", after)
    if "." in word:  # U.S., a.m., J.R.R.
        inner = lower not in _SETS.get(base, _COMMON) and opens is not None
        return inner and opens is not None and opens.group().lower() in _OPENING
    if len(word) == 1 and word.isalpha() and word.isupper() and word != "I":
        return False
    if word.isdigit() and base in {"de", "da", "fi", "nb", "cs", "pl"}:
        return False  # ordinals: "am 3. Mai"
    if lower == "no":
        return not after[0].isdigit()
    return lower not in _SETS.get(base, _COMMON)


def split(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Split one paragraph into sentences: pairs of offsets, without the white space between."""
    bounds, start = [], 0
    for match in _END.finditer(text):
        if _is_end(text, match, language):
            bounds.append((start, match.end("close")))
            start = match.end()
    bounds.append((start, len(text)))
    return [trimmed for a, b in bounds if (trimmed := _trim(text, a, b))]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return (start + left, start + len(piece.rstrip())) if piece.strip() else None


def name_sentences(texts: Iterable[str], passage: str) -> Iterator[str]:
    """Give each sentence its id: its passage, a hash of its folded words, ``-2`` for repeats."""
    seen: dict[str, int] = {}
    for text in texts:
        digest = hashlib.sha256(plain(text).encode()).hexdigest()[:10]
        seen[digest] = seen.get(digest, 0) + 1
        yield f"{passage}-{digest}" + (f"-{seen[digest]}" if seen[digest] > 1 else "")


def sentences_of(
    paragraphs: Sequence[Paragraph], passage: str, language: str
) -> tuple[Sentence, ...]:
    """Split a passage's paragraphs (subheadings hold no sentences) and name the sentences."""
    found = [
        (index, p.start + a, p.start + b, p.text[a:b])
        for index, p in enumerate(paragraphs)
        if p.kind != "heading"
        for a, b in split(p.text, language)
    ]
    ids = name_sentences((text for *_, text in found), passage)
    return tuple(
        Sentence(id, start, end, index, text)
        for id, (index, start, end, text) in zip(ids, found, strict=True)
    )


def stored_sentences(text: str, passage: str, stored: Stored) -> tuple[Sentence, ...]:
    """Take a passage's sentences from the places that were stored at publication."""
    return tuple(
        Sentence(id, start, end, index, text[start:end])
        for id, of, index, start, end in stored
        if of == passage
    )


def sentences_with(words: str, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Find the sentences that somebody's words name: the one that holds them, or those they hold.

    Several are given where the words stand in several; none where they stand in none.
    """
    wanted = plain(words)
    if not wanted:
        return []
    folded = [(plain(s.text), s) for s in sentences]
    same = [s for text, s in folded if text == wanted]
    within = [s for text, s in folded if f" {wanted} " in f" {text} "]
    around = [s for text, s in folded if text and f" {text} " in f" {wanted} "]
    return same or within or around
