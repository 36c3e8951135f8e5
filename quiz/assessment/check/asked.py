"""A question as the rules look at it: with its interaction and its key, opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from quiz.assessment import types
from quiz.assessment.check.words import plain
from quiz.assessment.interaction import Choice, Inline, Interaction, Option, TextEntry, Words
from quiz.assessment.model import Item, Solution


@dataclass(frozen=True)
class Gap:
    """One choice among options: a question's own, or a gap's; ``before`` is what leads to it."""

    options: tuple[Option, ...]
    key: str  # the id of the one right option
    before: str = ""

    @property
    def right(self) -> Option:
        """The option that is the key."""
        return next(o for o in self.options if o.id == self.key)

    @property
    def wrong(self) -> list[Option]:
        """The distractors."""
        return [o for o in self.options if o.id != self.key]


@dataclass(frozen=True)
class Asked:
    """A question with its interaction and its key, opened."""

    item: Item
    interaction: Interaction
    solution: Solution

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The choices, with plain text; none where it has no choices."""
        if not isinstance(self.interaction, Choice):
            return ()
        return tuple(Option(o.id, plain(o.text)) for o in self.interaction.options)

    @cached_property
    def is_scale(self) -> bool:
        """Whether the choices are True / False / Not given, or their like."""
        return self.item.type == "true-false"

    @cached_property
    def keys(self) -> frozenset[str]:
        """The ids of the right choices."""
        return frozenset(self.solution.accepted.get("", ())) & {o.id for o in self.options}

    @cached_property
    def single(self) -> Gap | None:
        """The choice, where exactly one of several texts is right and it is no scale."""
        one = isinstance(self.interaction, Choice) and not self.interaction.many
        if not one or self.is_scale or len(self.keys) != 1 or len(self.options) < 2:
            return None
        return Gap(self.options, next(iter(self.keys)), plain(self.item.stem))

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Every place where one of several texts is chosen: the choice, or gaps with options."""
        if self.single:
            return (self.single,)
        return tuple(self._inline_gaps())

    def _inline_gaps(self) -> Iterator[Gap]:
        before = ""
        for piece in self.interaction.pieces if isinstance(self.interaction, Inline) else ():
            if isinstance(piece, Words):
                before = plain(piece.source)
                continue
            right = self.solution.accepted.get(piece.id, ())
            options = tuple(Option(o.id, plain(o.text)) for o in piece.options)
            if len(right) == 1 and right[0] in {o.id for o in options}:
                yield Gap(options, right[0], before)

    @cached_property
    def typed(self) -> tuple[tuple[str, ...], ...]:
        """The accepted forms of each text that is typed, the model answer first."""
        if isinstance(self.interaction, TextEntry):
            return tuple(self.solution.accepted.values())
        if isinstance(self.interaction, Inline):
            ids = [gap.id for gap in self.interaction.gaps if not gap.options]
            return tuple(self.solution.accepted.get(id, ()) for id in ids)
        return ()

    @cached_property
    def asks(self) -> str:
        """All that it says before it is answered, its choices left out."""
        pieces = self.interaction.pieces if isinstance(self.interaction, Inline) else ()
        told = [p.source for p in pieces if isinstance(p, Words)]
        return plain("\n".join([self.item.stem, self.item.lead, *told]))

    @cached_property
    def answers(self) -> list[str]:
        """The right answers in words, where they are words: chosen or typed."""
        chosen = [gap.right.text for gap in self.gaps]
        return chosen + [forms[0] for forms in self.typed if forms]


def open_item(item: Item) -> Asked:
    """Open a question."""
    kind = types.of(item)
    return Asked(item, kind.interaction(item, ""), kind.solution(item))
