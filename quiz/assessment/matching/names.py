"""The names of the passages: their spellings, and which of them a text may mean.

A name's *key* is the same for the Latin transliterations of one Cyrillic name. Two names with one
key in `names:` lines are a finding (`clashes`). What is known not to be a person (``the Security
Council``, ``in Abu Dhabi``) has no last name that could stand for it. Whom a text means among the
names, `meaning` tells.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from anyascii import anyascii

from quiz.assessment.language.capitals import PARTICLES, runs
from quiz.assessment.language.folding import fold, plain, without_article
from quiz.assessment.language.numberwords import primary
from quiz.assessment.matching.wildcards import STAR, starred
from quiz.assessment.recall import recalled

if TYPE_CHECKING:
    from collections.abc import Sequence

UNMARKED = frozenset({"de", "lb"})
"""Languages in which a capital does not tell a name, for all nouns have one."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SPELLINGS = (
    (re.compile("kh"), "h"),
    (re.compile("x"), "ks"),
    (re.compile("w"), "v"),
    (re.compile("[iyj]+"), "i"),
    (re.compile("iu"), "u"),
    (re.compile("ie"), "e"),
    (re.compile("([aou])e"), r"\1"),
    (re.compile(r"([^\W\d_])\1+"), r"\1"),
)


@recalled(8192)
def name_key(text: str, language: str = "en") -> str:
    """Bring a name to a key that its Latin transliterations share: Kostiukov, Kostyukov, Костюков.

    Equal keys are a claim about spelling only; Kyiv and Kiev have two.
    """
    text = unicodedata.normalize("NFC", text)
    if primary(language) == "uk":
        text = text.replace("г", "h").replace("Г", "H")
    roman = "".join(anyascii(c) if c < "\u0590" or "\u1c80" <= c < "\u2000" else c for c in text)
    key = without_article(plain(roman), language).replace("'", "")
    for spelling, same in _SPELLINGS:
        key = spelling.sub(same, key)
    return key


def _keys(*words: str) -> frozenset[str]:
    return frozenset(name_key(w) for line in words for w in line.split())


_PLACE_BEGINS = _keys(
    "new north south east west northern southern eastern western great saint st san santa los las",
    "abu saudi sri united black red white costa puerto hong tel buenos rio sierra cape lake mount",
    "middle central upper lower kuala addis port fort old el la le phnom burkina nizhny kryvyi",
)
_THING_ENDS = _keys(
    "sea ocean river lake city island islands mountains street square states kingdom republic",
    "federation union nations region province council committee ministry government party court",
    "bank university agency army force forces accord accords treaty agreement war house palace",
    "museum church school company times post news day week year prize act plan office department",
    "service park desert valley peninsula strait gulf bay canal bridge tower station airport",
)
_LINKS = frozenset({"of", "and", "the", "for", "in", "on", "to", "des", "und", "et", "y", "e"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the passage: its spellings, and what each of them comes to.

    ``listed`` ones are lines of `names:`, with all their spellings; others have one.
    """

    spellings: tuple[str, ...]
    folds: tuple[str, ...]
    keys: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """All names of the passages; ``things`` are the keys of those that are no persons.

    ``common`` are the words that the passages write with a small letter.
    """

    language: str = "en"
    names: tuple[Name, ...] = ()
    things: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()


def marks_names(language: str) -> bool:
    """Whether a capital letter within a sentence tells a name in this language."""
    return primary(language) not in UNMARKED


def register(
    names: Sequence[Sequence[str]],
    keys: Sequence[Sequence[str]],
    sentences: Sequence[str],
    language: str,
) -> Register:
    """Collect the names of the passages.

    ``names`` are the frame's lines; ``keys`` the accepted forms of typed items as written (each
    counts for itself); ``sentences`` the texts in which names are looked for.
    """
    listed = [_name(line, language, listed=True) for line in names if any(s.strip() for s in line)]
    forms = dict.fromkeys(text for line in keys for form in line if (text := _text(form)))
    common, found = runs(sentences, language) if marks_names(language) else (frozenset(), [])
    return Register(
        language,
        (*listed, *(_name((s,), language) for s in forms | dict.fromkeys(r.text for r in found))),
        frozenset(
            name_key(s, language)
            for s in (*(r.text for r in found if r.thing), *filter(_has_small, forms))
        ),
        common,
    )


def _text(form: str) -> str:
    """Give the text of a form that could be a name: with letters, without stars; else nothing."""
    text = starred(form).strip()
    return "" if STAR in text or not any(c.isalpha() for c in text) else text


def _has_small(form: str) -> bool:
    """Whether a form has words, beside particles, that no name has: "talks with Budanov"."""
    words = {w for w in form.split() if not w[:1].isupper()}
    return bool(words - PARTICLES)


def _name(spellings: Sequence[str], language: str, *, listed: bool = False) -> Name:
    kept = tuple(s.strip() for s in spellings if s.strip())
    folds = tuple(fold(s, language) for s in kept)
    return Name(kept, folds, tuple(name_key(s, language) for s in kept), listed)


def clashes(register: Register) -> list[tuple[str, str]]:
    """Give the pairs of spellings from different `names:` lines that come to one key."""
    listed = [n for n in register.names if n.listed]
    return [
        (_spelled(a, key), _spelled(b, key))
        for a, b in combinations(listed, 2)
        for key in sorted({*a.keys} & {*b.keys})[:1]
    ]


def _spelled(name: Name, key: str) -> str:
    return name.spellings[name.keys.index(key)]


# -- what an accepted form may be called -------------------------------------------------------


def lines_of(form: str, register: Register) -> list[Name]:
    """Give the `names:` lines that hold a form, as it is spelled or else by its key."""
    listed = [n for n in register.names if n.listed]
    folded, key = fold(form, register.language), name_key(form, register.language)
    return [n for n in listed if folded in n.folds] or [n for n in listed if key in n.keys]


def spellings(form: str, register: Register) -> list[str]:
    """Give the form and all spellings that `names:` lists beside it."""
    return [form, *(s for line in lines_of(form, register) for s in line.spellings)]


def is_name(form: str, register: Register) -> bool:
    """Whether a form is a name: listed, or capitalised where that tells, and no common word."""
    if lines_of(form, register):
        return True
    words = [w for w in _WORD.findall(form) if w.casefold() not in PARTICLES]
    if not words or not marks_names(register.language):
        return False
    capitals = [w for w in words if w[0].isupper()]
    small = [w for w in words if not w[0].isupper()]
    return bool(capitals) and not (
        {w.casefold() for w in small} - _LINKS
        or all(w.casefold() in register.common for w in capitals)
    )


def is_person(key: str, register: Register) -> bool:
    """Whether a name's key may be a person's: two to five words, and not known as a thing."""
    words = key.split()
    return (
        1 < len(words) < 6
        and key not in register.things
        and words[0] not in _PLACE_BEGINS
        and words[-1] not in _THING_ENDS
        and not {*words} & _LINKS
        and not any(c.isdigit() for c in key)
    )


def ends(full: str, end: str, register: Register) -> bool:
    """Whether a name's key ends in another that may stand for it: Vladimir Putin in Putin."""
    return full.endswith(f" {end}") and (" " in end or is_person(full, register))
