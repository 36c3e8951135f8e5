"""Responses → scores → points. Pure: the same answers and the same set give the same scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from quiz.assessment.model import Invalid, Item, QuestionSet, Raw, Response, Rung, Score
from quiz.assessment.types import of
from quiz.assessment.types.hot_text import overlap

SUPPORTED = 0.5
"""From this citation fraction on, an answer counts as supported (question-set format)."""

BRIEF = 200
"""Characters of an answer that is told in short."""

LONGEST_SAID = 300
"""Characters of an answer that others may have given too."""

_DIGITS = 12  # a fraction is rounded so that a half, a third and a sixth make one
_TOTAL_DIGITS = 10  # fewer, so that three items of a third make one too


class Said(NamedTuple):
    """What an answer says, as a key: those that say the same have it in common."""

    raw: tuple[tuple[str, tuple[str, ...]], ...]
    cited: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What a student sent for one item: the raw answer, the sentences cited, and the flag.

    The flag ("come back to this") is no answer; it is kept with it so that it is on every device.
    """

    raw: Raw = field(default_factory=lambda: MappingProxyType({}))
    cited: tuple[str, ...] = ()
    flag: bool = False

    @cached_property
    def said(self) -> Said | None:
        """What it says; None where it is long.

        Nobody else gives the same then, and thousands of such would fill the memory.
        """
        texts = (text for part in (*self.raw.values(), self.cited) for text in part)
        short = sum(1 + len(text) for text in texts) <= LONGEST_SAID
        return Said(tuple(self.raw.items()), self.cited) if short else None


def to_json(answer: Answer) -> dict[str, Any]:
    """Give an answer as plain JSON data; `answer_of` reads it back."""
    found: dict[str, Any] = {"raw": {part: list(texts) for part, texts in answer.raw.items()}}
    if answer.cited:
        found["cited"] = list(answer.cited)
    if answer.flag:
        found["flag"] = True
    return found


def answer_of(data: Mapping[str, Any]) -> Answer:
    """Read an answer from the plain JSON data that `to_json` gave."""
    raw = {part: tuple(texts) for part, texts in data.get("raw", {}).items()}
    return Answer(raw, tuple(data.get("cited", ())), bool(data.get("flag", False)))


class Basis(StrEnum):
    """What decided the points of an item."""

    COMPUTED = "computed"
    MARK = "mark"
    DROP = "drop"
    FULL = "full"
    EXCUSE = "excuse"


class Support(StrEnum):
    """How answer and citation go together: the evidence table's four cells."""

    SUPPORTED = "right and supported"
    UNSUPPORTED = "right without support"
    MISREAD = "wrong in the right place"
    ELSEWHERE = "wrong elsewhere"


def support_of(fraction: float | None, cited_fraction: float | None) -> Support | None:
    """Give the cell of an answer; None while it is pending or where no citation is asked."""
    if cited_fraction is None or fraction is None:
        return None
    backed = cited_fraction >= SUPPORTED
    if fraction == 1:
        return Support.SUPPORTED if backed else Support.UNSUPPORTED
    return Support.MISREAD if backed else Support.ELSEWHERE


@dataclass(frozen=True)
class ItemScore:
    """How one item was answered.

    ``points`` and ``fraction`` are None while pending; ``cited_fraction`` is None where no
    citation is asked; ``response`` is Invalid where the raw answer could not be read. ``basis``
    says what decided the points (`quiz.assessment.rulings`).
    """

    item: str
    points: float | None
    max: float
    fraction: float | None
    rung: Rung | None
    cited_fraction: float | None
    pending: bool
    response: Response | Invalid
    score: Score
    basis: Basis = Basis.COMPUTED

    @cached_property
    def brief(self) -> str | None:
        """What was answered in short; None where nothing can be read."""
        return brief(self.response) if isinstance(self.response, Response) else None

    @property
    def answered(self) -> bool:
        """Whether there is an answer that can be read."""
        return isinstance(self.response, Response) and not self.response.blank

    @property
    def support(self) -> Support | None:
        """The cell of the evidence table, None where no citation is asked or nothing is known."""
        return support_of(self.fraction, self.cited_fraction) if self.answered else None


@dataclass(frozen=True, slots=True)
class AttemptScore:
    """An attempt's points of max; what is pending is in neither, its worth in ``pending_max``."""

    points: float
    max: float
    pending_max: float
    items: Mapping[str, ItemScore]


def read_answer(item: Item, answer: Answer | None) -> Response | Invalid:
    """Read a raw answer and its citation; cited ids that are no sentences are left out."""
    answer = answer or Answer()
    response = of(item).read(item, answer.raw)
    if isinstance(response, Invalid):
        return response
    cited = set(answer.cited)
    known = tuple(s.id for s in item.context.sentences if s.id in cited) if item.cites else ()
    return Response(response.answer, known)


def score_item(item: Item, answer: Answer | None = None) -> ItemScore:
    """Score one item. Blank and unreadable answers score 0; what a person marks is pending."""
    response = read_answer(item, answer)
    score = _score(item, response)
    fraction = None if score.fraction is None else round(score.fraction, _DIGITS)
    return ItemScore(
        item=item.id,
        points=None if score.fraction is None else round(score.fraction * item.points, _DIGITS),
        max=item.points,
        fraction=fraction,
        rung=score.rung,
        cited_fraction=_cited(item, answer) if item.cites else None,
        pending=fraction is None,
        response=response,
        score=score,
    )


def _score(item: Item, response: Response | Invalid) -> Score:
    own = of(item)
    if own.by_person:
        return Score(None)
    if isinstance(response, Invalid) or response.blank:
        return Score(0.0)
    return own.score(item, response)


def _cited(item: Item, answer: Answer | None) -> float:
    known = {s.id for s in item.context.sentences}
    cited = [i for i in (answer.cited if answer else ()) if i in known]
    return round(overlap(cited, item.key_sentences), _DIGITS)


def score_attempt(found: QuestionSet, answers: Mapping[str, Answer]) -> AttemptScore:
    """Score all items of a set; an item without an answer is blank."""
    return total([score_item(item, answers.get(item.id)) for item in found.items])


def total(scores: list[ItemScore]) -> AttemptScore:
    """Add up the scores of an attempt's items."""
    return AttemptScore(
        points=round(sum(s.points for s in scores if s.points is not None), _TOTAL_DIGITS),
        max=round(sum(s.max for s in scores if not s.pending), _TOTAL_DIGITS),
        pending_max=round(sum(s.max for s in scores if s.pending), _TOTAL_DIGITS),
        items={s.item: s for s in scores},
    )


def by_skill(found: QuestionSet, score: AttemptScore) -> dict[str, AttemptScore]:
    """Give the score of each skill, in the order in which the skills first stand in the set."""
    skills: dict[str, list[ItemScore]] = {}
    for item in found.items:
        if item.skill:
            skills.setdefault(item.skill, []).append(score.items[item.id])
    return {skill: total(scores) for skill, scores in skills.items()}


def reached(score: AttemptScore, order: Sequence[str]) -> frozenset[str]:
    """Give the items that a student came to: those up to the last one answered, as shown.

    A blank item before it was skipped; one after it was not reached, which says nothing of what
    the student knows.
    """
    answered = [
        n for n, item in enumerate(order, 1) if item in score.items and score.items[item].answered
    ]
    return frozenset(order[: max(answered, default=0)])


def brief(response: Response) -> str | None:
    """Say what was answered in short, so that alike answers can be counted; None where blank.

    Ids in their order or, where they have none, sorted; texts as typed. At most 200 characters.
    """
    return None if response.blank else whole(response)[:BRIEF]


def whole(response: Response, label: Callable[[str], str] = str) -> str:
    """Say what was answered, never cut short; ``label`` gives the words of an id."""
    return _told(response.answer, label)


def _told(answer: Any, label: Callable[[str], str]) -> str:  # noqa: ANN401 - its type says what
    if isinstance(answer, Mapping):
        return "; ".join(f"{label(part)}: {_told(v, label)}" for part, v in answer.items())
    if isinstance(answer, set | frozenset):
        return ", ".join(map(label, sorted(map(str, answer))))
    if isinstance(answer, tuple | list):
        return ", ".join(_told(one, label) for one in answer)
    return label(str(answer))
