"""The fields of a question's form, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Shape = Literal["choices", "answers", "gaps", "match", "order", "select", "rubric", "source"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice (shape ``choices``): ``mark`` is "", "x" or a weight such as "50%"."""

    text: str
    mark: str = ""
    note: str = ""  # feedback; paragraphs parted by a blank line
    id: str = ""  # empty: a new one
    given: bool = field(default=False, compare=False)  # the id was written by hand


@dataclass(frozen=True, slots=True)
class Answer:
    """An ``Answer:`` line (shape ``answers``): accepted forms, parted by ``|``."""

    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of a match (shape ``match``). An empty left side makes a distractor."""

    left: str
    right: str
    left_id: str = ""
    right_id: str = ""
    left_given: bool = field(default=False, compare=False)
    right_given: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Step:
    """An entry of an order (shape ``order``), in its right place."""

    text: str
    id: str = ""
    given: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a rubric (shape ``rubric``): points as written, and what earns them."""

    points: str
    text: str


Row = Choice | Answer | Pair | Step | Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSheet:
    """A question as form fields; all texts are inline Markdown as written, quotes plain text.

    ``rows`` are of the class that the shape says; shapes ``gaps``, ``select`` and ``source`` have
    none. ``text`` is the text with its ``[[gaps]]``, or with shape ``source`` the whole question:
    one that no form can show without a loss. ``attributes`` are the heading's other keys:
    ``shuffle``, ``choose``, ``words``, ``exact``, ``match``, ``ok``, and unknown ones.
    """

    id: str
    stem: str = ""
    lead: str = ""  # Markdown blocks between stem and answer part
    shape: Shape = "choices"
    rows: tuple[Row, ...] = ()
    text: str = ""
    head: tuple[str, str] = ("", "")  # of a match
    limit: str = ""  # of a select: how many sentences
    up_to: bool = False
    skill: str = ""
    points: str = ""  # empty: what the shape is worth
    cite: str = ""  # "", "yes" or "no"; empty: as the set says
    needs_evidence: bool = True
    evidence: tuple[str, ...] = ()
    explanation: str = ""  # this and the next two: paragraphs parted by a blank line
    hint: str = ""
    sample: str = ""
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    language: str = "en"
    origin: str = field(default="", compare=False, repr=False)  # the source it was read from


OPTIONS: Mapping[Shape, tuple[str, ...]] = MappingProxyType(
    {
        "choices": ("shuffle", "choose"),
        "gaps": ("shuffle",),
        "match": ("shuffle",),
        "order": ("exact",),
        "select": ("exact",),
        "rubric": ("words",),
    }
)
"""The attributes that mean something for a shape, beside ``match`` and ``ok``."""
