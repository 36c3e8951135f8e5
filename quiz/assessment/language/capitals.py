"""Names in running text: runs of capitalised words that do not open a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quiz.assessment.language.folding import ARTICLES, plain
from quiz.assessment.language.numberwords import primary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PARTICLES = frozenset(
    {"de", "del", "della", "der", "den", "di", "da", "du", "la", "le", "van", "von", "zu"}
    | {"bin", "ibn", "al", "el"}
)
"""Small words inside names: Ursula von der Leyen."""

TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "lord", "lady", "herr", "frau"}
    | {"president", "minister", "secretary", "chancellor", "premier", "senator", "governor"}
    | {"general", "admiral", "colonel", "captain", "king", "queen", "prince", "princess", "pope"}
    | {"judge", "ambassador", "envoy", "director", "mayor", "monsieur", "madame", "senor", "senora"}
    | {"presidente", "ministre", "ministro", "пан", "пани", "президент", "міністр"}
)
"""Words before a name that are no part of it, in plain form."""

_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_DATES = _DAYS | {
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december", "christmas", "easter", "ramadan"),
}
"""Words that English writes with a capital before a name, and that are no part of it."""

_OPENERS = frozenset(
    {"i", "a", "an", "the", "this", "that", "these", "those", "he", "she", "it", "we", "you"}
    | {"they", "his", "her", "its", "our", "their", "my", "your", "who", "what", "when", "where"}
    | {"why", "how", "which", "while", "if", "as", "at", "by", "for", "from", "in", "into", "of"}
    | {"on", "to", "with", "without", "about", "after", "before", "during", "since", "until"}
    | {"under", "over", "between", "against", "among", "and", "but", "or", "nor", "yet", "so"}
    | {"although", "though", "because", "unless", "whereas", "whether", "then", "now", "later"}
    | {"today", "yesterday", "tomorrow", "only", "even", "also", "still", "both", "either"}
    | {"neither", "not", "no", "all", "some", "many", "most", "every", "each", "once", "here"}
    | {"there", "like", "unlike", "despite", "perhaps", "soon", "instead", "is", "are", "was"}
    | {"were", "do", "does", "did", "has", "have", "had", "will", "would", "can", "could", "may"}
    | {"former", "dear", "meanwhile", "however", "according", "one", "two", "first", "last"}
)
_WORD = re.compile(r"[^\W\d_]+(?:['’‑-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_QUOTES = "\"'“”„‚‘«»‹›「『"
_STOPS = ".!?…:;"


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words in a row. ``thing``: it stands after an article or "in", so no person."""

    text: str
    thing: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """A run before it is judged: whether it opens a sentence, and the small word before it."""

    words: tuple[str, ...]
    opens: bool
    before: str


def without_title(text: str) -> str:
    """Drop what stands up to the last title in a name: "Prime Minister Starmer" → "Starmer"."""
    words = text.split()
    after = max((i for i, w in enumerate(words, 1) if plain(w) in TITLES), default=0)
    return " ".join(words[after:]) or text


def runs(sentences: Sequence[str], language: str) -> tuple[frozenset[str], list[Run]]:
    """Find the names in sentences: the words that are written small, and the runs, as they come.

    A run that opens a sentence is taken without its first word; with it too where that word is
    seen to be a name elsewhere or, in English, is no common opener.
    """
    rows = [_without_dates(row, language) for s in sentences for row in _rows(s)]
    common = frozenset(w for s in sentences for w in _WORD.findall(s) if w[0].islower())
    inner = {w for row in rows for w in row.words[row.opens :]}
    return common, [r for row in rows for r in _judged(row, common, inner, language)]


def _without_dates(row: _Row, language: str) -> _Row:
    """Take days and months from a row: "On Monday Zelensky told …" names one man."""
    if primary(language) != "en":
        return row
    words = row.words
    while words[:-1] and words[-1].casefold() in _DAYS:
        words = words[:-1]
    first = at = 1 if row.opens and words[0].casefold() in _OPENERS else 0
    while at < len(words) - 1 and words[at].casefold() in _DATES:
        at += 1
    return _Row(words, row.opens, row.before) if at == first else _Row(words[at:], False, "")


def _judged(row: _Row, common: frozenset[str], inner: set[str], language: str) -> Iterator[Run]:
    """Give the names of a row: all of it, what follows its first word, both, or none."""
    first, *rest = row.words
    own = primary(language)
    marks = {*ARTICLES.get(own, "").split(), *(["in"] if own == "en" else [])}
    if not row.opens:
        yield Run(without_title(" ".join(row.words)), row.before in marks)
        return
    if rest:
        yield Run(without_title(" ".join(rest)), first.casefold() in marks)
    told = first in inner or (own == "en" and first.casefold() not in common | _OPENERS)
    if (rest and told and first.casefold() not in marks) or (len(first) > 1 and first.isupper()):
        yield Run(without_title(" ".join(row.words)))


def _rows(sentence: str) -> Iterator[_Row]:
    """Cut a sentence into rows of capitalised words."""
    row: list[str] = []
    opens, before, last, end, closed = False, "", "", 0, True
    for found in _WORD.finditer(sentence):
        if not row and not found[0][0].isupper():  # most words of a text
            last, end = found[0], found.end()
            continue
        gap = sentence[end : found.start()]
        word, whole = _bare(found[0])
        joins = bool(row) and not closed and _is_close(gap, row[-1])
        if joins and (_is_capital(word) or word in PARTICLES):
            row.append(word)
        else:
            yield from _ended(row, opens, before)
            row = [word] if _is_capital(word) else []
            opens = not end or _begins_anew(gap)
            before = last.casefold() if gap.isspace() else ""
        last, end, closed = word, found.end(), not whole
    yield from _ended(row, opens, before)


def _begins_anew(gap: str) -> bool:
    """Whether a sentence may begin behind a gap: after a stop, or in quotation after a comma."""
    return any(c in _STOPS for c in gap) or ("," in gap and any(c in _QUOTES for c in gap))


def _bare(word: str) -> tuple[str, bool]:
    """Give a word without 's, and the name in "Trump-brokered"; and whether that was all of it."""
    bare = _POSSESSIVE.sub("", word)
    parts = re.split("[‑-]", bare)
    if _is_capital(word) and not all(_is_capital(p) for p in parts):
        bare = parts[0]
    return bare, bare == word


def _is_capital(word: str) -> bool:
    return word[:1].isupper() and word != "I"


def _is_close(gap: str, word: str) -> bool:
    """Whether a gap parts two words of one name: a space, or a point behind an initial or title."""
    return gap.isspace() or (gap.strip() == "." and (len(word) == 1 or plain(word) in TITLES))


def _ended(row: list[str], opens: bool, before: str) -> Iterator[_Row]:
    while row and not _is_capital(row[-1]):  # particles at the end belong to no name
        row = row[:-1]
    if row:
        yield _Row(tuple(row), opens, before)
