"""What the reader of a document hands on: places, blocks, findings.

A `Block` is one part of a question as it stands in the source. The reader makes blocks without
knowing any item type; an item type looks at a block, says whether the shape is its own and turns
it into a body. A `Finding` says what is wrong with a document, where, and how it can be mended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a document: line and column, both counted from 1."""

    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the source (Markdown, inline) and where they begin."""

    words: str
    place: Place = field(default=Place(1), compare=False)


def said(key: str, value: Text) -> str:
    """Give a key of a heading with its value, as it stands in the source."""
    if value.words == "yes":
        return key  # with or without the word
    return f'{key}="{value.words}"' if " " in value.words else f"{key}={value.words}"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at in a document.

    ``code`` is ``E…`` (stops publishing) or ``W…`` (does not); ``words`` are the words at fault as
    they stand in the source; ``hint`` is the mend in a sentence, empty where none can be told;
    ``item`` is the id of the question it belongs to, empty for the set or a passage; ``mend`` is
    what could stand in the place of the words, None where no one thing could (`editing.mends`).
    """

    code: str
    place: Place
    message: str
    words: str = ""
    hint: str = ""
    item: str = ""
    mend: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether the finding stops publishing."""
        return self.code.startswith("E")


@dataclass(frozen=True, slots=True)
class Entry:
    """One choice, list entry or table cell: its words, its id, and what stands around it.

    ``mark`` is what stands between the brackets of a task (``""``, ``"x"``, ``"50%"``) and None
    where there are none; ``id`` is the given one or the slug of the words, unique among its
    siblings; ``notes`` are the indented paragraphs below it (a choice's feedback).
    """

    text: Text
    id: str
    mark: Text | None = None
    notes: tuple[Text, ...] = ()
    given: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One part of a question in the source, with what an item type may need to know of it.

    ``attributes`` are the header's keys that are not common to all questions (see
    `types.base.ItemType.attributes`), still as text. ``quotes`` counts the evidence quotes of the
    question. ``language`` is the set's BCP 47 tag.
    """

    place: Place
    attributes: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))
    quotes: int = 0
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskList(Block):
    """A list whose entries begin with a box: ``- [x] York``."""

    tasks: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedList(Block):
    """A list numbered ``1.``."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Block):
    """A table: its head, and its rows, each with as many cells as the head."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapText(Block):
    """Paragraphs, bullets or table rows that hold ``[[…]]``, as they stand in the source.

    ``separator`` is what parts accepted forms within a gap: ``|``, or ``/`` inside a table.
    """

    source: Text
    separator: str = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled(Block):
    """All lines of a question that begin with one label, ``Answer:`` say, and the list below them.

    ``lines`` are what stands behind the label, one for each time it stands there; ``entries``
    is the list that follows an empty label (``Rubric:``).
    """

    label: str
    lines: tuple[Text, ...]
    entries: tuple[Entry, ...] = ()
