"""Order: a list numbered ``1.``; the entries are put into the order in which they are written."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from quiz.assessment.document import Block, Finding, NumberedList
from quiz.assessment.interaction import Option, Order
from quiz.assessment.model import Invalid, Item, Part, Raw, Response, Score, Solution
from quiz.assessment.prose import plain_text
from quiz.assessment.types import _shared as shared
from quiz.assessment.types.base import Example, ItemType, Row, Specimen


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries in their right order."""

    entries: tuple[Option, ...]
    exact: bool = False


class Ordering(ItemType[Entries]):
    """Longest ordered subset L/k, 0 where L is 1 (Moodle's rule); with ``exact=yes`` 1 or 0."""

    name = "order"
    attributes = ("exact",)

    def claims(self, block: Block) -> bool:
        """Claim a list numbered ``1.``."""
        return isinstance(block, NumberedList)

    def parse(self, block: Block) -> Entries | list[Finding]:
        """Read the entries; their order is the key."""
        assert isinstance(block, NumberedList)
        findings: list[Finding] = []
        exact = shared.flag(block, "exact", findings, default=False)
        for entry in block.entries:
            if not entry.text.words:
                hint = "write it behind the number"
                findings.append(
                    Finding("E115", entry.text.place, "this entry has no words", hint=hint)
                )
            if entry.notes:
                message = "an entry has no text below it"
                findings.append(
                    Finding("E122", entry.notes[0].place, message, entry.notes[0].words)
                )
        findings += shared.twice([e.text for e in block.entries], "entry")
        if len(block.entries) < 2:
            hint = "write two or more; a numbered list of the stem is written `1)`"
            findings.append(Finding("E127", block.place, "one entry is no order", hint=hint))
        return findings or Entries(tuple(Option(e.id, e.text.words) for e in block.entries), exact)

    def write(self, body: Entries) -> str:
        """Write the numbered list."""
        texts = shared.with_written_ids([(e.text, e.id) for e in body.entries])
        return "\n".join(f"{n}. {text}" for n, text in enumerate(texts, 1))

    def header(self, body: Entries) -> Mapping[str, str]:
        """Write ``exact`` where it is on."""
        return {"exact": "yes" if body.exact else ""}

    def keyed(self, body: Entries, other: Entries) -> Entries | None:
        """Take the order of the same entries."""
        mine = {e.id: e for e in body.entries}
        if mine.keys() != {e.id for e in other.entries}:
            return None
        return replace(body, entries=tuple(mine[e.id] for e in other.entries))

    def interaction(self, item: Item, seed: str) -> Order:
        """Show the entries in an order that tells nothing."""
        return Order(shared.arranged(item.body.entries, seed, item.id))

    def read(self, item: Item, raw: Raw) -> Response | Invalid:
        """Read a place for each entry. It is an answer when every entry has a place of its own."""
        ids = [e.id for e in item.body.entries]
        if set(raw) - set(ids) - {""}:
            return shared.FORGED
        given = {i: shared.texts(raw, i) for i in ids}
        places = {i: texts[0].strip() for i, texts in given.items() if texts}
        if not places:
            return Response()
        wanted = {str(n) for n in range(1, len(ids) + 1)}
        if not set(places.values()) <= wanted or any(len(t) > 1 for t in given.values()):
            return Invalid("Give each a number from 1 to %(count)s.", {"count": str(len(ids))})
        twice = [n for n, count in Counter(places.values()).items() if count > 1]
        if twice:
            return Invalid("The number %(number)s stands twice.", {"number": min(twice)})
        if len(places) < len(ids):
            left = str(len(ids) - len(places))
            return Invalid("%(count)s still without a number.", {"count": left})
        return Response(tuple(sorted(ids, key=lambda i: int(places[i]))))

    def plain(self, item: Item, value: Any) -> Raw | Invalid:  # noqa: ANN401 - it is JSON
        """Take a list of all entries in order, by id or by text."""
        entries: tuple[Option, ...] = item.body.entries
        if not isinstance(value, list):
            return shared.wrong_shape("a list of all entries in order")
        ids = [shared.look_up(v, entries) for v in value]
        if None in ids:
            return shared.unknown(value[ids.index(None)], entries)
        if sorted(map(str, ids)) != sorted(e.id for e in entries):
            return shared.wrong_shape(f"a list of all {len(entries)} entries, each once")
        return {str(i): (str(n),) for n, i in enumerate(ids, 1)}

    def score(self, item: Item, response: Response) -> Score:
        """Measure the longest run of entries that are in order, gaps allowed."""
        right = [e.id for e in item.body.entries]
        rank = {i: n for n, i in enumerate(right)}
        longest = longest_rising([rank[i] for i in response.answer])
        fraction = 0.0 if longest == 1 else longest / len(right)
        if item.body.exact:
            fraction = float(fraction == 1)
        places = zip(response.answer, right, strict=True)
        return Score(fraction, {given: Part(float(given == meant)) for given, meant in places})

    def model(self, item: Item) -> Raw:
        """Give the right order."""
        return {e.id: (str(n),) for n, e in enumerate(item.body.entries, 1)}

    def solution(self, item: Item) -> Solution:
        """Give each entry its place."""
        return Solution(self.model(item))

    def tally(self, item: Item, responses: Sequence[Response]) -> list[Row]:
        """Count the orders that were given, the commonest first."""
        text = {e.id: plain_text(e.text) for e in item.body.entries}
        right = tuple(e.id for e in item.body.entries)
        count = Counter(r.answer for r in responses if not r.blank)
        return [
            Row(" → ".join(text[i] for i in order), n, order == right)
            for order, n in count.most_common()
        ]

    def examples(self) -> list[Example]:
        """Four stops of a journey; and the same, all or nothing."""
        source = """## Put the stops in their order. {#stops skill=interpret evidence=none}

1. Dover
2. Calais
3. Paris
4. Lyon
"""

        def order(*ids: str) -> Raw:
            return {i: (str(n),) for n, i in enumerate(ids, 1)}

        right = order("dover", "calais", "paris", "lyon")
        part = order("calais", "dover", "paris", "lyon")
        wrong = order("lyon", "paris", "calais", "dover")
        return [
            Example(
                "Put in order",
                source,
                (
                    Specimen("right", right, 1.0),
                    Specimen("part", part, 0.75),
                    Specimen("wrong", wrong, 0.0, "backwards: the longest run is one"),
                    Specimen("blank", {"dover": ("",)}, 0.0),
                    Specimen("forged", {"dover": ("1",), "calais": ("1",)}, None, "not complete"),
                    Specimen("forged", {"rome": ("1",)}, None),
                    Specimen("forged", {"dover": ("9",)}, None),
                ),
            ),
            Example(
                "Put in order, all or nothing",
                source.replace("evidence", "exact=yes evidence"),
                (Specimen("right", right, 1.0), Specimen("wrong", part, 0.0)),
            ),
        ]


def longest_rising(numbers: Sequence[int]) -> int:
    """Give the length of the longest rising subsequence (patience sorting)."""
    tails: list[int] = []
    for number in numbers:
        place = bisect_left(tails, number)
        tails[place : place + 1] = [number]
    return len(tails)
