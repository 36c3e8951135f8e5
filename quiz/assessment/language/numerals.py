"""Numbers as they stand in a text, in digits or words.

Everything here works on text that `folding.plain` has been over: lower case, no accents, hyphens
turned to spaces, marks between digits kept.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from quiz.assessment.language.numberwords import Numerals, numerals, phrases, primary

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 30
"""Digits in a row beyond which a number is no number but a string."""

POINT = frozenset(
    {"en", "zh", "ja", "ko", "th", "he", "hi", "bn", "ur", "ms", "ga", "cy"}
    | {"de-ch", "de-li", "es-mx", "es-us"}
)
"""Languages (or language and region) whose decimal mark is a point; elsewhere it is a comma."""


def decimal_mark(language: str) -> str:
    """Give the mark before the decimals, ``.`` or ``,``."""
    return "." if {language.casefold(), primary(language)} & POINT else ","


# -- digits ------------------------------------------------------------------------------------


@cache
def _shapes(mark: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A number in digits, and a grouped one inside a text, for a decimal mark."""
    group = "," if mark == "." else r"\."
    grouped = rf"[1-9]\d{{0,2}}(?:(?:{group}\d{{3}})+|(?: \d{{3}})+|(?:'\d{{3}})+)"
    number = rf"-?(?:(?:{grouped}|\d+)(?:[{mark}]\d+)?|[{mark}]\d+)"
    before = r"(?<![\d.,:/'])(?<!\d )(?<!\d-)"
    within = rf"{before}{grouped}(?![\d:/']|[.,]\d+[.,:/]|{group}\d)"
    return re.compile(number, re.ASCII), re.compile(within, re.ASCII)


def read_digits(text: str, language: str) -> Fraction | None:
    """Read ``1,000``, ``-2.5`` or ``.5``, marks as the language has them; else None."""
    mark = decimal_mark(language)
    if len(text) > 2 * LONGEST or not _shapes(mark)[0].fullmatch(text):
        return None
    bare = "".join(c for c in text if c.isdigit() or c in (mark, "-")).replace(",", ".")
    return Fraction(bare)


def write_number(value: Fraction, language: str) -> str:
    """Write a number in digits with the language's decimal mark; ``2/3`` where they never end."""
    whole, rest = divmod(abs(value), 1)
    sign = "-" if value < 0 else ""
    if not rest:
        return f"{sign}{whole}"
    places = next((k for k in range(1, LONGEST + 1) if (rest * 10**k).denominator == 1), 0)
    if not places:
        return str(value)
    return f"{sign}{whole}{decimal_mark(language)}{int(rest * 10**places):0{places}d}"


def ungrouped(text: str, language: str) -> str:
    """Take the group marks out of the numbers of a text."""
    within = _shapes(decimal_mark(language))[1]
    return within.sub(lambda m: re.sub(r"\D", "", m[0]), text)


# -- words -------------------------------------------------------------------------------------


def _small(words: Sequence[str], at: int, language: str) -> tuple[int, int] | None:
    """Find the longest number below 100 at a place: its value and the place behind it."""
    if at < len(words):
        for phrase in phrases(language).get(words[at], ()):
            end = at + len(phrase)
            if len(phrase) == 1 or tuple(words[at:end]) == phrase:
                return numerals(language).small[phrase], end
    return None


def _in_words(words: Sequence[str], at: int, language: str) -> tuple[int, int] | None:
    """Read a whole number in words: hundreds and scales, each smaller than the one before."""
    table, total, current, last, end = numerals(language), 0, None, 10**15, at
    i = at + 1 if words[at] in table.ones and _multiplies(words, at + 1, table) else at
    while i < len(words):
        word, small = words[i], _small(words, i, language)
        if small and (current is None or (current >= 100 > small[0] and current % 100 == 0)):
            current, i = (current or 0) + small[0], small[1]
        elif word in table.hundred and (current is None or 0 < current < 100):
            current, i = (current or 1) * 100, i + 1
        elif (scale := _scale(word, table, begun=i > at)) and scale < last:
            if current is None and total:
                break
            total += (1 if current is None else current) * scale
            current, last, i = None, scale, i + 1
        elif word == table.joiner and _joins(words, i, language, current, total):
            i += 1
            continue
        else:
            break
        end = i
    return (total + (current or 0), end) if end > at else None


def _scale(word: str, table: Numerals, *, begun: bool) -> int | None:
    """Give the value of a scale word; behind a number its plural is one too ("2 thousands")."""
    return table.scales.get(word) or (table.scales.get(word.removesuffix("s")) if begun else None)


def _multiplies(words: Sequence[str], at: int, table: Numerals) -> bool:
    return at < len(words) and (words[at] in table.hundred or words[at] in table.scales)


def _joins(words: Sequence[str], at: int, language: str, current: int | None, total: int) -> bool:
    """Whether "and" stands inside a number: after hundreds or a scale, before what is smaller."""
    after = (current is None and total >= 100) or bool(current and current % 100 == 0)
    following = _small(words, at + 1, language)
    return after and bool(following and 0 < following[0] < 100)


def numeral(words: Sequence[str], at: int, language: str) -> tuple[Fraction, int] | None:
    """Read the longest number at a place in a list of words: its value and the place behind it."""
    table = numerals(language)
    found = (
        _half_of(words, at, table)
        or _digits_at(words, at, language)
        or _in_words(words, at, language)
    )
    if found is None:
        return None
    value, end = found
    return _with_half(words, Fraction(value), end, table)


def _half_of(words: Sequence[str], at: int, table: Numerals) -> tuple[Fraction, int] | None:
    """Read "half a million"."""
    if words[at] in table.half and at + 2 < len(words) and words[at + 1] in table.ones:
        scale = table.scales.get(words[at + 2])
        return (Fraction(scale, 2), at + 3) if scale else None
    return None


def _digits_at(words: Sequence[str], at: int, language: str) -> tuple[Fraction, int] | None:
    """Read digits and the hundred or scale behind them: "1.5 million", "2 hundred thousand"."""
    table, value, end = numerals(language), read_digits(words[at], language), at + 1
    if value is None:
        return None
    if end < len(words) and words[end] in table.hundred:
        value, end = value * 100, end + 1
    if end < len(words):
        scale = _scale(words[end], table, begun=True) or table.short.get(words[end])
        value, end = (value * scale, end + 1) if scale else (value, end)
    return value, end


def _with_half(
    words: Sequence[str], value: Fraction, end: int, table: Numerals
) -> tuple[Fraction, int]:
    """Add "and a half" and "point five", and the scale that may follow these."""
    tail = next((h for h in table.halves if tuple(words[end : end + len(h)]) == h), ())
    decimals = _decimals(words, end, table)
    if value.denominator != 1 or not (tail or decimals):
        return value, end
    value += Fraction(1, 2) if tail else Fraction(f"0.{decimals}")
    end += len(tail) or len(decimals) + 1
    if end < len(words) and (scale := _scale(words[end], table, begun=True)):
        return value * scale, end + 1
    return value, end


def _decimals(words: Sequence[str], at: int, table: Numerals) -> str:
    """Give the digits behind a spoken decimal point, or nothing."""
    if not table.point or words[at : at + 1] != [table.point]:
        return ""
    found = ""
    for word in words[at + 1 : at + 1 + LONGEST]:
        value = table.small.get((word,), 10)
        if value > 9:
            break
        found += str(value)
    return found


# -- in a text ---------------------------------------------------------------------------------


@cache
def _starters(language: str) -> frozenset[str]:
    """Give the words that a number or a percentage in words may begin with."""
    table = numerals(language)
    multipliers = set(table.scales) | table.hundred
    return frozenset(
        {w[0] for w in table.small} | multipliers | table.ones | table.half
        | {p[0] for p in table.percent}
    )  # fmt: skip


_BEFORE_SIGNS = re.compile(r"(?=%)|(?<=[$€£¥])(?=\d)")


def rewrite(text: str, language: str) -> str:
    """Bring the numbers of a plain text to digits without group marks: "six hours" → "6 hours"."""
    words = ungrouped(_BEFORE_SIGNS.sub(" ", text), language).split()
    starters, out, at = _starters(primary(language)), [], 0
    while at < len(words):
        if words[at] in starters or words[at][-1].isdigit():
            said, at = _said(words, at, language)
            out.append(said)
        else:
            out.append(words[at])
            at += 1
    return ungrouped(" ".join(out), language)


def _said(words: Sequence[str], at: int, language: str) -> tuple[str, int]:
    """Write the number or the per cent sign at a place, or the word that is there."""
    found = numeral(words, at, language)
    if found and not (found[1] == at + 1 and words[at][-1].isdigit()):
        return write_number(found[0], language), found[1]
    for phrase in numerals(language).percent:
        if tuple(words[at : at + len(phrase)]) == phrase:
            return "%", at + len(phrase)
    return words[at], at + 1  # decimals stay as they were typed: 3.10 may be a time
