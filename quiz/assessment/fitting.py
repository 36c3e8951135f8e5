"""Scoring answers to one version of a set by the key of another.

Responses hold ids, so a choice that was moved is no obstacle. What the key does not know any more
earns nothing, and what it has besides was never asked: each question of the version that was shown
counts, by the key's question of that id, or by its own where there is none that is asked alike.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import lru_cache

from quiz.assessment import scoring, types
from quiz.assessment.interaction import (
    Choice,
    ExtendedText,
    HotText,
    Inline,
    Interaction,
    Match,
    Order,
    TextEntry,
)
from quiz.assessment.model import Invalid, Item, QuestionSet, Raw
from quiz.assessment.scoring import Answer, AttemptScore, ItemScore, Said

Scorer = Callable[[Mapping[str, Answer]], AttemptScore]
"""Answers by item → what they come to."""


def scored_by(shown: QuestionSet, key: QuestionSet) -> tuple[Item, ...]:
    """Give the questions that an attempt at ``shown`` is scored by, in the order shown."""
    if shown is key:
        return shown.items
    theirs = {item.id: item for item in key.items}
    return tuple(_alike(item, theirs.get(item.id)) for item in shown.items)


def scorer(shown: QuestionSet, key: QuestionSet, most: int | None = None) -> Scorer:
    """Make what scores attempts at a version by a key; alike answers are scored once.

    For the version's own key it gives what `scoring.score_attempt` does. ``most`` is how many
    scores of single answers are kept, all unless said.
    """
    pairs = zip(shown.items, scored_by(shown, key), strict=True)
    asked = {item.id: (item, by, scoring.score_item(by)) for item, by in pairs}

    @lru_cache(most)
    def score(id: str, said: Said) -> ItemScore:
        item, by, _ = asked[id]
        return _score(item, by, Answer(dict(said.raw), said.cited))

    def one(item: Item, by: Item, blank: ItemScore, answer: Answer | None) -> ItemScore:
        if answer is None:
            return blank
        return score(item.id, answer.said) if answer.said else _score(item, by, answer)

    def total(answers: Mapping[str, Answer]) -> AttemptScore:
        return scoring.total([one(*each, answers.get(id)) for id, each in asked.items()])

    return total


def _score(item: Item, by: Item, answer: Answer) -> ItemScore:
    return scoring.score_item(by, answer if by is item else fitted(item, by, answer))


def fitted(item: Item, by: Item, answer: Answer) -> Answer:
    """Give an answer to a question in the terms of another version of it."""
    shown = types.of(item).interaction(item, "")
    asked = types.of(by).interaction(by, "")
    raw = {part: texts for part, texts in answer.raw.items() if part in asked.parts}
    if isinstance(shown, Order) and isinstance(asked, Order):
        valid = not isinstance(types.of(item).read(item, answer.raw), Invalid)
        return replace(answer, raw=_in_order(asked, raw) if valid and raw else raw)
    known = _options(asked, by)
    kept = {p: tuple(t for t in texts if _fits(t, known.get(p))) for p, texts in raw.items()}
    return replace(answer, raw=kept)


def _alike(item: Item, other: Item | None) -> Item:
    if other is None:
        return item
    mine = types.of(item).interaction(item, "")
    return other if type(types.of(other).interaction(other, "")) is type(mine) else item


def _options(asked: Interaction, item: Item) -> dict[str, Collection[str]]:
    """What can be chosen in each part; a part that is typed is not there."""
    match asked:
        case Choice(options=options):
            return {"": {o.id for o in options}}
        case Match(rows=rows, options=options):
            return {row.id: {o.id for o in options} for row in rows}
        case HotText():
            return {"": {s.id for s in item.context.sentences}}
        case Inline():
            return {g.id: {o.id for o in g.options} for g in asked.gaps if g.options}
        case Order() | TextEntry() | ExtendedText():
            return {}


def _fits(text: str, known: Collection[str] | None) -> bool:
    return known is None or text in known or not text.strip()


def _in_order(asked: Order, raw: Raw) -> Raw:
    """Number the entries anew; one that was not asked comes last."""
    last = str(len(raw) + len(asked.parts))
    places = {part: int(("".join(raw.get(part, ())) or last).strip()) for part in asked.parts}
    ranked = sorted(asked.parts, key=lambda part: places[part])
    return {part: (str(n),) for n, part in enumerate(ranked, 1)}
