"""Texts brought to a form in which only what matters differs.

`plain` and `slug` know no language and stay as they are: ids are made of them. `fold` is the
second rung of the matching ladder (question-set-format.md, "Text that counts as the answer").
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from anyascii import anyascii

from quiz.assessment.language.numberwords import primary
from quiz.assessment.language.numerals import rewrite

KEPT = frozenset("%‰&@#")
"""Punctuation (by Unicode's word) that says something: 50 %, R&D, C#."""

ARTICLES = {
    "en": "the a an",
    "de": "der die das den dem des ein eine einen einem einer eines",
    "fr": "le la les un une des",
    "es": "el la los las un una unos unas",
    "it": "il lo la i gli le un uno una",
    "pt": "o a os as um uma",
    "nl": "de het een",
}
ELIDED = {"fr": ("l'",), "it": ("l'", "un'")}
AND = {"en": "and", "de": "und", "fr": "et", "es": "y", "it": "e", "pt": "e", "nl": "en"}


def _span(characters: list[int]) -> str:
    """Write code points as the inside of a regular expression's character class."""
    return "".join(f"\\u{c:04x}" for c in characters)


_MARKS = [
    c for c in range(0x10000) if unicodedata.category(chr(c))[0] == "P" and chr(c) not in KEPT
]
_MARK = f"[{_span(_MARKS)}]"
_LETTER = r"[^\W\d_]"
_OPENS = r"\s(\[{$€£¥\"'"

# A mark goes unless it stands between digits; an apostrophe stays between letters, a minus and a
# bare decimal point before a number. The mark comes first, the look around it after: so the search
# skips from mark to mark.
_LOOSE_MARK = re.compile(
    rf"{_MARK}"
    rf"(?:(?<!{_LETTER}')|(?!{_LETTER}))"
    rf"(?:(?<!-)|(?<=[^{_OPENS}]-)|(?!(?:[$€£¥]\s?)?\.?\d))"
    rf"(?:(?<!\.)|(?<=[^{_OPENS}-]\.)|(?!\d))"
    r"(?:(?!\d)|(?<!\d.))"
)
_DASH_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s+-\s+(?=\d)")
_ALIKE = (
    dict.fromkeys((c for c in _MARKS if unicodedata.category(chr(c)) == "Pd"), "-")
    | dict.fromkeys(map(ord, "−⁻"), "-")
    | dict.fromkeys(map(ord, "⁄∕"), "/")
    | dict.fromkeys(map(ord, "’‘‛`´ʼʹʻ′＇"), "'")
)
# Joiners, direction marks, variation selectors, halves of characters: seen by nobody.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u20e3"
    "\ud800-\udfff]"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
# "10²" and "1½" must not become 102 and 11/2.
_RAISED = re.compile("(?<=[0-9])(?=[²³¹⁰⁴-⁹₀-₉¼-¾⅐-⅞])")
# Accents go from Latin and Greek letters; in Cyrillic only the stress marks and the dots of ё, for
# й and ї are letters of their own; vowel points go from Hebrew and Arabic. Elsewhere a mark is
# part of the letter (が is not か).
_ACCENT = re.compile(
    "(?<=[a-z\u0250-\u02af\u0370-\u03ff])[\u0300-\u036f]+|(?<=[\u0400-\u04ff])[\u0300\u0301]+"
    "|(?<=е)\u0308|[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]"
)
_BARRED = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d"}
    | {"æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n", "ς": "σ", "ĸ": "k"}
)


def _letters(text: str) -> str:
    """Fold case, compatibility forms and accents, leaving marks and spaces."""
    text = _RAISED.sub(" ", text.translate(_ALIKE))
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()
    text = unicodedata.normalize("NFKD", text).casefold().translate(_BARRED)
    text = _ACCENT.sub("", text)
    return unicodedata.normalize("NFKC", _CONTROL.sub(" ", text)).translate(_ALIKE)


def plain(text: str) -> str:
    """Fold case, accents, quotation marks, hyphens and punctuation, and collapse white space.

    Marks between digits and signs stay; so does a text that is all marks ("?!"). Sentence ids hash
    this: a change here is a change of every id.
    """
    if not text.isascii():
        text = _letters(text)
    else:
        text = _CONTROL.sub(" ", text.casefold()).replace("`", "'")
    if not text.isascii():
        text = _OTHER_DIGIT.sub(lambda m: str(unicodedata.decimal(m[0])), text)
    text = _DASH_BETWEEN_NUMBERS.sub("-", text)
    words = _LOOSE_MARK.sub(" ", text).split()
    return " ".join(words or text.split())


def fold(text: str, language: str = "en") -> str:
    """Bring a text to the form in which answers are compared on the second rung.

    As `plain`; besides, numbers in digits or words come to one form, "&" is a word, and a leading
    article goes where anything else remains.
    """
    words = rewrite(plain(text), language)
    own = primary(language)
    if own in AND and "&" in words:
        words = " ".join(words.replace("&", f" {AND[own]} ").split())
    return without_article(words, language)


@cache
def _articles(language: str) -> re.Pattern[str]:
    words = "|".join(ARTICLES.get(language, "").split())
    elided = "|".join(ELIDED.get(language, ()))
    return re.compile(rf"(?:(?:{words or '(?!)'}) |(?:{elided or '(?!)'}))+(?=.)")


def without_article(text: str, language: str) -> str:
    """Drop the articles that a plain text begins with, unless nothing would remain."""
    found = _articles(primary(language)).match(text)
    return text[found.end() :] if found else text


def slug(text: str, limit: int = 60) -> str:
    """Make an id of a text: lower-case ASCII words joined by "-", cut at a word's end.

    A first word longer than ``limit`` is cut within. Empty where no word remains.
    """
    words = re.findall(r"[a-z0-9]+", anyascii(_letters(text)).casefold().replace("'", ""))
    whole = "-".join(words)
    if len(whole) <= limit:
        return whole
    cut = whole[: limit + 1].rpartition("-")[0]
    return cut or whole[:limit]
