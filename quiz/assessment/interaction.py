"""The closed list of ways to answer on a page.

An interaction says what to show and which form fields to expect. It never holds a key, so a page
made of interactions cannot give one away. Words in it are inline Markdown, as the teacher wrote.

The form fields of an item are its *parts*: the raw answer is a mapping from a part's name to the
strings that the browser sent for it (see `model.Raw`). Each class says which parts it has. A new
way of answering costs three places, all in the open: a class here, a file in
``templates/interactions/``, and (if it wants more comfort) a behaviour in ``static/js``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose, to match or to put in order."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Choose one or many of several. Part ``""``: the ids chosen."""

    options: tuple[Option, ...]
    many: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its form fields."""
        return ("",)


@dataclass(frozen=True, slots=True)
class TextEntry:
    """Type one or more short answers. Parts ``"1"``, ``"2"``, …: the text of each line."""

    lines: int = 1

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its form fields."""
        return tuple(str(n) for n in range(1, self.lines + 1))


@dataclass(frozen=True, slots=True)
class Words:
    """Markdown between two gaps."""

    source: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap in running text: typed, or chosen where it has options. Part ``id``: one string."""

    id: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Inline:
    """Complete a text. The pieces in order; the gaps among them are numbered from ``"1"``.

    Joined, with each gap in its place, the pieces are a piece of Markdown (paragraphs, bullets or
    a table).
    """

    pieces: tuple[Words | Gap, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps, in order."""
        return tuple(p for p in self.pieces if isinstance(p, Gap))

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its form fields."""
        return tuple(gap.id for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class Match:
    """Give each row one of the options. Part = the row's id: the option's id, or ``""``."""

    rows: tuple[Option, ...]
    options: tuple[Option, ...]
    row_head: str = ""
    option_head: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its form fields."""
        return tuple(row.id for row in self.rows)


@dataclass(frozen=True, slots=True)
class Order:
    """Put entries in order. Part = the entry's id: its place as a number from 1, or ``""``."""

    entries: tuple[Option, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its form fields."""
        return tuple(entry.id for entry in self.entries)


@dataclass(frozen=True, slots=True)
class HotText:
    """Select sentences of the passage. Part ``""``: the sentences' ids, at most ``limit``."""

    limit: int
    exact: bool = False  # "select 2" rather than "select up to 2"

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its form fields."""
        return ("",)


@dataclass(frozen=True, slots=True)
class ExtendedText:
    """Write a text. Part ``""``: the text. Bounds are in words, None where there is none."""

    least: int | None = None
    most: int | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its form fields."""
        return ("",)


Interaction = Choice | TextEntry | Inline | Match | Order | HotText | ExtendedText
