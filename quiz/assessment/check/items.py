"""W-rules on single questions, after Haladyna, Downing & Rodriguez (2002)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quiz.assessment.check import tables
from quiz.assessment.check.asked import Asked, Gap
from quiz.assessment.check.draft import Draft, Rule
from quiz.assessment.check.words import fold, spelled
from quiz.assessment.document import Finding
from quiz.assessment.interaction import ExtendedText, HotText, Option

_LONGER = 1.5  # times the longest distractor …
_MUCH = 10  # … and so many characters: "Geneva" beside "Rome" is no clue
# What is emphasised or quoted is short: a mark that nothing closes is not looked for to the end.
_EMPHASIS = re.compile(r"(\*\*|__|\*|\b_|`)(?=\S).{1,300}?(?<=\S)\1")
_QUOTED = re.compile(r"[“\"„«].{0,300}?[”\"“»]|(?<!\w)[‘'][^‘']{0,300}?[’'](?!\w)")
_ENDS_IN_ARTICLE = re.compile(r"(?<![\w/])(an?)(?:[:…_]|\.\.\.|—|-|\s)*$", re.IGNORECASE)
_SOUNDS_A = re.compile(r"(?:eu|ewe|one\b|once\b|uni(?!n|m)|us[aeiu]|ut[ei]|ubi|ura)", re.IGNORECASE)
_SOUNDS_AN = re.compile(r"(?:hour|heir|hono|honest)", re.IGNORECASE)
_MUTE_LETTERS = frozenset("AEFHILMNORSX")  # whose names begin with a vowel: an MP, a NATO treaty


def longest_key(draft: Draft) -> Iterator[Finding]:
    """W201: the key is longer than every distractor by half."""
    for asked in draft.asked:
        if not (gap := asked.single):
            continue
        key, rest = len(gap.right.text), max(len(o.text) for o in gap.wrong)
        if key >= rest * _LONGER and key - rest >= _MUCH:
            message = f"the key is the longest choice by half ({key} characters, the next {rest})"
            hint = "shorten it, or make a distractor as full as it"
            yield draft.finding("W201", asked.item, message, words=gap.right.text, hint=hint)


def all_or_none(draft: Draft) -> Iterator[Finding]:
    """W204: a choice is "all of the above" or "none of the above"."""
    for asked in draft.asked:
        for option in asked.options:
            if tables.ALL_OR_NONE.fullmatch(fold(option.text).rstrip(".!")):
                message = f"“{option.text}” tests something else than the passage"
                hint = "write a choice of its own, or let several choices be right"
                yield draft.finding("W204", asked.item, message, words=option.text, hint=hint)
                break


def negative_stem(draft: Draft) -> Iterator[Finding]:
    """W205: a stem asks for what is not so, and its negation does not stand out."""
    pattern = tables.of(tables.NEGATIONS, draft.language)
    reasons = tables.of(tables.REASONS, draft.language)
    for asked in draft.asked:
        if asked.is_scale or isinstance(asked.interaction, ExtendedText):
            continue
        stem = _QUOTED.sub(" ", _EMPHASIS.sub(" ", asked.item.stem))
        hits = (m.group() for m in pattern.finditer(stem) if not m.group().isupper())
        word = next(hits, "")
        if word and not reasons.search(stem):
            message = f"the stem is negative and “{word}” does not stand out"
            hint = f"write **{word}** in bold, or ask for what is so"
            yield draft.finding(
                "W205", asked.item, message, words=word, hint=hint, mend=f"**{word}**"
            )


def absolutes(draft: Draft) -> Iterator[Finding]:
    """W206: absolute words stand in distractors only; one strong word is a clue, or two weak."""
    strong = tables.of(tables.STRONG, draft.language)
    weak = tables.of(tables.WEAK, draft.language)
    for asked in draft.asked:
        if not (gap := asked.single) or _held(gap.right, strong | weak):
            continue
        firm = [w for o in gap.wrong for w in _held(o, strong)[:1]]
        soft = [w for o in gap.wrong for w in _held(o, strong | weak)[:1]]
        if firm or (len(soft) >= 2 and len(soft) * 2 > len(gap.wrong)):
            told = ", ".join(f"“{w}”" for w in dict.fromkeys(soft))
            message = f"absolute words stand only in distractors: {told}"
            hint = "take them out, or use one in the key too"
            yield draft.finding("W206", asked.item, message, words=(firm or soft)[0], hint=hint)


def _held(option: Option, wanted: frozenset[str]) -> list[str]:
    return [w for w in spelled(option.text) if fold(w) in wanted]


def no_evidence(draft: Draft) -> Iterator[Finding]:
    """W210: a question on a passage has no evidence and does not say that there is none.

    A sentence to select without evidence is an error of the reader's already, and so is a quote
    that the passage does not hold.
    """
    for asked in draft.asked:
        item = asked.item
        if item.evidence or not item.needs_evidence or not item.passage:
            continue
        if not isinstance(asked.interaction, HotText) and not _quotes_in_source(draft, asked):
            hint = "quote the words that answer it (`> …`), or write `evidence=none` in its heading"
            yield draft.finding("W210", item, "this question has no evidence", hint=hint)


def _quotes_in_source(draft: Draft, asked: Asked) -> bool:
    start = asked.item.place.line if asked.item.place else 1
    return draft.source.find("\n>", start, asked.item.end) is not None


def article_cue(draft: Draft) -> Iterator[Finding]:
    """W215: "a" or "an" before the choices fits the key only."""
    if not draft.language.lower().startswith("en"):
        return
    for asked in draft.asked:
        for gap in asked.gaps:
            match = _ENDS_IN_ARTICLE.search(gap.before)
            if match and _fits_key_only(gap, match[1].lower()):
                message = f"“{match[1]}” before the choices fits the key only"
                hint = "write a/an, or put the article into the choices"
                yield draft.finding("W215", asked.item, message, words=match[1], hint=hint)


def _fits_key_only(gap: Gap, article: str) -> bool:
    fitting = [o.id for o in gap.options if _article(o.text) == article]
    return fitting == [gap.key] and len(gap.options) > 1


def _article(text: str) -> str:
    """Say which article English puts before a text, by its sound."""
    first = text.lstrip("“‘\"'(").split(" ")[0]
    if not first or _SOUNDS_A.match(first):
        return "a"
    if _SOUNDS_AN.match(first):
        return "an"
    if first.isupper() and (len(first) < 4 or not set(first) & set("AEIOU")):
        return "an" if first[0] in _MUTE_LETTERS else "a"
    return "an" if first[0].lower() in "aeiou" else "a"


RULES: Sequence[Rule] = (
    longest_key,
    all_or_none,
    negative_stem,
    absolutes,
    no_evidence,
    article_cue,
)
