"""What cleaning hands on: the clean passage, what went, what could be mended."""

from __future__ import annotations

from dataclasses import dataclass, field

from quiz.assessment.model import Run


@dataclass(frozen=True, slots=True)
class Removed:
    """Text that was taken out of a paste, and why, in words for its author."""

    text: str
    why: str


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """A mend that the author may accept: at a place of the Markdown, ``words`` become ``mend``.

    ``line`` and ``column`` count from 1; ``words`` are exactly what stands there.
    """

    line: int
    column: int
    words: str
    mend: str
    why: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A passage as it came out of a paste.

    ``markdown`` is paragraphs, ``###`` subheadings, lists, quotations, tables and emphasis, and
    empty where nothing but furniture was pasted. ``names`` are spellings that seem to be of one
    name, a tuple for each `names:` line that could be written. ``language`` is its primary tag.
    """

    markdown: str
    title: str = ""
    removed: tuple[Removed, ...] = ()
    captions: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    names: tuple[tuple[str, ...], ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a block stands in a table; each counts from 0, tables through the whole page."""

    table: int
    row: int
    column: int


@dataclass(slots=True)
class Block:
    """A paragraph on its way into the passage.

    ``kind`` is ``text``, ``title``, ``heading``, ``item``, ``quote``, ``cell`` or ``caption``;
    ``number`` is an item's (0: a bullet, -1: a further paragraph of the item before), ``depth``
    counts the lists around it from 0, ``group`` tells one list from the next, ``linked`` is how
    many of its characters are a link's.
    """

    kind: str
    runs: tuple[Run, ...]
    number: int = 0
    depth: int = 0
    group: int = 0
    linked: int = 0
    cell: Cell | None = None
    text: str = field(init=False)

    def __post_init__(self) -> None:
        """Keep the plain text: everything asks for it."""
        self.text = "".join(run.text for run in self.runs)

    @property
    def strong(self) -> bool:
        """Whether all of it is in strong type: a subheading's look."""
        return all("strong" in run.marks for run in self.runs if run.text.strip())


def text_block(text: str, kind: str = "text") -> Block:
    """Make a block of plain text."""
    return Block(kind, (Run(" ".join(text.split())),))
