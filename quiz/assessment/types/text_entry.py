"""Text entry: ``Answer:`` lines, each with its accepted forms; typed in any order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quiz.assessment.document import Block, Finding, Labelled
from quiz.assessment.interaction import TextEntry
from quiz.assessment.matching.ladder import Key, assign, key_of, model_text
from quiz.assessment.model import Invalid, Item, Part, Raw, Response, Score, Solution
from quiz.assessment.types import _typed as typed
from quiz.assessment.types.base import Example, ItemType, Row, Specimen


@dataclass(frozen=True, slots=True)
class Lines:
    """The accepted forms of each line, the model answer first; backslashes still in them."""

    lines: tuple[typed.Forms, ...]


class TextEntryType(ItemType[Lines]):
    """Lines matched / lines: the largest matching of texts to lines, each line used once."""

    name = "text-entry"
    labels = ("Answer",)

    def claims(self, block: Block) -> bool:
        """Claim the label ``Answer:``."""
        return isinstance(block, Labelled) and block.label == "Answer"

    def parse(self, block: Block) -> Lines | list[Finding]:
        """Read the forms of each line."""
        assert isinstance(block, Labelled)
        lines = tuple(typed.split_forms(line.words) for line in block.lines)
        pairs = list(zip(block.lines, lines, strict=True))
        findings = [typed.no_forms(text, "`Answer:`") for text, forms in pairs if not forms]
        if block.entries:
            message = "`Answer:` takes its answer on its line, not in a list"
            hint = "write `Answer: …` for each"
            findings.append(Finding("E115", block.entries[0].text.place, message, hint=hint))
        return findings or Lines(lines)

    def write(self, body: Lines) -> str:
        """Write a label a line."""
        return "\n".join(f"Answer: {typed.join_forms(forms)}" for forms in body.lines)

    def worth(self, body: Lines) -> float:
        """A point a line."""
        return float(len(body.lines))

    def keys(self, body: Lines) -> tuple[tuple[str, ...], ...]:
        """The accepted forms: names that the register should know."""
        return tuple(typed.shown(forms) for forms in body.lines)

    def lines(self, body: Lines) -> Mapping[str, tuple[str, ...]]:
        """Number the lines from "1"."""
        return {str(n): forms for n, forms in enumerate(body.lines, 1)}

    def with_form(self, body: Lines, line: str, text: str) -> Lines:
        """Add the form behind the others of its line."""
        found = self.lines(body)
        added = {line: (*found[line], typed.as_form(text, "\\|*"))}
        return Lines(tuple((dict(found) | added).values()))

    def missed(self, item: Item, response: Response) -> tuple[tuple[str, str], ...]:
        """Lines may come in any order: a text belongs to none."""
        if response.blank:
            return ()
        fared = self.score(item, response).parts
        return tuple(("", response.answer[int(n) - 1]) for n, p in fared.items() if not p.fraction)

    def keyed(self, body: Lines, other: Lines) -> Lines | None:
        """Take the forms of as many lines."""
        return other if len(other.lines) == len(body.lines) else None

    def interaction(self, item: Item, seed: str) -> TextEntry:
        """Show as many fields as there are lines."""
        return TextEntry(len(item.body.lines))

    def read(self, item: Item, raw: Raw) -> Response | Invalid:
        """Read a text for each field."""
        parts = [str(n) for n in range(1, len(item.body.lines) + 1)]
        found = typed.single_texts(raw, parts)
        if isinstance(found, Invalid):
            return found
        return Response(tuple(found) if any(found) else None)

    def plain(self, item: Item, value: Any) -> Raw | Invalid:  # noqa: ANN401 - it is JSON
        """Take a text, or a list of texts."""
        return typed.plain_texts(value, len(item.body.lines))

    def score(self, item: Item, response: Response) -> Score:
        """Match texts to lines."""
        context = item.context
        found = assign(
            response.answer,
            line_keys(item),
            lowest=context.lowest,
            names=context.names,
            language=context.language,
        )
        parts = {
            str(n): Part(1.0, met[1].rung) if met else Part(0.0)
            for n, (text, met) in enumerate(zip(response.answer, found, strict=True), 1)
            if text
        }
        right = sum(part.fraction for part in parts.values())
        return Score(right / len(item.body.lines), parts)

    def model(self, item: Item) -> Raw:
        """Give the first form of each line."""
        return {str(n): (model_text(key),) for n, key in enumerate(line_keys(item), 1)}

    def solution(self, item: Item) -> Solution:
        """Give all forms of each line."""
        lines = enumerate(item.body.lines, 1)
        return Solution({str(n): typed.shown(forms) for n, forms in lines}, any_order=True)

    def tally(self, item: Item, responses: Sequence[Response]) -> list[Row]:
        """Count what was typed, on whatever line."""
        texts = [text for r in responses if not r.blank for text in r.answer if text]
        return typed.tally_texts(item, texts, line_keys(item))

    def examples(self) -> list[Example]:
        """Two towns, one of which has two spellings."""
        source = """## Name the two towns on the river. {#towns skill=locate evidence=none}

Answer: Dnipro | Dnepr
Answer: Kaniv
"""
        return [
            Example(
                "Type one or more answers",
                source,
                (
                    Specimen("right", {"1": ("Dnipro",), "2": ("Kaniv",)}, 1.0),
                    Specimen("right", {"1": ("kaniv",), "2": (" dnepr ",)}, 1.0, "in any order"),
                    Specimen("part", {"1": ("Kaniv",), "2": ("Kaniv",)}, 0.5, "a line counts once"),
                    Specimen("part", {"1": ("",), "2": ("Dnipro",)}, 0.5),
                    Specimen("wrong", {"1": ("Odesa",), "2": ("Lviv",)}, 0.0),
                    Specimen("blank", {"1": ("",), "2": ("  ",)}, 0.0),
                    Specimen("forged", {"3": ("Kaniv",)}, None),
                    Specimen("forged", {"1": ("Kaniv", "Dnipro")}, None),
                ),
            )
        ]


def line_keys(item: Item) -> list[Key]:
    """Give each line's key: a number where all its forms are numbers, else a text."""
    return [key_of(forms, item.context.language) for forms in item.body.lines]
