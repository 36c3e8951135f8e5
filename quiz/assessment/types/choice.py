"""Choice, single: a task list with one ``[x]``."""

from __future__ import annotations

from quiz.assessment.document import Block, Finding, TaskList
from quiz.assessment.model import Item, Response, Score
from quiz.assessment.types import _choices as choices
from quiz.assessment.types.base import Example, Specimen


class SingleChoice(choices.ChoiceType):
    """One choice is right: 1 or 0."""

    name = "choice"

    def claims(self, block: Block) -> bool:
        """Claim every task list; the more particular ones have a higher rank."""
        return choices.is_tasks(block)

    def _key_faults(self, block: TaskList, body: choices.Choices) -> list[Finding]:
        findings = super()._key_faults(block, body)
        for task in [t for t in block.tasks if t.mark and t.mark.words.lower() == "x"][1:]:
            message = "two right answers where one is meant"
            hint = "leave one [x], or write `choose=many` in the heading"
            findings.append(Finding("E109", task.text.place, message, task.text.words, hint))
        return findings

    def score(self, item: Item, response: Response) -> Score:
        """Give 1 for the key, else 0."""
        right = response.answer == item.body.keys
        return Score(1.0 if right else 0.0, self.parts(item, response))

    def examples(self) -> list[Example]:
        """One question of three choices, one of them with feedback."""
        source = """## Where does the ferry land? {#ferry skill=locate evidence=none}

- [ ] Hull
- [x] York
- [ ] Leeds

  Leeds has no river port.
"""
        return [
            Example(
                "Choose one",
                source,
                (
                    Specimen("right", {"": ("york",)}, 1.0),
                    Specimen("wrong", {"": ("hull",)}, 0.0),
                    Specimen("blank", {}, 0.0),
                    Specimen("blank", {"": ("",)}, 0.0, "an untouched field sends an empty string"),
                    Specimen("forged", {"": ("paris",)}, None),
                    Specimen("forged", {"": ("york", "hull")}, None, "two where one is asked"),
                ),
            )
        ]
