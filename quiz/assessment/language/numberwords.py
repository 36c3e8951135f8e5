"""The number words of five languages, as `folding.plain` leaves them.

They go to 99, with hundreds and scales on top where these are words of their own; in other
languages numbers are read in digits alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def primary(language: str) -> str:
    """Give the language of a BCP 47 tag without region or script: ``en`` for ``en-GB``."""
    return language.partition("-")[0].casefold()


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Numerals:
    """The number words of a language, in plain form.

    ``small`` holds the words below 100, and larger numbers where one word says them; ``short`` are
    scales that count behind digits only ("5 bn"). ``ones`` are articles that mean 1 before a
    multiplier and, if ``ones_count``, before a unit too. ``halves`` are the ways to say "and a
    half", ``half`` a half alone; ``parts`` are denominators. ``doubtful`` words, behind a number,
    make it another number or none ("six or more").
    """

    small: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    hundred: frozenset[str] = frozenset()
    scales: Mapping[str, int] = field(default_factory=dict)
    short: Mapping[str, int] = field(default_factory=dict)
    joiner: str = ""
    ones: frozenset[str] = frozenset()
    ones_count: bool = False
    halves: tuple[tuple[str, ...], ...] = ()
    half: frozenset[str] = frozenset()
    parts: Mapping[str, int] = field(default_factory=dict)
    minus: str = ""
    point: str = ""
    percent: tuple[tuple[str, ...], ...] = ()
    doubtful: frozenset[str] = frozenset()


def _count(words: str, start: int = 0) -> dict[tuple[str, ...], int]:
    """Number words parted by spaces from ``start`` on; ``_`` parts the words of one number."""
    return {tuple(w.split("_")): n for n, w in enumerate(words.split(), start)}


def _scales(**words: str) -> dict[str, int]:
    """Turn ``e3="thousand mille"`` and the like into a table."""
    return {w: 10 ** int(name[1:]) for name, line in words.items() for w in line.split()}


def _tens(words: str) -> list[tuple[str, int]]:
    """Pair the words from twenty on with their values."""
    return list(zip(words.split(), range(20, 100, 10), strict=False))


def _combined(
    units: Mapping[tuple[str, ...], int], tens: list[tuple[str, int]]
) -> dict[tuple[str, ...], int]:
    """Tens, and tens with units behind them."""
    table = dict(units)
    for word, ten in tens:
        table[(word,)] = ten
        table |= {(word, *unit): ten + n for unit, n in units.items() if 0 < n < 10}
    return table


def _english() -> Numerals:
    units = _count(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen"
    )
    scales = _scales(e3="thousand", e5="lakh", e6="million", e7="crore", e9="billion")
    return Numerals(
        small=_combined(units, _tens("twenty thirty forty fifty sixty seventy eighty ninety")),
        hundred=frozenset({"hundred"}),
        scales=scales | _scales(e12="trillion") | {"dozen": 12},
        short=_scales(e3="k", e6="mn mln", e9="bn"),
        joiner="and",
        ones=frozenset({"a", "an"}),
        halves=(("and", "a", "half"), ("and", "one", "half")),
        half=frozenset({"half"}),
        parts={"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4}
        | {"fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10, "hundredth": 100, "hundredths": 100},
        minus="minus",
        point="point",
        percent=(("percent",), ("per", "cent")),
        doubtful=_set(
            "or and to not than more less fewer plus minus over under until till but nor st nd rd "
            "th hundreds thousandth thousandths"
        ),
    )


def _german() -> Numerals:
    low = "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn "
    small = _count(low + "funfzehn sechzehn siebzehn achtzehn neunzehn")
    units = low.replace("eins", "ein").split()[1:10]
    for word, ten in _tens("zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig"):
        small[(word,)] = ten
        small |= {(f"{unit}und{word}",): ten + n for n, unit in enumerate(units, 1)}
    below = {word: n for (word,), n in small.items() if n} | {"ein": 1}
    tails = {"": 0} | below
    for unit, n in below.items():
        if n < 20 and n != 10:
            small |= {(f"{unit}hundert{tail}",): 100 * n + m for tail, m in tails.items()}
        small[(f"{unit}tausend",)] = 1000 * n
        if n < 10:
            small |= {(f"{unit}tausend{tail}",): 1000 * n + m for tail, m in tails.items()}
    return Numerals(
        small=small,
        hundred=frozenset({"hundert"}),
        scales=_scales(e3="tausend", e6="million millionen", e9="milliarde milliarden"),
        short=_scales(e6="mio", e9="mrd"),
        ones=_set("ein eine einen einem einer"),
        ones_count=True,
        halves=(("einhalb",),),
        half=frozenset({"halb", "halbe", "halber", "halbes"}),
        minus="minus",
        point="komma",
        percent=(("prozent",),),
        doubtful=_set("oder und bis nicht als mehr weniger uber unter aber"),
    )


def _french() -> Numerals:
    teens = _count(
        "dix onze douze treize quatorze quinze seize dix_sept dix_huit dix_neuf", start=10
    )
    units = _count("zero un deux trois quatre cinq six sept huit neuf")
    small = _combined(units | teens, _tens("vingt trente quarante cinquante soixante"))
    small |= {(w, "et", "un"): n + 1 for w, n in _tens("vingt trente quarante cinquante soixante")}
    small |= {("soixante", *w): 60 + n for w, n in teens.items()}
    small |= {("quatre", "vingt", *w): 80 + n for w, n in (units | teens).items() if n}
    small |= {("soixante", "et", "onze"): 71, ("quatre", "vingts"): 80, ("quatre", "vingt"): 80}
    del small["un",]  # an article as often as a number
    return Numerals(
        small=small,
        hundred=frozenset({"cent", "cents"}),
        scales=_scales(e3="mille", e6="million millions", e9="milliard milliards")
        | {"douzaine": 12},
        ones=frozenset({"un", "une"}),
        ones_count=True,
        halves=(("et", "demi"), ("et", "demie")),
        half=frozenset({"demi", "demie"}),
        minus="moins",
        percent=(("pour", "cent"),),
        doubtful=_set("ou et a pas que plus moins mais"),
    )


def _spanish() -> Numerals:
    low = "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
    small = _count(
        low + "quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos "
        "veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve"
    )
    tens = _tens("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa")[1:]
    units = {w: n for w, n in small.items() if 0 < n < 10}
    for word, ten in tens:
        small |= {(word,): ten} | {(word, "y", *w): ten + n for w, n in units.items()}
    hundreds = "doscientos trescientos cuatrocientos quinientos seiscientos setecientos "
    for n, word in enumerate((hundreds + "ochocientos novecientos").split(), 2):
        small |= {(word,): 100 * n, (word[:-2] + "as",): 100 * n}
    return Numerals(
        small=small | {("cien",): 100, ("ciento",): 100},
        scales=_scales(e3="mil", e6="millon millones") | {"docena": 12},
        ones=frozenset({"un", "una"}),
        ones_count=True,
        halves=(("y", "medio"), ("y", "media")),
        half=frozenset({"medio", "media"}),
        minus="menos",
        percent=(("por", "ciento"),),
        doubtful=_set("o u y a no que mas menos pero"),
    )


def _ukrainian() -> Numerals:
    low = "нуль один два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять "
    units = _count(
        low
        + "тринадцять чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять"
    ) | {("одна",): 1, ("одне",): 1, ("дві",): 2}
    tens = "двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто"
    hundreds = "сто двісті триста чотириста п'ятсот шістсот сімсот вісімсот дев'ятсот"
    return Numerals(
        small=_combined(units, _tens(tens))
        | {(w,): 100 * n for n, w in enumerate(hundreds.split(), 1)},
        scales=_scales(
            e3="тисяча тисячі тисяч",
            e6="мільйон мільйони мільйонів",
            e9="мільярд мільярди мільярдів",
        ),
        halves=(("з", "половиною"),),
        half=frozenset({"половина", "пів"}),
        minus="мінус",
        percent=(("відсоток",), ("відсотки",), ("відсотків",), ("процентів",)),
        doubtful=_set("або чи і та до не ніж більше менше"),
    )


_TABLES = {"en": _english, "de": _german, "fr": _french, "es": _spanish, "uk": _ukrainian}


@cache
def _table(language: str) -> Numerals:
    return _TABLES.get(language, Numerals)()


@cache
def phrases(language: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Give the words of ``small`` by their first word, the longest first."""
    table: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in sorted(numerals(language).small, key=len, reverse=True):
        table[phrase[0]] = (*table.get(phrase[0], ()), phrase)
    return table


def numerals(language: str) -> Numerals:
    """Give the number words of a language, an empty table where there is none."""
    return _table(primary(language))
