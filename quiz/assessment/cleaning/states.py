"""What holds at a place of a page, and what an element changes of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from quiz.assessment.cleaning.inline import marks_of
from quiz.assessment.cleaning.tags import Tag
from quiz.assessment.cleaning.values import Cell
from quiz.assessment.cleaning.zones import (
    LONGEST_CHAIN,
    Part,
    hidden,
    is_article,
    is_caption,
    part_of,
)

HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
VOID = frozenset(
    {"br", "hr", "img", "input", "wbr", "meta", "link", "area", "base", "col", "embed", "source"}
    | {"track", "param"}
)
BLOCKS = HEADINGS | frozenset(
    {"h1", "p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "ul", "ol"}
    | {"menu", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "td"}
    | {"th", "blockquote", "pre", "figure", "figcaption", "form", "fieldset", "legend", "address"}
    | {"hr", "details", "summary", "body", "html", "head", "center", "dialog", "label", "select"}
    | {"option", "textarea"}
)
_LISTS = frozenset({"ul", "ol", "menu", "dl"})
_ITEMS = frozenset({"li", "dt", "dd"})
_DEEPEST = 3  # lists within one another, from 0, that are kept


@dataclass(slots=True)
class State:
    """What holds at a place of the page; an element that changes it has one of its own.

    ``numbers`` belongs to the list around and is shared by its items: the next number, 0 for
    bullets. ``number`` is the item's, -1 once its first paragraph has taken it. ``table`` is
    shared by the table's cells: its number, row and column.
    """

    kind: str = "text"
    marks: frozenset[str] = frozenset()
    around: tuple[Part, ...] = ()
    articles: tuple[Part, ...] = ()
    hidden: bool = False
    linked: bool = False
    raised: bool = False
    verbatim: bool = False
    depth: int = -1
    group: int = 0
    numbers: list[int] = field(default_factory=list)
    number: int = 0
    table: list[int] = field(default_factory=list)
    cell: Cell | None = None


@dataclass(slots=True)
class Seen:
    """What of a page counts through all of it: its articles, lists and tables."""

    articles: list[Part] = field(default_factory=list)
    groups: int = 0
    tables: int = 0


def entered(state: State, tag: Tag, seen: Seen) -> State:
    """Give the state within an element; the same where it changes nothing."""
    changes = _looks(state, tag)
    if tag.name in BLOCKS or tag.attributes:
        changes |= _parts(state, tag, seen) | _kind(state, tag, seen)
    return replace(state, **changes) if changes else state


def _looks(state: State, tag: Tag) -> dict[str, Any]:
    marks = marks_of(tag, state.marks)
    changes: dict[str, Any] = {} if marks == state.marks else {"marks": marks}
    if tag.name == "a" and tag.attributes.get("href"):
        changes["linked"] = True
    if tag.name == "sup":
        changes["raised"] = True
    return changes


def _parts(state: State, tag: Tag, seen: Seen) -> dict[str, Any]:
    changes: dict[str, Any] = {"hidden": True} if hidden(tag) else {}
    if is_article(tag):
        seen.articles.append(Part())
        if len(state.articles) < LONGEST_CHAIN:
            changes["articles"] = (*state.articles, seen.articles[-1])
    elif (part := part_of(tag)) and len(state.around) < LONGEST_CHAIN:
        of_article = part.why == "the head of the page" and state.articles
        if not of_article:
            changes["around"] = (*state.around, part)
    return changes


def _kind(state: State, tag: Tag, seen: Seen) -> dict[str, Any]:
    name = tag.name
    if name in HEADINGS or name == "h1":
        return {"kind": "title" if name == "h1" else "heading"}
    if is_caption(tag):
        return {"kind": "caption"}
    if name == "blockquote":
        return {"kind": "quote"}
    if name == "pre":
        return {"verbatim": True}
    if name in _LISTS:
        return _list(state, tag, seen)
    if name in _ITEMS and state.numbers:
        number = state.numbers[0]
        state.numbers[0] += bool(number)
        return {"kind": "item", "number": number}
    return _table(state, name, seen)


def _list(state: State, tag: Tag, seen: Seen) -> dict[str, Any]:
    start = tag.attributes.get("start", "").strip()
    told = start.isascii() and start.isdecimal() and len(start) < 7
    first = max(int(start), 1) if told else 1
    seen.groups += state.depth < 0
    numbers = [first if tag.name == "ol" else 0]
    depth = min(state.depth + 1, _DEEPEST)
    return {"numbers": numbers, "depth": depth, "group": seen.groups}


def _table(state: State, name: str, seen: Seen) -> dict[str, Any]:
    table = state.table
    if name == "table":
        seen.tables += 1
        return {"table": [seen.tables, -1, -1]}
    if name == "tr" and table:
        table[1:] = [table[1] + 1, -1]
    if name in {"td", "th"} and table:
        table[2] += 1
        return {"cell": Cell(table[0], max(table[1], 0), table[2])}
    return {}
