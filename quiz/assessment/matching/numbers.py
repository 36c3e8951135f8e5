"""Numbers as answers: what a teacher's form accepts, and what a student's text says.

Values are `fractions.Fraction`, so that 0.1 is a tenth and a tolerance has sharp bounds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from quiz.assessment.language.folding import plain
from quiz.assessment.language.numberwords import Numerals, numerals
from quiz.assessment.language.numerals import (
    decimal_mark,
    numeral,
    read_digits,
    ungrouped,
    write_number,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

UNITS = 2
"""How many words may follow a number: "six hours", "50 square miles"."""

LONGEST = 120
"""Characters beyond which a text is not read as a number."""

_CURRENCY = "$€£¥₴₽₹₺₩₪¢"
_SIGN = re.compile(rf"\s*([-+]?)\s*[{_CURRENCY}]?\s*([-+]?)\s*")
_FORM = re.compile(
    rf"(-?)\s*[{_CURRENCY}]?\s*(-?[^%{_CURRENCY}\s][^%{_CURRENCY}]*?)\s*[%{_CURRENCY}]?"
)
_TOLERANCE = re.compile(r"\s*(?:±|\+/-|\+-)\s*")
_RANGE = re.compile(r"\s*(?:\.{2,3}|…)\s*")
_DASHES = str.maketrans("−–—‐‑\u00a0\u202f", "-----  ")
_SYMBOLS = re.compile(rf"[%‰°{_CURRENCY}]")
_POWER = re.compile(r"(?<=[^\W\d_])[²³]")  # of m²: part of a unit, not a number
_STUCK = re.compile(r"(\d|\d[\d.,/']*\d)([^\W\d_]+)")  # 6h, 5km
_FRACTION = re.compile(r"(\d{1,15})/(\d{1,15})")


@dataclass(frozen=True, slots=True)
class NumberKey:
    """What one form such as ``6 ± 0.5`` accepts: all numbers from ``low`` to ``high``."""

    low: Fraction
    high: Fraction
    form: str
    shown: str = field(default="", compare=False)

    def holds(self, value: Fraction) -> bool:
        """Whether a number is within the bounds."""
        return self.low <= value <= self.high

    def model(self) -> str:
        """Give a text that counts: the number named, or the low end of a range."""
        return self.shown


def number_key(form: str, language: str) -> NumberKey | None:
    """Read a form in digits: ``4``, ``6 ± 0.5``, ``5..7``, ``-2``, ``$1,000``, ``50 %``.

    None where the form is no number. The ends of a range are put in order.
    """
    text = form.translate(_DASHES).strip()
    ends = _values(_RANGE.split(text), language)
    if len(ends) == 2:
        low, high = sorted(ends)
        return NumberKey(low, high, form.strip(), write_number(low, language))
    middle = _values(_TOLERANCE.split(text), language)
    if not middle or len(middle) > 2 or middle[-1] < 0 < len(middle) - 1:
        return None
    slack = middle[1] if len(middle) == 2 else Fraction(0)
    shown = write_number(middle[0], language)
    return NumberKey(middle[0] - slack, middle[0] + slack, form.strip(), shown)


def _values(parts: Sequence[str], language: str) -> list[Fraction]:
    """Read the numbers of a form, none of them where one is no number."""
    values = [v for p in parts if (v := _value(p, language)) is not None]
    return values if len(values) == len(parts) else []


def _value(text: str, language: str) -> Fraction | None:
    """Read digits with a sign and with a currency or percent sign around them."""
    found = _FORM.fullmatch(text)
    return read_digits(found[1] + found[2], language) if found else None


def read_number(text: str, language: str) -> Fraction | None:
    """Read the one number that a text says, in digits or words, with a unit of two words at most.

    None where it says none or more than one ("six or seven"), or hedges ("more than six").
    """
    if len(text) > LONGEST:
        return None
    text = text.translate(_DASHES)
    sign = _SIGN.match(text)
    signs = sign[1] + sign[2] if sign else ""
    words = _words(text[sign.end() if sign else 0 :], language)
    if words[:1] == [numerals(language).minus] and not signs:
        signs, words = "-", words[1:]
    found = _leading(words, language) if words and len(signs) < 2 else None
    if found is None or not _is_unit(words[found[1] :], language):
        return None
    return -found[0] if signs == "-" else found[0]


def is_in_digits(text: str) -> bool:
    """Whether a text has no letters, so that a number in it can only be in digits."""
    return not any(c.isalpha() for c in text)


def _words(text: str, language: str) -> list[str]:
    """Part a text into words: "6h" is two, "1 000" is one, symbols stand alone."""
    spaced = _SYMBOLS.sub(lambda m: f" {m[0]} ", _POWER.sub("", text))
    words = ungrouped(plain(spaced), language).split()
    if words and (stuck := _STUCK.fullmatch(words[0])):
        words[:1] = [stuck[1], stuck[2]]
    return [_own_mark(words[0], language), *words[1:]] if words else []


def _own_mark(word: str, language: str) -> str:
    """Put the language's decimal mark for the other one where it can be nothing else: 2,5."""
    mark = decimal_mark(language)
    other = "," if mark == "." else r"\."
    return re.sub(
        rf"^(0(?={other}\d+$)|\d+(?={other}(?:\d\d?|\d{{4,}})$)){other}", rf"\1{mark}", word
    )


def _leading(words: Sequence[str], language: str) -> tuple[Fraction, int] | None:
    """Read the number that words begin with: its value and how many words it takes."""
    table = numerals(language)
    found = _fraction(words) or numeral(words, 0, language)
    if found:
        return _parts(words, found, table)
    if words[0] in table.half:
        return Fraction(1, 2), 1
    if words[0] in table.ones:
        one = _parts(words, (Fraction(1), 1), table)
        return one if table.ones_count or one[1] == 2 else None
    return None


def _fraction(words: Sequence[str]) -> tuple[Fraction, int] | None:
    """Read "1/2" and "1 1/2"."""
    for at in (0, 1):
        found = _FRACTION.fullmatch(words[at]) if at < len(words) else None
        if found and int(found[2]) and (at == 0 or (words[0].isdigit() and len(words[0]) < 16)):
            return Fraction(int(found[1]), int(found[2])) + (int(words[0]) if at else 0), at + 1
    return None


def _parts(
    words: Sequence[str], found: tuple[Fraction, int], table: Numerals
) -> tuple[Fraction, int]:
    """Divide by the denominator that follows: "three quarters"."""
    value, end = found
    part = table.parts.get(words[end]) if end < len(words) else None
    return (value / part, end + 1) if part else found


def _is_unit(words: Sequence[str], language: str) -> bool:
    """Whether words can be a unit: few, without numbers, and none that changes what was said."""
    table = numerals(language)
    spoken = [w for w in words if not _SYMBOLS.fullmatch(w)]
    doubtful = table.doubtful | table.parts.keys() | table.half | {table.joiner, table.minus}
    return len(spoken) <= UNITS and all(
        w.replace("'", "").isalpha() and w not in doubtful and numeral(words, at, language) is None
        for at, w in enumerate(words)
        if w in spoken
    )
