"""Extended text: ``Rubric:`` and its list; a person marks it, level by level."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quiz.assessment.document import Block, Entry, Finding, Labelled, said
from quiz.assessment.interaction import ExtendedText
from quiz.assessment.model import Invalid, Item, Raw, Response, Score, Solution
from quiz.assessment.types import _shared as shared
from quiz.assessment.types.base import Example, ItemType, Row, Specimen

_LEVEL = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*:\s+(\S.*)")
_WORDS = re.compile(r"(\d{1,4})?\s*[-–]\s*(\d{1,4})?|(\d{1,4})")
LONGEST = 50_000  # characters of an answer


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a rubric: its points, and what an answer must hold to earn them."""

    points: float
    text: str


@dataclass(frozen=True, slots=True)
class Rubric:
    """The levels, the best first as a rule, and the bounds in words that the student is told."""

    levels: tuple[Level, ...]
    least: int | None = None
    most: int | None = None


class WrittenAnswer(ItemType[Rubric]):
    """Pending until a person has given it a level."""

    name = "extended-text"
    labels = ("Rubric",)
    attributes = ("words",)
    by_person = True

    def claims(self, block: Block) -> bool:
        """Claim the label ``Rubric:``."""
        return isinstance(block, Labelled) and block.label == "Rubric"

    def parse(self, block: Block) -> Rubric | list[Finding]:
        """Read the levels from the list below the label, and ``words=60-120``."""
        assert isinstance(block, Labelled)
        findings = [
            Finding(
                "E120",
                line.place,
                "the levels stand in a list below `Rubric:`",
                line.words,
                "write `- 2: …`",
            )
            for line in block.lines
            if line.words
        ]
        levels = [_level(entry, findings) for entry in block.entries]
        least, most = _bounds(block, findings)
        if not block.entries and not findings:
            hint = "write a list below it: `- 2: both reasons`, `- 0: none`"
            findings.append(
                Finding("E120", block.place, "this rubric has no levels", "Rubric:", hint)
            )
        kept = tuple(level for level in levels if level)
        if kept and max(level.points for level in kept) == 0:
            findings.append(Finding("E120", block.place, "no level is worth a point", "Rubric:"))
        if len({level.points for level in kept}) < len(kept):
            findings.append(
                Finding("E120", block.place, "two levels are worth the same", "Rubric:")
            )
        return findings or Rubric(kept, least, most)

    def write(self, body: Rubric) -> str:
        """Write the label and its list."""
        return "Rubric:\n\n" + "\n".join(
            f"- {level.points:g}: {level.text}" for level in body.levels
        )

    def header(self, body: Rubric) -> Mapping[str, str]:
        """Write ``words`` where there are bounds."""
        if body.least is None and body.most is None:
            return {}
        low, high = ("" if n is None else str(n) for n in (body.least, body.most))
        return {"words": f"{low}-{high}"}

    def worth(self, body: Rubric) -> float:
        """The rubric's top level."""
        return max(level.points for level in body.levels)

    def interaction(self, item: Item, seed: str) -> ExtendedText:
        """Show a field to write in, and the bounds."""
        return ExtendedText(item.body.least, item.body.most)

    def read(self, item: Item, raw: Raw) -> Response | Invalid:
        """Read the text as it was written; bounds are told, not enforced."""
        given = shared.texts(raw)
        if len(given) > 1 or set(raw) - {""}:
            return shared.FORGED
        if given and len(given[0]) > LONGEST:
            return Invalid("This text has more than %(limit)s characters.", {"limit": str(LONGEST)})
        return Response(given[0] if given else None)

    def plain(self, item: Item, value: Any) -> Raw | Invalid:  # noqa: ANN401 - it is JSON
        """Take the text."""
        return {"": (value,)} if isinstance(value, str) else shared.wrong_shape("a text")

    def score(self, item: Item, response: Response) -> Score:
        """Leave it to a person."""
        return Score(None)

    def model(self, item: Item) -> Raw:
        """Give the sample answer; a text without one is a word to read."""
        return {"": (item.sample or "…",)}

    def solution(self, item: Item) -> Solution:
        """Give the sample answer, and the levels as notes."""
        notes = {f"{level.points:g}": level.text for level in item.body.levels}
        return Solution({"": (item.sample,)} if item.sample else {}, notes)

    def tally(self, item: Item, responses: Sequence[Response]) -> list[Row]:
        """Count texts and blanks; texts are read, not counted."""
        written = sum(1 for r in responses if not r.blank)
        return [Row("written", written, False), Row("blank", len(responses) - written, False)]

    def examples(self) -> list[Example]:
        """A short reason in a few lines."""
        source = """## Why did nobody complain? {#nobody skill=infer words=20-60 evidence=none}

Rubric:

- 2: two reasons, with words of the passage
- 1: one reason
- 0: no reason

Sample answer: The fog was nobody's fault, and the pilot had told them early.
"""
        return [
            Example(
                "Write a text",
                source,
                (
                    Specimen(
                        "right", {"": ("The fog was nobody's fault.",)}, None, "a person marks it"
                    ),
                    Specimen("blank", {"": ("  ",)}, None),
                    Specimen("forged", {"": ("x" * (LONGEST + 1),)}, None),
                    Specimen("forged", {"2": ("elsewhere",)}, None),
                ),
            )
        ]


def _level(entry: Entry, findings: list[Finding]) -> Level | None:
    match = _LEVEL.fullmatch(entry.text.words)
    if match and entry.mark is None and not entry.notes:
        return Level(float(match[1]), match[2])
    hint = "write `- 2: what earns two points`"
    message = "a level of a rubric is a number of points, a colon and what earns them"
    findings.append(Finding("E120", entry.text.place, message, entry.text.words, hint))
    return None


def _bounds(block: Block, findings: list[Finding]) -> tuple[int | None, int | None]:
    text = block.attributes.get("words")
    if text is None:
        return None, None
    match = _WORDS.fullmatch(text.words.strip())
    numbers = [int(n) if n else None for n in match.groups()] if match else [None, None, None]
    least, most = (numbers[0], numbers[1]) if match and numbers[2] is None else (None, numbers[2])
    if (least is None and most is None) or (
        least is not None and most is not None and least > most
    ):
        message = "`words` takes a range"
        findings.append(
            Finding("E103", text.place, message, said("words", text), "write `words=60-120`")
        )
    return least, most
