"""What the types that ask to choose from a list share: everything but the claim and the score."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from quiz.assessment.document import Block, Entry, Finding, TaskList, Text
from quiz.assessment.interaction import Choice, Option
from quiz.assessment.model import Invalid, Item, Part, Raw, Response, Solution
from quiz.assessment.prose import plain_text
from quiz.assessment.types import _shared as shared
from quiz.assessment.types.base import ItemType, Row

_WEIGHT = re.compile(r"([+-]?\d{1,3}(?:[.,]\d{1,4})?)\s*%")
MANY = {"one": False, "many": True}


@dataclass(frozen=True, slots=True)
class Alternative:
    """A choice. ``weight`` is what choosing it adds, as a fraction of the points."""

    id: str
    text: str
    weight: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of an item. ``weighted``: their weights were written, as ``[50%]``."""

    alternatives: tuple[Alternative, ...]
    many: bool = False
    weighted: bool = False
    choose: str = ""  # "one" or "many" where the heading said so
    shuffle: bool = True

    @property
    def keys(self) -> tuple[str, ...]:
        """The ids of the choices that gain something."""
        return tuple(a.id for a in self.alternatives if a.weight > 0)


def is_tasks(block: Block) -> bool:
    """Whether a block is a list of choices: one of its boxes is empty, ticked or weighted."""
    return isinstance(block, TaskList) and any(
        t.mark is not None and (t.mark.words in {"", "x", "X"} or _WEIGHT.fullmatch(t.mark.words))
        for t in block.tasks
    )


def ticked(block: Block) -> int:
    """How many boxes are ticked."""
    tasks = block.tasks if isinstance(block, TaskList) else ()
    return sum(1 for t in tasks if t.mark and t.mark.words.lower() == "x")


def has_weights(block: Block) -> bool:
    """Whether any box holds a percentage."""
    tasks = block.tasks if isinstance(block, TaskList) else ()
    return any(t.mark and "%" in t.mark.words for t in tasks)


class ChoiceType(ItemType[Choices]):
    """A question that is answered by choosing from a list."""

    attributes = ("choose", "shuffle")

    def parse(self, block: Block) -> Choices | list[Finding]:
        """Read the choices, their feedback and what each is worth."""
        assert isinstance(block, TaskList)
        findings: list[Finding] = []
        choose = shared.one_of(block, "choose", {"one": "one", "many": "many"}, findings)
        shuffle = shared.flag(block, "shuffle", findings, default=True)
        findings += _boxes(block)
        findings += shared.twice([t.text for t in block.tasks], "choice")
        alternatives = tuple(_alternative(task) for task in block.tasks)
        body = Choices(
            self._worded(alternatives, block),
            many=self._many(block, choose or ""),
            weighted=has_weights(block),
            choose=choose or "",
            shuffle=shuffle,
        )
        findings += self._key_faults(block, body)
        return findings or body

    def _worded(
        self, alternatives: tuple[Alternative, ...], block: TaskList
    ) -> tuple[Alternative, ...]:
        """Leave room for a type that settles weights from the whole list."""
        return alternatives

    def _many(self, block: TaskList, choose: str) -> bool:
        return False

    def _key_faults(self, block: TaskList, body: Choices) -> list[Finding]:
        if body.keys or any(t.mark and t.mark.words not in {"", "x", "X"} for t in block.tasks):
            return []
        message = "no choice is marked as right"
        return [Finding("E108", block.place, message, hint="mark the right one with [x]")]

    def write(self, body: Choices) -> str:
        """Write the task list, each choice with its feedback indented below."""
        pairs = [(a.text, a.id) for a in body.alternatives]
        lines = []
        for text, a in zip(shared.with_written_ids(pairs), body.alternatives, strict=True):
            notes = "".join(f"\n\n  {p}" for p in a.note.split("\n\n")) if a.note else ""
            lines.append(f"- [{_mark(a, body.weighted)}] {text}{notes}")
        return "\n".join(f"{a}\n" if "\n\n" in a else a for a in lines).rstrip("\n")

    def header(self, body: Choices) -> Mapping[str, str]:
        """Write ``choose`` and ``shuffle`` where they were said."""
        return {"choose": body.choose, "shuffle": "" if body.shuffle else "no"}

    def keyed(self, body: Choices, other: Choices) -> Choices | None:
        """Take what each choice is worth, and its feedback; one that the other lacks keeps them.

        Where one may be chosen and several are right, each of them is worth all.
        """
        theirs = {a.id: a for a in other.alternatives}
        found = tuple(
            replace(a, weight=theirs[a.id].weight, note=theirs[a.id].note) if a.id in theirs else a
            for a in body.alternatives
        )
        right = sum(1 for a in found if a.weight > 0)
        weighted = other.weighted or (right > 1 and not body.many)
        choose = body.choose
        if weighted or (body.many and right == 1):
            choose = "many" if body.many else "one"
        taken = replace(body, alternatives=found, weighted=weighted, choose=choose)
        return taken if right else None

    def interaction(self, item: Item, seed: str) -> Choice:
        """Show the choices, in an order of the seed's where there is one."""
        body: Choices = item.body
        options = self.options(item)
        order = shared.arranged(options, seed, item.id) if seed and body.shuffle else options
        return Choice(order, body.many)

    def options(self, item: Item) -> tuple[Option, ...]:
        """Give the choices as written."""
        return tuple(Option(a.id, a.text) for a in item.body.alternatives)

    def read(self, item: Item, raw: Raw) -> Response | Invalid:
        """Read the ids chosen; two where one is asked, or an id of elsewhere, is no answer."""
        chosen = list(dict.fromkeys(shared.texts(raw)))
        known = {a.id for a in item.body.alternatives}
        if not set(chosen) <= known or (len(chosen) > 1 and not item.body.many):
            return shared.FORGED
        in_order = tuple(a.id for a in item.body.alternatives if a.id in chosen)
        return Response(in_order or None)

    def plain(self, item: Item, value: Any) -> Raw | Invalid:  # noqa: ANN401 - it is JSON
        """Take an id or a text, or a list of them."""
        values = value if isinstance(value, list) else [value]
        if any(isinstance(v, dict | list) or v is None for v in values):
            return shared.wrong_shape("one choice, or a list of choices, as text")
        if len(values) > 1 and not item.body.many:
            return shared.wrong_shape("one choice: the question takes no more")
        options = self.options(item)
        ids = [shared.look_up(v, options) for v in values]
        bad = next((v for v, i in zip(values, ids, strict=True) if i is None), None)
        return shared.unknown(bad, options) if None in ids else {"": tuple(i for i in ids if i)}

    def parts(self, item: Item, response: Response) -> dict[str, Part]:
        """Say of each choice taken whether it gains something."""
        return {i: Part(1.0 if i in item.body.keys else 0.0) for i in response.answer}

    def model(self, item: Item) -> Raw:
        """Give the key."""
        return {"": item.body.keys}

    def solution(self, item: Item) -> Solution:
        """Give the key and each choice's feedback."""
        notes = {a.id: a.note for a in item.body.alternatives if a.note}
        return Solution({"": item.body.keys}, notes)

    def tally(self, item: Item, responses: Sequence[Response]) -> list[Row]:
        """Count each choice, as written."""
        count = Counter(i for r in responses if not r.blank for i in r.answer)
        keys = item.body.keys
        return [Row(plain_text(a.text), count[a.id], a.id in keys) for a in item.body.alternatives]


def _boxes(block: TaskList) -> list[Finding]:
    findings = []
    for task in block.tasks:
        if task.mark is None:
            message = "this choice has no box"
            findings.append(
                Finding("E108", task.text.place, message, task.text.words, "write `- [ ] …`")
            )
        elif task.mark.words not in {"", "x", "X"} and not _WEIGHT.fullmatch(task.mark.words):
            message = "a box holds nothing, `x`, or a weight such as `50%`"
            findings.append(Finding("E110", task.mark.place, message, f"[{task.mark.words}]"))
        if not task.text.words:
            message, box = "this choice has no words", task.mark or task.text
            hint = "write the choice behind the box"
            findings.append(Finding("E115", box.place, message, f"[{box.words}]", hint))
    return findings


def _alternative(task: Entry) -> Alternative:
    mark = task.mark.words if task.mark else ""
    weight = _WEIGHT.fullmatch(mark)
    value = float(weight[1].replace(",", ".")) / 100 if weight else float(mark.lower() == "x")
    note = "\n\n".join(_flat(n) for n in task.notes)
    return Alternative(task.id, task.text.words, value, note)


def _flat(text: Text) -> str:
    return " ".join(text.words.split())


def _mark(a: Alternative, weighted: bool) -> str:
    if weighted:
        return f"{round(100 * a.weight, 4):g}%" if a.weight else " "
    return "x" if a.weight > 0 else " "
