"""W213: a question spells a name otherwise than the passage, and no `names:` line says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from quiz.assessment.check.asked import Asked
from quiz.assessment.check.draft import Draft, Rule
from quiz.assessment.check.words import plain, spelled
from quiz.assessment.document import Finding
from quiz.assessment.matching.names import name_key
from quiz.assessment.model import Item

_SHORTEST = 4  # letters of a name that is compared
_ONE_SLIP, _TWO_SLIPS = 6, 10  # letters from which one slip is a misspelling, and two are
_LOOKED_UP = 500  # words that are compared with all names; a set has some dozens
_MOST_NAMES = 2_000
# What makes another word of a name: Russia, Russian; Israel, Israelis; Trump, Trumpism.
_DERIVED = ("", "s", "n", "ns", "an", "ans", "ian", "ians", "i", "is", "ish", "er", "ers", "ese")


def other_spelling(draft: Draft) -> Iterator[Finding]:
    """W213: a name in a stem, choice, key or explanation that the passage spells otherwise."""
    lexicon = _Lexicon(draft)
    for asked in draft.asked:
        for word in dict.fromkeys(w for text in _texts(asked) for w in spelled(text)):
            if meant := lexicon.meant(word):
                message = f"the passage spells “{word}” as “{meant}”"
                hint = f"write “{meant}”, or list both under `names:` ({meant} | {word})"
                yield draft.finding("W213", asked.item, message, words=word, hint=hint, mend=meant)


def _texts(asked: Asked) -> Iterator[str]:
    item: Item = asked.item
    yield asked.asks
    yield from (o.text for o in asked.options)
    yield from (o.text for gap in asked.gaps for o in gap.options)
    yield from (forms[0] for forms in asked.typed if forms)
    yield plain(item.explanation)
    yield plain(item.hint)


class _Lexicon:
    """The names of the passages, and what other spelling of one a word could be."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.names = sorted(n for n in draft.names if len(n) >= _SHORTEST and n in draft.spelled)
        del self.names[_MOST_NAMES:]
        self.by_key: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.names:
            self.by_key[name_key(name, draft.language)].append(name)
        self.fine = draft.listed | frozenset(_other_forms(draft))
        self.known: dict[str, str] = {}

    def meant(self, word: str) -> str:
        """Give the passage's spelling of a name that is spelled otherwise here, or ""."""
        if word not in self.known and len(self.known) < _LOOKED_UP:
            self.known[word] = "" if self._is_fine(word) else self._nearest(word)
        return self.known.get(word, "")

    def _is_fine(self, word: str) -> bool:
        draft = self.draft
        short = len(word) < _SHORTEST or not word[0].isupper() or word.isupper()
        return short or word in draft.spelled or word in self.fine or word.casefold() in draft.lower

    def _nearest(self, word: str) -> str:
        same = self.by_key.get(name_key(word, self.draft.language))
        return same[0] if same else next(iter(_slips(word, self.names)), "")


def _slips(word: str, names: Iterable[str]) -> Iterator[str]:
    """The names that a word misses by a slip or two, and does not derive from."""
    slips = (len(word) >= _ONE_SLIP) + (len(word) >= _TWO_SLIPS)
    for name in names if slips else ():
        near = abs(len(name) - len(word)) <= slips
        near = near and OSA.distance(word, name, score_cutoff=slips) <= slips
        if near and not _derives(word, name):
            yield name


def _derives(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    stem = short[:-1] if short[-1] in "aeyn" else short
    return any(long in {short + ending, stem + ending} for ending in _DERIVED)


def _other_forms(draft: Draft) -> Iterator[str]:
    """The words of accepted forms beside the model answer: spellings that somebody listed."""
    for asked in draft.asked:
        for forms in asked.typed:
            if any(all(word in draft.spelled for word in spelled(form)) for form in forms):
                yield from (word for form in forms for word in spelled(form))


RULES: Sequence[Rule] = (other_spelling,)
