"""W-rules on a set as a whole: where its keys stand, where its evidence stands.

What must be more than chance is held against the probability that as many or more would come so
by luck, each question with a chance of its own (a Poisson binomial distribution).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from quiz.assessment.check.asked import Gap
from quiz.assessment.check.draft import Draft, Rule
from quiz.assessment.check.words import fold
from quiz.assessment.document import Finding, Place
from quiz.assessment.model import Item, Passage

_LEAST = 5  # questions with choices; fewer show nothing
_CLEARLY = 1.1  # times the next choice: a key that is longer by a letter is no clue
_LONGEST_BY_LUCK = 0.02
_PLACED_BY_LUCK = 0.05  # for all places together
_EXACT = 400  # questions up to which the probability is counted out
_LEAST_EVIDENCE = 4  # questions with evidence, and …
_LEAST_SENTENCES = 6  # … sentences, that "the first third" takes
_FAR = 4  # paragraphs from the first evidence of a question to the last


def at_least(hits: int, chances: Sequence[float]) -> float:
    """Give the probability of ``hits`` or more, where each trial has its own chance."""
    if len(chances) > _EXACT:
        mean, spread = sum(chances), math.sqrt(sum(p * (1 - p) for p in chances)) or 1.0
        return 0.5 * math.erfc((hits - 0.5 - mean) / spread / math.sqrt(2))
    ways = [1.0]
    for p in chances:
        longer = [w * (1 - p) for w in ways] + [0.0]
        for n, w in enumerate(ways):
            longer[n + 1] += w * p
        ways = longer
    return sum(ways[hits:])


def longest_keys(draft: Draft) -> Iterator[Finding]:
    """W202: the key is the longest choice more often than chance explains."""
    gaps = [(a.item, a.single) for a in draft.asked if a.single and "W202" not in a.item.waived]
    hits = [item for item, gap in gaps if _is_longest(gap)]
    chance = at_least(len(hits), [1 / len(gap.options) for _, gap in gaps])
    if len(gaps) >= _LEAST and chance < _LONGEST_BY_LUCK:
        message = f"the key is the longest choice in {len(hits)} of {len(gaps)} questions"
        hint = "lengthen distractors or shorten keys: " + _listed(hits)
        yield Finding("W202", _first(hits), message, "", hint)


def _is_longest(gap: Gap) -> bool:
    return len(gap.right.text) >= _CLEARLY * max(len(o.text) for o in gap.wrong)


def key_places(draft: Draft) -> Iterator[Finding]:
    """W203: the key stands mostly in one place; scales of judgement are counted apart."""
    asked = [a for a in draft.asked if "W203" not in a.item.waived]
    yield from _one_place([(a.item, a.single) for a in asked if a.single])
    scales: defaultdict[tuple[str, ...], list[tuple[Item, Gap]]] = defaultdict(list)
    for a in asked:
        if a.is_scale and len(a.keys) == 1 and len(a.options) > 1:
            labels = tuple(fold(o.text) for o in a.options)
            scales[labels].append((a.item, Gap(a.options, next(iter(a.keys)))))
    for gaps in scales.values():
        yield from _one_place(gaps, scale=True)


def _one_place(gaps: Sequence[tuple[Item, Gap]], *, scale: bool = False) -> Iterator[Finding]:
    if len(gaps) < _LEAST:
        return
    by_place: defaultdict[int, list[Item]] = defaultdict(list)
    for item, gap in gaps:
        by_place[[o.id for o in gap.options].index(gap.key)].append(item)
    place, hits = max(by_place.items(), key=lambda pair: len(pair[1]))
    chances = [1 / len(g.options) if place < len(g.options) else 0.0 for _, g in gaps]
    luck = at_least(len(hits), chances) * max(len(g.options) for _, g in gaps)
    if len(hits) * 2 > len(gaps) and luck < _PLACED_BY_LUCK:
        where = f"“{gaps[0][1].options[place].text}”" if scale else f"choice {place + 1}"
        message = f"the key is {where} in {len(hits)} of {len(gaps)} questions"
        hint = "move some of them: " + _listed(hits)
        yield Finding("W203", _first(hits), message, "", hint)


def out_of_order(draft: Draft) -> Iterator[Finding]:
    """W211: a question comes later than one whose evidence stands further down the passage.

    Sentences count; a question with evidence all over the passage, or with none, may stand
    anywhere. Of questions in disorder the fewest are named that would have to move.
    """
    for passage in draft.set.passages:
        starts = [s.start for s in passage.sentences]
        found = [
            (item, bisect_right(starts, min(offsets)))
            for item, offsets in _evidence(draft, passage)
            if not _all_over(passage, offsets)
        ]
        kept = _longest_rising([sentence for _, sentence in found])
        for index, (item, _) in enumerate(found):
            if index not in kept:
                quote = next(e for e in item.evidence if e.passage == passage.id)
                message = "this question is out of the passage's order"
                after = _where_to(found, kept, index)
                hint = f"move it before `{after}`" if after else "move it to the end"
                place = quote.place or item.place or Place(1)
                yield Finding("W211", place, message, quote.quote, hint, item.id, after)


def _evidence(draft: Draft, passage: Passage) -> Iterator[tuple[Item, list[int]]]:
    """The questions below a passage that quote it, with the offsets where quotes begin."""
    for item in draft.set.items:
        own = [a for e in item.evidence if e.passage == passage.id for a, _ in e.spans]
        if own and item.passage == passage.id:
            yield item, own


def _all_over(passage: Passage, offsets: Sequence[int]) -> bool:
    starts = [p.start for p in passage.paragraphs]
    reach = bisect_right(starts, max(offsets)) - bisect_right(starts, min(offsets)) + 1
    return reach >= _FAR and reach * 2 > len(passage.paragraphs)


def _longest_rising(values: Sequence[int]) -> set[int]:
    """Give the indices of the longest part of a sequence that never falls (patience sorting)."""
    tails: list[int] = []  # values that end the best run of each length
    ends: list[int] = []  # and their indices
    before: list[int] = []
    for index, value in enumerate(values):
        length = bisect_right(tails, value)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        ends[length : length + 1] = [index]
    kept, index = set(), ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept


def _where_to(found: Sequence[tuple[Item, int]], kept: set[int], index: int) -> str:
    """Give the id of the question that it should stand before, or "" for the end."""
    sentence = found[index][1]
    return next((found[n][0].id for n in sorted(kept) if found[n][1] > sentence), "")


def early_evidence(draft: Draft) -> Iterator[Finding]:
    """W212: all evidence of a passage stands in its first third."""
    for passage in draft.set.passages:
        found = [o for i, o in _evidence(draft, passage) if "W212" not in i.waived]
        third = len(passage.text) / 3
        long = len(passage.sentences) >= _LEAST_SENTENCES
        if len(found) >= _LEAST_EVIDENCE and long and all(max(o) < third for o in found):
            message = f"all evidence of the {len(found)} questions stands in the first third"
            hint = "ask about the rest of the passage too, or shorten it"
            line = passage.place.line if passage.place else 1
            place = draft.source.find(passage.title, line, line) or Place(line)
            yield Finding("W212", place, message, passage.title, hint)


def _first(items: Sequence[Item]) -> Place:
    return items[0].place or Place(1)


def _listed(items: Iterable[Item]) -> str:
    ids = [f"`{item.id}`" for item in items]
    return ", ".join(ids[:8]) + (" …" if len(ids) > 8 else "")


RULES: Sequence[Rule] = (
    longest_keys,
    key_places,
    out_of_order,
    early_evidence,
)
