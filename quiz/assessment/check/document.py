"""E-rules on the document that need its types and names: the reader has said all else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from quiz.assessment import types
from quiz.assessment.check.asked import Asked
from quiz.assessment.check.draft import Draft, Rule
from quiz.assessment.document import Finding, Place
from quiz.assessment.interaction import HotText, Inline, TextEntry
from quiz.assessment.matching.names import clashes, name_key, register
from quiz.assessment.model import Invalid, Item, Raw, Score

_PARTED = (r"\n", r"\s*\|\s*", r"\s*;\s*", r"\s*,\s*", r"\s*(?:,|\b(?:and|und|et|y|e)\b)\s*")
_FULL = 1 - 1e-6
_MOST_ALIKE = 100  # lines of `names:`


def model_answer(draft: Draft) -> Iterator[Finding]:
    """E116: the model answer must score full marks (what a person marks is left out)."""
    for asked in draft.asked:
        score = _scored(asked.item, types.of(asked.item).model(asked.item))
        if _is_unbound(asked):
            continue
        if score is None or (score.fraction is not None and score.fraction < _FULL):
            reached = f"{score.fraction:.0%}" if score and score.fraction is not None else "nothing"
            message = f"the model answer of this question scores {reached}, not full marks"
            yield draft.finding("E116", asked.item, message, hint=_mend(asked))


def _is_unbound(asked: Asked) -> bool:
    """Whether it is the quotes that are at fault, which the reader has told already."""
    is_select = isinstance(asked.interaction, HotText)
    return is_select and any(not e.sentences for e in asked.item.evidence)


def _mend(asked: Asked) -> str:
    if isinstance(asked.interaction, HotText):
        count = len(asked.item.key_sentences)
        return f"the quotes touch {count} sentences: write `Select: {count}`, or quote fewer"
    return "look at the accepted forms: the first of each must be right by the others' rules"


def sample_answer(draft: Draft) -> Iterator[Finding]:
    """E116: so must the sample answer of a question that is typed and marked by machine."""
    for asked in draft.asked:
        sample = asked.item.sample.strip()
        if not sample or not asked.typed or not isinstance(asked.interaction, TextEntry | Inline):
            continue
        raws = list(_sample_raws(asked, sample))
        scores = [_scored(asked.item, raw) for raw in raws]
        if not any(s and s.fraction is not None and s.fraction >= _FULL for s in scores):
            yield _sample_finding(draft, asked, sample, bool(raws))


def name_clashes(draft: Draft) -> Iterator[Finding]:
    """E125: two `names:` lines come to one name, so an answer could be either."""
    for one, other in clashes(register(_alike(draft), (), (), draft.language)):
        message = f"`names:` lists “{one}” and “{other}”, which come to the same name"
        hint = "put them on one line with `|` if they are one, else tell them apart"
        first = draft.set.passages[0].place if draft.set.passages else None
        last = first.line if first else 1_000
        place = draft.source.find(one, 1, last)
        if place and one == other:  # said twice in one spelling: the second is at fault
            place = draft.source.find(other, place.line + 1, last) or place
        else:
            place = draft.source.find(other, 1, last)
        yield Finding("E125", place or Place(1), message, other, hint)


def _alike(draft: Draft) -> list[tuple[str, ...]]:
    """The `names:` lines that share a key with another: `clashes` compares each with each."""
    keys = [{name_key(s, draft.language) for s in line} for line in draft.set.names]
    count = Counter(key for own in keys for key in own)
    shared = (line for line, own in zip(draft.set.names, keys, strict=True) if _twice(own, count))
    return list(islice(shared, _MOST_ALIKE))


def _twice(keys: set[str], count: Counter[str]) -> bool:
    return any(count[key] > 1 for key in keys)


def _sample_finding(draft: Draft, asked: Asked, sample: str, fits: bool) -> Finding:
    message = "the sample answer does not score full marks"
    hint = "make it one of the accepted forms, or accept it too"
    if not fits:
        hint = f"write {len(_parts(asked))} answers, with `|` between them"
    return draft.finding("E116", asked.item, message, words=sample, hint=hint)


def _sample_raws(asked: Asked, sample: str) -> Iterator[Raw]:
    parts = _parts(asked)
    if len(parts) == 1:
        yield {parts[0]: (sample,)}
        return
    for pattern in _PARTED:
        texts = [t for t in re.split(pattern, sample) if t]
        if len(texts) == len(parts):
            yield {part: (text,) for part, text in zip(parts, texts, strict=True)}


def _parts(asked: Asked) -> list[str]:
    if isinstance(asked.interaction, TextEntry):
        return [str(n + 1) for n in range(asked.interaction.lines)]
    return [g.id for g in asked.interaction.gaps] if isinstance(asked.interaction, Inline) else []


def _scored(item: Item, raw: Raw) -> Score | None:
    kind = types.of(item)
    response = kind.read(item, raw)
    if isinstance(response, Invalid) or response.blank:
        return None
    return kind.score(item, response)


RULES: Sequence[Rule] = (model_answer, sample_answer, name_clashes)
