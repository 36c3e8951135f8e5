"""HTML (a clipboard's fragment, a saved page) → blocks: a walk over its tags, by allow-list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from quiz.assessment.cleaning import plain
from quiz.assessment.cleaning.characters import tidy
from quiz.assessment.cleaning.inline import Buffer
from quiz.assessment.cleaning.states import BLOCKS, VOID, Seen, State, entered
from quiz.assessment.cleaning.tags import Tag, pieces
from quiz.assessment.cleaning.values import Block
from quiz.assessment.cleaning.zones import Part

_NEAR = 12  # open elements among which the item or row is looked for that the next one ends
_ENDS = {"li": {"ul", "ol", "menu", "dl"}, "tr": {"table"}, "td": {"tr", "table"}}
_ALIKE = {"th": "td", "dt": "li", "dd": "li"}
_CLIPBOARD = re.compile(r"\s*Version:[\d.]+\s+StartHTML:")


@dataclass(slots=True)
class Placed:
    """A block, and the parts of the page that it stands in."""

    block: Block
    around: tuple[Part, ...]
    articles: tuple[Part, ...]


@dataclass(slots=True)
class Page:
    """A page as it was walked: its blocks in order, and what it says of itself."""

    blocks: list[Placed] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)
    title: str = ""
    language: str = ""
    notes: list[str] = field(default_factory=list)


def walk(source: str) -> Page:
    """Walk a page. Nothing is fetched, no tag is kept; never raises, whatever the tags."""
    if _CLIPBOARD.match(source) and "<" in source:  # Windows puts its offsets before the page
        source = source[source.index("<") :]
    walker = _Walker()
    for piece in pieces(source):
        if isinstance(piece, str):
            walker.text(piece)
        elif piece.ends:
            walker.end(piece.name)
        else:
            walker.begin(piece)
    walker.flush()
    return walker.page


class _Walker:
    """Keeps the open elements, and gathers the text of the block it is in."""

    def __init__(self) -> None:
        self.page = Page()
        self.open: list[tuple[str, State]] = [("", State())]
        self.counts: dict[str, int] = {}
        self.buffer = Buffer(self.page.notes)

    @property
    def state(self) -> State:
        """What holds now."""
        return self.open[-1][1]

    def text(self, text: str) -> None:
        """Take in text."""
        state = self.state
        if not state.hidden:
            keeps = text if state.verbatim else text.replace("\n", " ")
            self.buffer.add(tidy(keeps), state.marks, linked=state.linked, raised=state.raised)

    def begin(self, tag: Tag) -> None:
        """Enter an element."""
        name = tag.name
        if name in BLOCKS:
            self._end_those_before(name)
            self.flush()
        if name == "title":
            self.page.title = self.page.title or " ".join(tidy(tag.attributes["text"]).split())
        elif name == "br":
            self.buffer.add("\n", frozenset())
        elif name not in VOID:
            self.page.language = self.page.language or tag.attributes.get("lang", "")
            self.open.append((name, entered(self.state, tag, self.page.seen)))
            self.counts[name] = self.counts.get(name, 0) + 1

    def _end_those_before(self, name: str) -> None:
        """End what HTML ends by itself: a paragraph before any block, an item before the next."""
        if self.open[-1][0] == "p":
            self._pop()
        name = _ALIKE.get(name, name)
        for element, _ in reversed(self.open[-_NEAR:] if name in _ENDS else ()):
            if element in _ENDS[name]:
                return
            if _ALIKE.get(element, element) == name:
                self.end(element)
                return

    def end(self, name: str) -> None:
        """Leave an element, and those within it that were never ended."""
        if name in BLOCKS:
            self.flush()
        if name in {"br", "p"} and not self.counts.get(name):
            self.buffer.add("\n", frozenset())
        if self.counts.get(name):
            while self._pop() != name:
                pass

    def _pop(self) -> str:
        name, _ = self.open[-1]
        if name in BLOCKS:
            self.flush()
        self.open.pop()
        self.counts[name] -= 1
        return name

    def flush(self) -> None:
        """End the block: what was gathered becomes one, or several."""
        state = self.state
        texts = self.buffer.take(verbatim=state.verbatim)
        if state.verbatim:
            found = plain.blocks("".join(run.text for runs, _ in texts for run in runs))
        else:
            found = [Block("text", runs, linked=linked) for runs, linked in texts]
        for index, block in enumerate(found):
            if state.kind != "text":
                block.kind = state.kind
            block.number = -1 if index and state.kind == "item" else state.number
            block.depth, block.group, block.cell = max(state.depth, 0), state.group, state.cell
            self._place(block, state)
        if found and state.kind == "item":
            state.number = -1

    def _place(self, block: Block, state: State) -> None:
        self.page.blocks.append(Placed(block, state.around, state.articles))
        for part in (*state.around, *state.articles):
            part.letters += len(block.text)
