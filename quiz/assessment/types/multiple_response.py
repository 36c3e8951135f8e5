"""Choice, multiple: a task list with several ``[x]``, or ``choose=many``."""

from __future__ import annotations

from quiz.assessment.document import Block, TaskList
from quiz.assessment.model import Item, Response, Score
from quiz.assessment.types import _choices as choices
from quiz.assessment.types.base import Example, Specimen


class MultipleResponse(choices.ChoiceType):
    """Several choices are right: each key +1/k, each other choice −1/w, not below 0."""

    name = "multiple-response"
    rank = 1

    def claims(self, block: Block) -> bool:
        """Claim a list with several ticks or with `choose=many`; not with `choose=one`."""
        if not choices.is_tasks(block):
            return False
        said = block.attributes.get("choose")
        if said is not None and said.words in choices.MANY:
            return choices.MANY[said.words]
        return choices.ticked(block) > 1

    def _many(self, block: TaskList, choose: str) -> bool:
        return True

    def score(self, item: Item, response: Response) -> Score:
        """Balance right picks against wrong ones; where every choice is a key, keys only."""
        body: choices.Choices = item.body
        keys = len(body.keys)
        others = len(body.alternatives) - keys
        right = sum(1 for i in response.answer if i in body.keys)
        wrong = len(response.answer) - right
        fraction = right / keys - (wrong / others if others else 0.0)
        return Score(max(0.0, fraction), self.parts(item, response))

    def examples(self) -> list[Example]:
        """Two keys among five choices."""
        source = """## Which two towns have a bridge? {#bridges skill=locate evidence=none}

- [x] One
- [ ] Two
- [x] Three
- [ ] Four
- [ ] Five
"""
        return [
            Example(
                "Choose several",
                source,
                (
                    Specimen("right", {"": ("one", "three")}, 1.0),
                    Specimen("right", {"": ("three", "one")}, 1.0, "the order tells nothing"),
                    Specimen("part", {"": ("one",)}, 0.5),
                    Specimen("part", {"": ("one", "three", "two")}, 1 - 1 / 3),
                    Specimen("wrong", {"": ("two", "four")}, 0.0),
                    Specimen(
                        "wrong", {"": ("one", "two", "three", "four", "five")}, 0.0, "all of them"
                    ),
                    Specimen("blank", {}, 0.0),
                    Specimen("forged", {"": ("one", "six")}, None),
                ),
            )
        ]
