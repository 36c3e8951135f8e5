"""Choice, mapped: a task list with weights, ``[50%]``, ``[-25%]``; many unless ``choose=one``."""

from __future__ import annotations

from quiz.assessment.document import Block, Finding, TaskList
from quiz.assessment.model import Item, Part, Raw, Response, Score, Solution
from quiz.assessment.types import _choices as choices
from quiz.assessment.types.base import Example, Specimen

_TOLERANCE = 0.01  # three times 33 % is meant as a whole


class WeightedChoice(choices.ChoiceType):
    """The sum of the weights chosen, within 0…1; with one choice it may be negative."""

    name = "weighted-choice"
    rank = 3

    def claims(self, block: Block) -> bool:
        """Claim every list in which a box holds a percentage."""
        return choices.is_tasks(block) and choices.has_weights(block)

    def _many(self, block: TaskList, choose: str) -> bool:
        return choose != "one"

    def _key_faults(self, block: TaskList, body: choices.Choices) -> list[Finding]:
        findings = []
        for task, a in zip(block.tasks, body.alternatives, strict=True):
            if task.mark and task.mark.words.lower() == "x":
                message = "`[x]` beside weights: say of every right choice what it is worth"
                findings.append(Finding("E110", task.mark.place, message, "[x]", "write `[100%]`"))
            elif task.mark and not -1 <= a.weight <= 1:
                message = "a weight lies between -100% and 100%"
                findings.append(Finding("E110", task.mark.place, message, f"[{task.mark.words}]"))
        return findings or self._sum_fault(block, body)

    def _sum_fault(self, block: TaskList, body: choices.Choices) -> list[Finding]:
        weights = [a.weight for a in body.alternatives if a.weight > 0]
        best = sum(weights) if body.many else max(weights, default=0.0)
        if abs(best - 1) <= _TOLERANCE + 1e-9:
            return []
        what = "the positive weights come to" if body.many else "the best choice is worth"
        message = f"{what} {100 * best:g} %, not 100 %"
        return [Finding("E110", block.place, message, hint="full marks must be possible")]

    def score(self, item: Item, response: Response) -> Score:
        """Add the weights up; what all the best miss by rounding (3 × 33 %) is given with them."""
        body: choices.Choices = item.body
        weight = {a.id: a.weight for a in body.alternatives}
        total = sum(weight[i] for i in response.answer)
        best = self._best(item)
        if set(best) <= set(response.answer):
            total += 1 - sum(weight[i] for i in best)
        fraction = max(0.0, min(1.0, total)) if body.many else min(1.0, total)
        return Score(fraction, {i: Part(weight[i]) for i in response.answer})

    def model(self, item: Item) -> Raw:
        """Give all that gains something, or the best one."""
        return {"": self._best(item)}

    def solution(self, item: Item) -> Solution:
        """Give all that gains something, or all that is worth most, and the feedback."""
        best = max(a.weight for a in item.body.alternatives)
        equal = tuple(a.id for a in item.body.alternatives if a.weight == best)
        key = self._best(item) if item.body.many else equal
        return Solution({"": key}, super().solution(item).notes)

    def _best(self, item: Item) -> tuple[str, ...]:
        body: choices.Choices = item.body
        if body.many:
            return body.keys
        return (max(body.alternatives, key=lambda a: a.weight).id,)

    def examples(self) -> list[Example]:
        """Weights for many choices, and for one."""
        many = """## Which reasons does the pilot give? {#reasons skill=infer evidence=none}

- [50%] The wind
- [50%] The tide
- [-25%] The cost
- [ ] The noise
"""
        one = """## Which title fits best? {#title skill=evaluate choose=one evidence=none}

- [100%] A slow crossing
- [50%] A crossing
- [-50%] A race
"""
        return [
            Example(
                "Choose several, each with its weight",
                many,
                (
                    Specimen("right", {"": ("the-wind", "the-tide")}, 1.0),
                    Specimen("part", {"": ("the-wind",)}, 0.5),
                    Specimen("part", {"": ("the-wind", "the-cost")}, 0.25),
                    Specimen("wrong", {"": ("the-cost",)}, 0.0, "not below nothing"),
                    Specimen("wrong", {"": ("the-noise",)}, 0.0),
                    Specimen("blank", {}, 0.0),
                    Specimen("forged", {"": ("the-sea",)}, None),
                ),
            ),
            Example(
                "Choose one, each with its weight",
                one,
                (
                    Specimen("right", {"": ("a-slow-crossing",)}, 1.0),
                    Specimen("part", {"": ("a-crossing",)}, 0.5),
                    Specimen("wrong", {"": ("a-race",)}, -0.5, "one choice may cost"),
                    Specimen("blank", {}, 0.0),
                    Specimen("forged", {"": ("a-race", "a-crossing")}, None),
                ),
            ),
        ]
