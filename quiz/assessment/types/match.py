"""Match: a two-column table; each left cell belongs to a right one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from quiz.assessment.document import Block, Entry, Finding, Table
from quiz.assessment.interaction import Match, Option
from quiz.assessment.language.folding import plain
from quiz.assessment.model import Invalid, Item, Part, Raw, Response, Score, Solution
from quiz.assessment.prose import plain_text
from quiz.assessment.types import _shared as shared
from quiz.assessment.types.base import Example, ItemType, Row, Specimen


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows, options and which belongs to which. Options without a row are distractors."""

    head: tuple[str, str]
    rows: tuple[Option, ...]
    options: tuple[Option, ...]
    key: tuple[tuple[str, str], ...]  # (row id, option id), a pair a row
    shuffle: bool = True


class Matching(ItemType[Pairs]):
    """Rows right / rows."""

    name = "match"
    attributes = ("shuffle",)

    def claims(self, block: Block) -> bool:
        """Claim a table of two columns without gaps."""
        return isinstance(block, Table) and len(block.head) == 2

    def parse(self, block: Block) -> Pairs | list[Finding]:
        """Read the rows; equal right cells are one option, without a left cell a distractor."""
        assert isinstance(block, Table)
        findings: list[Finding] = []
        shuffle = shared.flag(block, "shuffle", findings, default=True)
        lefts = [row[0] for row in block.rows if row[0].text.words]
        findings += shared.twice([left.text for left in lefts], "left cell")
        findings += _faults(block)
        options, option_of = _options([row[1] for row in block.rows if row[1].text.words])
        if findings:
            return findings
        pairs = [
            (row[0].id, option_of[row[1].text.words]) for row in block.rows if row[0].text.words
        ]
        rows = tuple(Option(left.id, left.text.words) for left in lefts)
        head = (block.head[0].words, block.head[1].words)
        return Pairs(head, rows, options, tuple(pairs), shuffle)

    def write(self, body: Pairs) -> str:
        """Write the table, distractors last; an id stands behind the first cell with its words."""
        texts = {o.id: o.text for o in body.options}
        used = [option for _, option in body.key]
        written = dict(
            zip(
                texts,
                shared.with_written_ids([(o.text, o.id) for o in body.options]),
                strict=True,
            )
        )
        lefts = shared.with_written_ids([(r.text, r.id) for r in body.rows])
        first = {option: n for n, option in reversed(list(enumerate(used)))}
        rights = [written[o] if first[o] == n else texts[o] for n, o in enumerate(used)]
        cells = list(zip(lefts, rights, strict=True))
        cells += [("", written[o.id]) for o in body.options if o.id not in used]
        lines = [_row(*body.head), "| --- | --- |", *(_row(*pair) for pair in cells)]
        return "\n".join(lines)

    def header(self, body: Pairs) -> Mapping[str, str]:
        """Write ``shuffle`` where it is off."""
        return {"shuffle": "" if body.shuffle else "no"}

    def worth(self, body: Pairs) -> float:
        """A point a row."""
        return float(len(body.rows))

    def keyed(self, body: Pairs, other: Pairs) -> Pairs | None:
        """Take the option of each row that both have, where both have that too."""
        options, theirs = {o.id for o in body.options}, dict(other.key)
        wanted = tuple((row, theirs.get(row, option)) for row, option in body.key)
        if any(option not in options for _, option in wanted):
            return None
        return replace(body, key=wanted)

    def interaction(self, item: Item, seed: str) -> Match:
        """Show the rows as written and the options in an order that tells nothing."""
        body: Pairs = item.body
        options = shared.arranged(body.options, seed, item.id)
        if not body.shuffle:
            options = tuple(sorted(body.options, key=lambda o: plain(o.text)))
        return Match(body.rows, options, *body.head)

    def read(self, item: Item, raw: Raw) -> Response | Invalid:
        """Read a right cell for each left one; rows may stay open."""
        body: Pairs = item.body
        chosen = {row.id: shared.texts(raw, row.id) for row in body.rows}
        known = {o.id for o in body.options}
        if set(raw) - set(chosen) - {""} or any(
            len(c) > 1 or not set(c) <= known for c in chosen.values()
        ):
            return shared.FORGED
        pairs = tuple((row, c[0]) for row, c in chosen.items() if c)
        return Response(pairs or None)

    def plain(self, item: Item, value: Any) -> Raw | Invalid:  # noqa: ANN401 - it is JSON
        """Take an object of left cells and right cells, by id or by text."""
        if not isinstance(value, dict):
            return shared.wrong_shape('an object {"left text": "right text"}')
        body: Pairs = item.body
        raw: dict[str, tuple[str, ...]] = {}
        for left, right in value.items():
            row, option = shared.look_up(left, body.rows), shared.look_up(right, body.options)
            if row is None:
                return shared.unknown(left, body.rows)
            if option is None:
                return shared.unknown(right, body.options)
            raw[row] = (option,)
        return raw

    def score(self, item: Item, response: Response) -> Score:
        """Count the rows that have their own option."""
        given = dict(response.answer)
        parts = {row: Part(float(given.get(row) == option)) for row, option in item.body.key}
        return Score(sum(p.fraction for p in parts.values()) / len(parts), parts)

    def model(self, item: Item) -> Raw:
        """Give each row its option."""
        return {row: (option,) for row, option in item.body.key}

    def solution(self, item: Item) -> Solution:
        """Give each row its option."""
        return Solution(self.model(item))

    def tally(self, item: Item, responses: Sequence[Response]) -> list[Row]:
        """Count the pairs that were made."""
        body: Pairs = item.body
        count = Counter(pair for r in responses if not r.blank for pair in r.answer)
        text = {o.id: plain_text(o.text) for o in (*body.rows, *body.options)}
        key = set(body.key)
        pairs = [(r.id, o.id) for r in body.rows for o in body.options]
        return [
            Row(f"{text[row]} → {text[option]}", count[row, option], (row, option) in key)
            for row, option in pairs
            if count[row, option] or (row, option) in key
        ]

    def examples(self) -> list[Example]:
        """Two envoys, and a side that neither speaks for."""
        source = """## Match each captain to the ship. {#captains skill=locate evidence=none}

| Captain | Ship |
| --- | --- |
| Ahab | Pequod |
| Nemo | Nautilus |
|  | Titanic |
"""
        return [
            Example(
                "Match",
                source,
                (
                    Specimen("right", {"ahab": ("pequod",), "nemo": ("nautilus",)}, 1.0),
                    Specimen("part", {"ahab": ("pequod",), "nemo": ("titanic",)}, 0.5),
                    Specimen("part", {"ahab": ("pequod",), "nemo": ("",)}, 0.5, "one row open"),
                    Specimen("wrong", {"ahab": ("nautilus",), "nemo": ("pequod",)}, 0.0),
                    Specimen("blank", {"ahab": ("",)}, 0.0),
                    Specimen("forged", {"ahab": ("beagle",)}, None),
                    Specimen("forged", {"hook": ("pequod",)}, None),
                ),
            )
        ]


def _faults(block: Table) -> list[Finding]:
    findings = []
    for left, right in block.rows:
        if left.text.words and not right.text.words:
            hint = "write what it belongs to; a cell that nothing belongs to goes on the right"
            message = "this left cell has no right one"
            findings.append(Finding("E124", left.text.place, message, left.text.words, hint))
    lefts = [left for left, _ in block.rows if left.text.words]
    rights = {right.text.words for _, right in block.rows if right.text.words}
    if not findings and (not lefts or len(rights) < 2):
        hint = "write another row, or a distractor: a row with an empty left cell"
        message = "a match has a row, and two right cells or more to choose from"
        findings.append(Finding("E124", block.place, message, hint=hint))
    return findings


def _options(cells: Sequence[Entry]) -> tuple[tuple[Option, ...], dict[str, str]]:
    """One option for each text; the first id given for it counts."""
    ids: dict[str, str] = {}
    for cell in sorted(cells, key=lambda c: not c.given):
        ids.setdefault(cell.text.words, cell.id)
    in_order = dict.fromkeys(cell.text.words for cell in cells)
    return tuple(Option(ids[text], text) for text in in_order), ids


def _row(left: str, right: str) -> str:
    cells = [cell.replace("|", "\\|") for cell in (left, right)]
    return f"| {cells[0]} | {cells[1]} |"
