"""A question as the fields of a form, and back.

A sheet remembers the source that it was read from: `source_of` rewrites only the lines of what
differs, so `source_of(sheet_of(source)) == source`, and with another stem one line changes.

    sheet = sheet_of(part.source, language, part.id)
    text = edits.replace(text, part, source_of(dataclasses.replace(sheet, stem="Why?")))
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from quiz.assessment.editing import reading, writing
from quiz.assessment.editing.fields import (
    OPTIONS,
    Answer,
    Choice,
    ItemSheet,
    Level,
    Pair,
    Row,
    Shape,
    Step,
)
from quiz.assessment.editing.outline import lines_of, outline, trimmed
from quiz.assessment.editing.tidying import tidy
from quiz.assessment.types import of, true_false

__all__ = [
    "OPTIONS",
    "Answer",
    "Choice",
    "ItemSheet",
    "Level",
    "Pair",
    "Row",
    "Shape",
    "Step",
    "blank",
    "sheet_of",
    "source_of",
]


def sheet_of(source: str, language: str = "en", id: str = "") -> ItemSheet:
    """Read a question's source; ``id`` is its id where the heading gives none (`Part.id`)."""
    return reading.read(source, language, id).sheet


def source_of(sheet: ItemSheet) -> str:
    """Write a question; of one that was read, only the lines of what differs.

    Whatever was typed, it comes out as one question: what cannot stand in its field is escaped or
    put on one line.
    """
    if sheet.shape == "source":
        return "\n".join(trimmed(lines_of(sheet.text)))
    wanted = tidy(sheet)
    read = reading.read(sheet.origin, sheet.language, sheet.id)
    after = writing.units(wanted, read.keys)
    if not read.by_fields:
        return writing.whole(after)
    before = writing.units(tidy(read.sheet), read.keys)
    if before == after:
        return "\n".join(read.lines)
    other_shape = read.sheet.shape != wanted.shape
    tries = [writing.patched(read, before, after, rewrite_answer=True), writing.whole(after)]
    if not other_shape:
        tries.insert(0, writing.patched(read, before, after))
    return next((text for text in tries if _reads_as(text, wanted)), tries[0])


def _reads_as(source: str, wanted: ItemSheet) -> bool:
    found = tidy(sheet_of(source, wanted.language, wanted.id))
    return _anonymous(found, wanted) == _anonymous(wanted, wanted)


def _anonymous(sheet: ItemSheet, wanted: ItemSheet) -> ItemSheet:
    """Take the ids off the rows that are new in ``wanted``: theirs come of their words."""
    if len(sheet.rows) != len(wanted.rows):
        return sheet
    pairs = zip(sheet.rows, wanted.rows, strict=True)
    return replace(sheet, rows=tuple(_without_id(row, like) for row, like in pairs))


def _without_id(row: Row, like: Row) -> Row:
    if isinstance(row, Choice | Step) and isinstance(like, Choice | Step) and not like.id:
        return replace(row, id="")
    if isinstance(row, Pair) and isinstance(like, Pair):
        left = row.left_id if like.left_id else ""
        return replace(row, left_id=left, right_id=row.right_id if like.right_id else "")
    return row


def blank(type_name: str, id: str, language: str = "en") -> ItemSheet:
    """Give an empty question of a type, with as many empty rows as its example has.

    True, false and not given come in the language.
    """
    document = of(type_name).examples()[0].source
    source = next(part.source for part in outline(document) if part.kind == "item")
    example = sheet_of(source)
    rows = tuple(_blank_row(row) for row in example.rows)
    if type_name == true_false.TrueFalse.name:
        rows = tuple(Choice(text) for text in true_false.scale(language))
    return ItemSheet(
        id=id,
        shape=example.shape,
        rows=rows,
        text="[[]]" if example.shape == "gaps" else "",
        limit=example.limit,
        up_to=example.up_to,
        attributes=MappingProxyType(dict(example.attributes)),
        language=language,
    )


def _blank_row(row: Row) -> Row:
    match row:
        case Choice():
            return Choice("", row.mark)
        case Answer():
            return Answer("")
        case Pair():
            return Pair("", "")
        case Step():
            return Step("")
        case Level():
            return Level(row.points, "")
