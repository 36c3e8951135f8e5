"""Typed answers that earned nothing, grouped by their normal form, worth a look.

Where the question takes capitals and accents as they come, texts that differ in them only are one
group; where it wants every letter, a group is one spelling.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from rapidfuzz import fuzz

from quiz.assessment import types
from quiz.assessment.language.folding import fold
from quiz.assessment.matching.ladder import key_of, meet_key
from quiz.assessment.matching.wildcards import unescape
from quiz.assessment.model import Item, Response, Rung

W = TypeVar("W")

LIKE = 60
"""rapidfuzz's ratio of folded texts, 0…100, from which an accepted form is worth naming."""


@dataclass(frozen=True, slots=True)
class Near:
    """An accepted form that is like a text: its line or gap, as shown, how alike (0…100).

    ``rung`` is the first one below the question's lowest on which the text would have counted;
    None where it would on none.
    """

    line: str
    form: str
    likeness: float
    rung: Rung | None = None


@dataclass(frozen=True, slots=True)
class Group(Generic[W]):
    """Texts of one normal form that earned nothing.

    ``part`` is the gap ("" where the lines of a question come in any order), ``spellings`` the
    texts as typed with their counts, the commonest first, ``whose`` the answers they are from.
    """

    item: str
    part: str
    form: str
    spellings: tuple[tuple[str, int], ...]
    whose: tuple[W, ...]
    near: Near | None

    @property
    def count(self) -> int:
        """How often it was typed."""
        return sum(count for _, count in self.spellings)

    @property
    def text(self) -> str:
        """The commonest spelling: what accepting the group adds to the key."""
        return self.spellings[0][0]


def groups(item: Item, responses: Iterable[tuple[W, Response]]) -> list[Group[W]]:
    """Group what was typed for a question and earned nothing, most frequent first."""
    texts: dict[tuple[str, str], Counter[str]] = {}
    whose: dict[tuple[str, str], dict[W, None]] = {}
    for who, response in responses:
        for part, text in types.of(item).missed(item, response):
            if part == "" and _met_elsewhere(item, text):
                continue
            name = (part, normal(item, text))
            texts.setdefault(name, Counter())[" ".join(text.split())] += 1
            whose.setdefault(name, {})[who] = None
    found = [
        Group(item.id, part, form, tuple(count.most_common()), tuple(whose[part, form]),
              nearest(item, part, count.most_common(1)[0][0]))
        for (part, form), count in texts.items()
    ]  # fmt: skip
    return sorted(found, key=lambda group: (-group.count, group.part, group.form))


def normal(item: Item, text: str) -> str:
    """Give the form that alike texts have in common."""
    if item.context.lowest < Rung.FOLDED:
        return " ".join(text.split())
    return fold(text, item.context.language)


def nearest(item: Item, part: str, text: str) -> Near | None:
    """Find the accepted form of a part that is most like a text; one that is not like it is none.

    A form that the text would meet on a looser rung than the question allows is the nearest.
    """
    folded, language = fold(text, item.context.language), item.context.language
    lines = types.of(item).lines(item.body)
    near = [
        Near(line, unescape(form), fuzz.ratio(folded, fold(unescape(form), language)))
        for line, forms in lines.items()
        if part in {"", line}
        for form in forms
    ]
    best = [replace(n, rung=_rung(item, lines[n.line], text)) for n in near]
    found = max(best, key=lambda n: (n.rung is not None, n.likeness), default=None)
    return found if found and (found.rung or found.likeness >= LIKE) else None


def _rung(item: Item, forms: tuple[str, ...], text: str) -> Rung | None:
    """The rung just missed: below the lowest on which the question takes an answer."""
    context = item.context
    if context.lowest == Rung.TYPO:
        return None
    key = key_of(forms, context.language)
    met = meet_key(text, key, lowest=Rung.TYPO, names=context.names, language=context.language)
    return met.rung if met and met.rung > context.lowest else None


def _met_elsewhere(item: Item, text: str) -> bool:
    """Whether a text was right but typed twice: a line counts once, and nothing can be accepted."""
    context = item.context
    return any(
        meet_key(
            text,
            key_of(forms, context.language),
            lowest=context.lowest,
            names=context.names,
            language=context.language,
        )
        for forms in types.of(item).lines(item.body).values()
    )


def unlisted(
    found: Iterable[Group[W]], refused: Mapping[tuple[str, str, str], object]
) -> tuple[list[Group[W]], list[Group[W]]]:
    """Part groups into those to look at and those that were put away."""
    listed: tuple[list[Group[W]], list[Group[W]]] = ([], [])
    for group in found:
        listed[(group.item, group.part, group.form) in refused].append(group)
    return listed
