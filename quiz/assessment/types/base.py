"""The promise that every item type keeps.

An item type is one file in this folder with one subclass of `ItemType`. It says which shape of
the document is its own, reads and writes it, gives the interaction that asks it, reads the
browser's strings, scores, tallies, and brings its specimens. The folder is scanned
(`quiz.assessment.types`), so a new type that uses a known interaction edits no other file.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from quiz.assessment.document import Block, Finding
from quiz.assessment.interaction import Interaction
from quiz.assessment.model import Invalid, Item, Raw, Response, Score, Solution

B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Specimen:
    """An answer to the question of a type's example, and the score that it must get.

    ``kind`` is right, wrong, part, blank or forged; ``fraction`` is None for a forged answer,
    which must be refused, and for one that a person has to mark.
    """

    kind: str
    raw: Raw
    fraction: float | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A question of a type as it stands in a document, and answers to it.

    ``source`` is a whole document. The gallery, the format's documentation and the contract test
    show and run the same examples.
    """

    title: str
    source: str
    specimens: tuple[Specimen, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a tally: what was answered, how often, and whether it is the key."""

    label: str
    count: int
    is_key: bool


class ItemType(ABC, Generic[B]):
    """What differs between item types, and nothing that does not."""

    name: ClassVar[str]
    """What it is called in data, after QTI 3 where that has a word: ``choice``."""

    labels: ClassVar[tuple[str, ...]] = ()
    """Labels that begin an answer part of this type: ``Answer``."""

    attributes: ClassVar[tuple[str, ...]] = ()
    """Keys of the header that only some types know: ``choose``."""

    rank: ClassVar[int] = 0
    """Where several types claim a block, the highest rank has it: the more particular shape."""

    citable: ClassVar[bool] = True
    """Whether ``cite`` can ask for the sentences beside the answer."""

    by_person: ClassVar[bool] = False
    """Whether a person marks it, so that its score is pending until then."""

    @abstractmethod
    def claims(self, block: Block) -> bool:
        """Whether this shape is mine."""

    @abstractmethod
    def parse(self, block: Block) -> B | list[Finding]:
        """Turn a block that was claimed into a body, or into all that is wrong with it."""

    @abstractmethod
    def write(self, body: B) -> str:
        """Write the answer part as Markdown; parsing it again gives an equal body."""

    def header(self, body: B) -> Mapping[str, str]:
        """Give the attributes of the heading that belong to the body."""
        return {}

    def worth(self, body: B) -> float:
        """Give the points of the item where the heading names none."""
        return 1.0

    def keys(self, body: B) -> tuple[tuple[str, ...], ...]:
        """Give the accepted forms of typed answers, a tuple a line: names of the passage."""
        return ()

    def lines(self, body: B) -> Mapping[str, tuple[str, ...]]:
        """Give what is typed, by line or gap, each with its accepted forms as written."""
        return {}

    def with_form(self, body: B, line: str, text: str) -> B:
        """Accept a typed text on a line or in a gap besides. Raises KeyError."""
        raise KeyError(line)

    def missed(self, item: Item, response: Response) -> tuple[tuple[str, str], ...]:
        """Give each typed text that met nothing, behind its gap; "" where lines have no order."""
        return ()

    def keyed(self, body: B, other: B) -> B | None:
        """Take the key of another body of the same question; None where it does not fit.

        What the student sees stays as it is. By itself a body has no key.
        """
        return body

    @abstractmethod
    def interaction(self, item: Item, seed: str) -> Interaction:
        """Say what to show; an empty seed leaves choices as written. No key inside."""

    @abstractmethod
    def read(self, item: Item, raw: Raw) -> Response | Invalid:
        """Read what the browser sent. Blank is a response; what could not be sent is invalid."""

    @abstractmethod
    def plain(self, item: Item, value: Any) -> Raw | Invalid:  # noqa: ANN401 - it is JSON
        """Turn a plain JSON answer (ids or texts) into the strings a browser would send."""

    @abstractmethod
    def score(self, item: Item, response: Response) -> Score:
        """Score a response that is not blank: a fraction 0…1 and how its parts fared."""

    @abstractmethod
    def model(self, item: Item) -> Raw:
        """Give an answer that must score full marks."""

    @abstractmethod
    def solution(self, item: Item) -> Solution:
        """Give the key in the terms of the interaction, for after release."""

    @abstractmethod
    def tally(self, item: Item, responses: Sequence[Response]) -> list[Row]:
        """Count what was answered, for reports."""

    @abstractmethod
    def examples(self) -> list[Example]:
        """Bring example questions with answers and the scores that these must get."""
