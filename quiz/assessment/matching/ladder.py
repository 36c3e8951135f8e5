"""Typed text against accepted forms: the ladder.

The rungs are those of question-set-format.md, "Text that counts as the answer": exact, folded,
name, typo. A text is compared on each rung with all forms before the next rung is tried, so the
result is the most exact one. On the last two rungs a text is refused where another name of the
passage is as near: the wrong envoy never gains the point.

The public face of this room: `Key` (what a line or gap accepts), `key_of`, `meet`, `meet_key`,
`assign`, and the `Register` of names that they ask.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from quiz.assessment.language.folding import fold, plain
from quiz.assessment.matching.meaning import Meaning, meaning, nobody, stands_for
from quiz.assessment.matching.names import Register, clashes, name_key, register
from quiz.assessment.matching.numbers import NumberKey, is_in_digits, number_key, read_number
from quiz.assessment.matching.pairing import pair
from quiz.assessment.matching.slips import distance, nearest, slips
from quiz.assessment.matching.wildcards import STAR, fits, starred, unescape, unstarred
from quiz.assessment.model import Rung
from quiz.assessment.recall import recalled

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Key",
    "Met",
    "NumberKey",
    "NumbersKey",
    "Register",
    "TextKey",
    "assign",
    "clashes",
    "key_of",
    "meet",
    "meet_key",
    "model_text",
    "register",
    "unescape",
]

LONG = 2_000
"""Characters beyond which a text meets a form exactly or by its stars, if at all."""

SHORT = 200
"""Characters beyond which a text is not taken for a name nor for a slip."""

_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐‑](?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Met:
    """The accepted form that a text met, as it is shown, and on which rung."""

    form: str
    rung: Rung


@dataclass(frozen=True, slots=True)
class TextKey:
    """What a line or gap accepts: forms as written, with ``\\`` escapes and ``*``."""

    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumbersKey:
    """What a line or gap accepts whose forms are all numbers."""

    numbers: tuple[NumberKey, ...]


Key = TextKey | NumbersKey


def key_of(forms: Sequence[str], language: str) -> Key:
    """Make the key of forms as written: numeric where all are numbers, one at least in digits."""
    return _key(tuple(forms), language)


@lru_cache(maxsize=4096)
def _key(forms: tuple[str, ...], language: str) -> Key:
    numbers = [number_key(f, language) or _in_words(f, language) for f in forms]
    known = tuple(n for n in numbers if n)
    digits = any(number_key(f, language) for f in forms)
    return NumbersKey(known) if digits and len(known) == len(numbers) else TextKey(forms)


def _in_words(form: str, language: str) -> NumberKey | None:
    """Read a form such as "six", which beside "6" is a number too."""
    value = read_number(form, language)
    return None if value is None else NumberKey(value, value, form.strip(), form.strip())


def model_text(key: Key) -> str:
    """Give a text that counts: the first form without stars, else one with its stars left out."""
    if isinstance(key, NumbersKey):
        return key.numbers[0].model()
    plain_forms = [f for f in key.forms if STAR not in starred(f)]
    return unstarred((plain_forms or key.forms or ("",))[0])


# -- the ladder --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Form:
    """An accepted form, made ready: as shown, folded, and with its stars where it has any."""

    shown: str
    folded: frozenset[str]
    patterns: tuple[str, ...]


@recalled(4096)
def _form(written: str, language: str) -> _Form:
    shown = unicodedata.normalize("NFC", unescape(written)).strip()
    pattern = starred(written)
    if STAR in pattern:
        return _Form(shown, frozenset(), (plain(pattern), fold(pattern, language)))
    return _Form(shown, _folded(shown, language), ())


def _folded(text: str, language: str) -> frozenset[str]:
    """Give the folded form, and the one in which a hyphen parts nothing: co-operate, cooperate."""
    joined = _HYPHEN.sub("", text)
    return frozenset({fold(text, language), fold(joined, language)} if joined != text else
                     {fold(text, language)})  # fmt: skip


def meet(
    text: str, forms: Sequence[str], *, lowest: Rung, names: Register | None, language: str
) -> Met | None:
    """Find the form that a text meets, on the most exact rung, down to ``lowest``; else None.

    ``forms`` are as written in the source; ``names`` are the names of the passage, None where
    there is no passage. Any text will do: nothing is raised, and a text of 100 kB takes about as
    long as folding it.
    """
    typed = unicodedata.normalize("NFC", text).strip()
    ready = [_form(f, language) for f in forms]
    if not typed:
        return None
    return (
        _exactly(typed, ready)
        or (_folded_alike(typed, ready, language) if lowest >= Rung.FOLDED else None)
        or (_loosely(typed, ready, lowest, names, language) if lowest >= Rung.NAME else None)
    )


def _exactly(typed: str, forms: Sequence[_Form]) -> Met | None:
    found = next((f for f in forms if f.shown == typed and not f.patterns), None)
    return Met(found.shown, Rung.EXACT) if found else None


def _folded_alike(typed: str, forms: Sequence[_Form], language: str) -> Met | None:
    """Try the second rung; of a long text only what the stars ask for."""
    typed = typed.replace(STAR, "")
    is_long = len(typed) > LONG
    texts = frozenset() if is_long else _folded(typed, language)
    starry = any(f.patterns for f in forms)
    whole = (plain(typed), *([] if is_long else [fold(typed, language)])) if starry else ()
    for form in forms:
        if form.folded & texts or any(map(fits, form.patterns, whole)):
            return Met(form.shown, Rung.FOLDED)
    return None


def _loosely(
    typed: str, forms: Sequence[_Form], lowest: Rung, names: Register | None, language: str
) -> Met | None:
    """Try the rungs on which another name of the passage may stand nearer."""
    whole = [f.shown for f in forms if f.shown and not f.patterns]
    if len(typed) > SHORT or not whole:
        return None
    within = meaning(tuple(whole), names or nobody(language))
    for meant in within.forms:
        if meant.named and stands_for(typed, meant, within):
            return Met(meant.form, Rung.NAME)
    return _slipped(typed, within) if lowest >= Rung.TYPO else None


def _slipped(typed: str, within: Meaning) -> Met | None:
    """Try the last rung: the form with the fewest slips, where no rival is as near."""
    text = fold(typed, within.register.language)
    near = [
        (count, key, meant.form)
        for meant in within.forms
        for folded, key in meant.texts
        if (count := slips(text, folded, name=meant.named)) is not None
    ]
    if not near:
        return None
    count, meant_key, form = min(near, key=lambda n: n[0])
    key = name_key(typed, within.register.language)
    apart = distance(key, meant_key)
    if nearest(text, within.texts, count) <= count or nearest(key, within.keys, apart) <= apart:
        return None
    return Met(form, Rung.TYPO)


# -- lines -------------------------------------------------------------------------------------


def meet_key(
    text: str, key: Key, *, lowest: Rung, names: Register | None, language: str
) -> Met | None:
    """Find how a text meets the key of a line or gap; else None.

    A number within the bounds is met exactly in digits and on the second rung in words.
    """
    if isinstance(key, TextKey):
        return meet(text, key.forms, lowest=lowest, names=names, language=language)
    value = read_number(text, language)
    rung = Rung.EXACT if is_in_digits(text) else Rung.FOLDED
    if value is None or rung > lowest:
        return None
    return next((Met(n.form, rung) for n in key.numbers if n.holds(value)), None)


def assign(
    texts: Sequence[str],
    keys: Sequence[Key],
    *,
    lowest: Rung,
    names: Register | None,
    language: str,
) -> list[tuple[int, Met] | None]:
    """Give each text a line of its own that it meets: as many as can be, then the most exact.

    The answer has for each text the index of its line and how it met it, or None.
    """
    met = [
        [meet_key(t, k, lowest=lowest, names=names, language=language) for k in keys] for t in texts
    ]
    lines = pair([[m.rung if m else None for m in row] for row in met])
    found: list[tuple[int, Met] | None] = []
    for row, line in zip(met, lines, strict=True):
        how = None if line is None else row[line]
        found.append((line, how) if line is not None and how else None)
    return found
