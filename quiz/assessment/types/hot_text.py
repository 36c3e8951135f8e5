"""Hot text: ``Select: 1`` or ``Select: up to 3``, with evidence; sentences are selected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quiz.assessment.document import Block, Finding, Labelled
from quiz.assessment.interaction import HotText
from quiz.assessment.model import Invalid, Item, Part, Raw, Response, Score, Solution
from quiz.assessment.sentences import sentences_with
from quiz.assessment.types import _shared as shared
from quiz.assessment.types.base import Example, ItemType, Row, Specimen

_COUNT = re.compile(r"(up\s+to\s+)?(\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Selection:
    """How many sentences are to be selected. ``all_or_nothing`` is what ``exact=yes`` says."""

    limit: int
    up_to: bool = False
    all_or_nothing: bool = False


class SelectSentences(ItemType[Selection]):
    """2·hits / (selected + key); with ``exact=yes`` 1 or 0. The key is the evidence."""

    name = "hot-text"
    labels = ("Select",)
    attributes = ("exact",)
    citable = False

    def claims(self, block: Block) -> bool:
        """Claim the label ``Select:``."""
        return isinstance(block, Labelled) and block.label == "Select"

    def parse(self, block: Block) -> Selection | list[Finding]:
        """Read the number; the evidence must be there."""
        assert isinstance(block, Labelled)
        findings: list[Finding] = []
        exact = shared.flag(block, "exact", findings, default=False)
        line = block.lines[0] if block.lines else None
        match = _COUNT.fullmatch(line.words.strip()) if line else None
        if len(block.lines) > 1:
            message = "a second `Select:`: a question has one"
            findings.append(Finding("E107", block.lines[1].place, message, hint="remove one"))
        if not match or int(match[2]) < 1:
            place = line.place if line else block.place
            message = "`Select:` takes a number of sentences"
            hint = "write `Select: 1` or `Select: up to 3`"
            findings.append(Finding("E119", place, message, line.words if line else "", hint))
        if block.quotes == 0:
            message = "a question that asks for sentences needs evidence: it is the key"
            findings.append(Finding("E119", block.place, message, hint="quote it behind `>`"))
        if findings or not match:
            return findings
        return Selection(int(match[2]), bool(match[1]), exact)

    def write(self, body: Selection) -> str:
        """Write the label."""
        return f"Select: {'up to ' if body.up_to else ''}{body.limit}"

    def header(self, body: Selection) -> Mapping[str, str]:
        """Write ``exact`` where it is on."""
        return {"exact": "yes" if body.all_or_nothing else ""}

    def interaction(self, item: Item, seed: str) -> HotText:
        """Show how many may be selected."""
        return HotText(item.body.limit, exact=not item.body.up_to)

    def read(self, item: Item, raw: Raw) -> Response | Invalid:
        """Read the ids of sentences, in the passage's order, at most so many."""
        chosen = set(shared.texts(raw))
        known = [s.id for s in item.context.sentences]
        if not chosen <= set(known):
            return shared.FORGED
        if len(chosen) > item.body.limit:
            return Invalid("Select %(limit)s at most.", {"limit": str(item.body.limit)})
        return Response(tuple(i for i in known if i in chosen) or None)

    def plain(self, item: Item, value: Any) -> Raw | Invalid:  # noqa: ANN401 - it is JSON
        """Take a list of sentences, by id or by their words."""
        return cited_ids(item, value)

    def score(self, item: Item, response: Response) -> Score:
        """Compare the selection with the evidence's sentences."""
        fraction = overlap(response.answer, item.key_sentences)
        parts = {i: Part(float(i in item.key_sentences)) for i in response.answer}
        return Score(float(fraction == 1) if item.body.all_or_nothing else fraction, parts)

    def model(self, item: Item) -> Raw:
        """Give the evidence's sentences, no more than may be selected."""
        key = [s.id for s in item.context.sentences if s.id in item.key_sentences]
        return {"": tuple(key[: item.body.limit])}

    def solution(self, item: Item) -> Solution:
        """Give the evidence's sentences."""
        key = tuple(s.id for s in item.context.sentences if s.id in item.key_sentences)
        return Solution({"": key})

    def tally(self, item: Item, responses: Sequence[Response]) -> list[Row]:
        """Count how often each sentence was selected, in the passage's order."""
        count = Counter(i for r in responses if not r.blank for i in r.answer)
        key = item.key_sentences
        shown = [s for s in item.context.sentences if count[s.id] or s.id in key]
        return [Row(s.text, count[s.id], s.id in key) for s in shown]

    def examples(self) -> list[Example]:
        """Two sentences of a passage are the key."""
        source = """# The crossing

The ferry was late. Fog lay on the river. Nobody complained. The pilot could not see the bank.

## Which two sentences tell why the ferry was late? {#why-late skill=infer points=2}

Select: up to 2

> Fog lay on the river.

> The pilot could not see the bank.
"""
        fog, bank = "the-crossing-f975e5c98e", "the-crossing-6cd78be1a8"
        late = "the-crossing-32f5ad8401"
        return [
            Example(
                "Select sentences",
                source,
                (
                    Specimen("right", {"": (fog, bank)}, 1.0),
                    Specimen("part", {"": (fog,)}, 2 / 3),
                    Specimen("part", {"": (fog, late)}, 0.5),
                    Specimen("wrong", {"": (late,)}, 0.0),
                    Specimen("blank", {}, 0.0),
                    Specimen("forged", {"": ("elsewhere",)}, None),
                    Specimen("forged", {"": (fog, bank, late)}, None, "one too many"),
                ),
            )
        ]


def overlap(selected: Sequence[str], key: frozenset[str]) -> float:
    """Give 2·hits / (selected + key), 0…1 (Dice's coefficient); 0 where both are empty."""
    hits = len(set(selected) & key)
    total = len(set(selected)) + len(key)
    return 2 * hits / total if total else 0.0


def cited_ids(item: Item, value: Any) -> Raw | Invalid:  # noqa: ANN401 - it is JSON
    """Turn sentences given by id or by words into ids; words that stand in several are refused."""
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        return shared.wrong_shape("a list of sentences, as texts")
    known = {s.id for s in item.context.sentences}
    ids: list[str] = []
    for words in value:
        found = (
            [words]
            if words in known
            else [s.id for s in sentences_with(words, item.context.sentences)]
        )
        if not found:
            return Invalid("no sentence of the passage holds “%(words)s”", {"words": words[:80]})
        if words not in known and len(found) > 1 and not _spans(words):
            return Invalid("“%(words)s” stands in several sentences", {"words": words[:80]})
        ids += found
    return {"": tuple(dict.fromkeys(ids))}


def _spans(words: str) -> bool:
    """Whether words hold more than one sentence, so that several are meant."""
    return len(re.findall(r"[.!?…][\"'”’»)\]]*(?:\s|$)", words.strip())) > 1
