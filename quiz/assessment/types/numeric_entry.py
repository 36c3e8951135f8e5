"""Text entry, numerical: ``Answer:`` lines of numbers, ``4``, ``6 ± 0.5``, ``5..7``."""

from __future__ import annotations

from quiz.assessment.document import Block, Labelled
from quiz.assessment.matching.numbers import number_key
from quiz.assessment.types import _typed as typed
from quiz.assessment.types.base import Example, Specimen
from quiz.assessment.types.text_entry import TextEntryType


class NumericEntry(TextEntryType):
    """A number in digits or words, right within its tolerance.

    On the page it looks like every typed answer, so that nothing tells that a number is meant.
    """

    name = "numeric-entry"
    rank = 1

    def claims(self, block: Block) -> bool:
        """Claim ``Answer:`` lines of which each form is a number."""
        if not super().claims(block) or not isinstance(block, Labelled):
            return False
        forms = [form for line in block.lines for form in typed.split_forms(line.words)]
        return bool(forms) and all(number_key(form, block.language) for form in forms)

    def keys(self, body: object) -> tuple[tuple[str, ...], ...]:
        """Numbers are no names."""
        return ()

    def examples(self) -> list[Example]:
        """A number with a tolerance."""
        source = """## How many hours does the crossing take? {#hours skill=locate evidence=none}

Answer: 6 ± 0.5
"""
        return [
            Example(
                "Type a number",
                source,
                (
                    Specimen("right", {"1": ("6",)}, 1.0),
                    Specimen("right", {"1": ("six",)}, 1.0, "in words"),
                    Specimen("right", {"1": ("6.5",)}, 1.0, "the edge counts"),
                    Specimen("right", {"1": ("six hours",)}, 1.0, "with its unit"),
                    Specimen("wrong", {"1": ("7",)}, 0.0),
                    Specimen("wrong", {"1": ("-6",)}, 0.0),
                    Specimen("wrong", {"1": ("long",)}, 0.0),
                    Specimen("blank", {"1": ("",)}, 0.0),
                    Specimen("forged", {"2": ("6",)}, None),
                ),
            )
        ]
