"""What accepted forms mean among the names of the passage, and whether a text means the same.

A person's last name alone stands for the person where no other name ends in it, and a full name
for its last name where there is one such person. The *rivals* of a form are all names but its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from quiz.assessment.language.capitals import PARTICLES, TITLES, without_title
from quiz.assessment.language.folding import fold, plain
from quiz.assessment.matching.names import (
    Name,
    Register,
    ends,
    is_name,
    is_person,
    lines_of,
    name_key,
    spellings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Meant:
    """What one accepted form may be called.

    ``named`` tells whether it is a name at all. ``keys`` are the name keys of its spellings,
    ``lasts`` those of last names that stand for it; ``texts`` are all of these folded, each with
    its key.
    """

    form: str
    named: bool
    keys: frozenset[str]
    lasts: frozenset[str]
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the accepted forms of a line may be called, and what their rivals are called.

    ``taken`` are the keys of the rivals; ``texts`` are these and their last names, folded, and
    ``keys`` the same as keys.
    """

    register: Register
    forms: tuple[Meant, ...]
    taken: frozenset[str]
    texts: tuple[str, ...]
    keys: tuple[str, ...]


@lru_cache(maxsize=64)
def nobody(language: str) -> Register:
    """Give the register of a question without a passage."""
    return Register(language)


@lru_cache(maxsize=2048)
def meaning(forms: tuple[str, ...], register: Register) -> Meaning:
    """Look the accepted forms (without escapes) of a line up among the names of the passage."""
    others = rivals(forms, register)
    called = frozenset(
        said for n in others for key in n.keys for said in (key, *_ends_of(key, register))
    )
    return Meaning(
        register,
        tuple(_meant(f, register, called) for f in forms),
        frozenset(k for n in others for k in n.keys),
        tuple(dict.fromkeys(w for n in others for w in _with_last(n.folds, n.keys, register))),
        tuple(dict.fromkeys(w for n in others for w in _with_last(n.keys, n.keys, register))),
    )


def rivals(forms: Sequence[str], register: Register) -> list[Name]:
    """Give the other names of the passage: those that are no name of what the forms accept."""
    own = [line for form in forms for line in lines_of(form, register)]
    spelled = {s for form in forms for s in spellings(form, register)}
    keys = frozenset(name_key(s, register.language) for s in spelled)
    known = _Known(keys, frozenset(t for k in keys for t in _ends_of(k, register)), register)
    lines = frozenset(own)
    return [n for n in register.names if n not in lines and not known.has(n)]


@dataclass(frozen=True, slots=True)
class _Known:
    """The keys of what is accepted, and the ends of these keys that may stand for them."""

    keys: frozenset[str]
    ends: frozenset[str]
    register: Register

    def has(self, name: Name) -> bool:
        """Whether a name is one of these: by its key, as a full name's end, or as its full form."""
        if any(self._is_lone(end) for own in name.keys for end in _ends_of(own, self.register)):
            return True
        if name.listed:  # and yet on no line of theirs: the teacher says that it is another
            return False
        return any(own in self.keys or own in self.ends for own in name.keys)

    def _is_lone(self, end: str) -> bool:
        """Whether it is accepted by itself, and not as the end of a longer name that is."""
        return end in self.keys and not any(k.endswith(f" {end}") for k in self.keys)


def _ends_of(key: str, register: Register) -> Iterator[str]:
    """Give the ends of a name's key that may stand for it."""
    words = key.split(" ")
    tails = (" ".join(words[n:]) for n in range(1, len(words)))
    return (tail for tail in tails if ends(key, tail, register))


def _with_last(said: Sequence[str], keys: Sequence[str], register: Register) -> Iterator[str]:
    """Give the spellings of a name, folded or as keys, and the last names in them."""
    for text, key in zip(said, keys, strict=True):
        yield text
        if is_person(key, register):
            yield text.rpartition(" ")[2]


def _meant(form: str, register: Register, called: frozenset[str]) -> Meant:
    language, named = register.language, is_name(form, register)
    full = spellings(form, register)
    lasts = _last_names(full, register, called) if named else []
    return Meant(
        form,
        named,
        frozenset(name_key(s, language) for s in full),
        frozenset(name_key(s, language) for s in lasts),
        tuple((fold(s, language), name_key(s, language)) for s in (*full, *lasts)),
    )


def _last_names(full: Sequence[str], register: Register, called: frozenset[str]) -> list[str]:
    """Give the last names of a person that no rival has, or is called by."""
    language = register.language
    persons = [s for s in full if is_person(name_key(s, language), register)]
    return [t for s in persons for t in _tails(s) if name_key(t, language) not in called]


def _tails(spelled: str) -> list[str]:
    """Give the last word of a name, and the words from its first particle on (von der Leyen)."""
    words = spelled.split()
    particle = next((i for i, w in enumerate(words) if i and w.casefold() in PARTICLES), 0)
    return [words[-1], *([" ".join(words[particle:])] if particle else [])]


# -- a text ------------------------------------------------------------------------------------


def stands_for(text: str, meant: Meant, within: Meaning) -> bool:
    """Whether a text names what a form names, whatever the spelling, and no rival as well."""
    language = within.register.language
    said = {name_key(text, language)}
    if not TITLES.intersection(plain(meant.form).split()):
        said.add(name_key(without_title(text), language))
    said -= within.taken | {""}
    return any(
        s in meant.keys or s in meant.lasts or _is_full(s, meant.keys, within.register)
        for s in said
    )


def _is_full(said: str, keys: frozenset[str], register: Register) -> bool:
    """Whether a text is the full name, as the passage has it, of a last name that is accepted."""
    last = next((k for k in keys if " " not in k and ends(said, k, register)), "")
    if not last:
        return False
    known = {k for n in register.names if said in n.keys for k in n.keys}
    full = {k for n in register.names for k in n.keys if ends(k, last, register)}
    return said in full <= known
