"""What was typed into a form's fields → fields that can stand in a document.

Nothing typed may break out of its field: not into the next part of the document (headings, fences
left open), nor into another field of its question (labels, boxes, quotes in the stem's blocks).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from quiz.assessment.editing.fields import Answer, Choice, ItemSheet, Level, Pair, Row, Shape, Step
from quiz.assessment.editing.outline import lines_of, trimmed
from quiz.assessment.formats.markdown import items
from quiz.assessment.formats.markdown.sections import (
    COMMON_LABELS,
    ID,
    fence_after,
    unescape_labels,
    without_headings,
)
from quiz.assessment.language.folding import slug
from quiz.assessment.prose import plain_text

_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_NO_VALUE = re.compile(r'["{}]+')
_NO_KEY = re.compile(r'[\s="{}#]+')
_BOX = re.compile(r"^([ \t]*[-*+][ \t]+)\[(?=\s*(?:[xX]|[+-]?\d+(?:[.,]\d+)?\s*%)?\s*\](?:\s|$))")
_NUMBER = re.compile(r"^( {0,3})(\d{1,9})\.(?=\s|$)")
_QUOTE = re.compile(r"^( {0,3})>")
_OPENING = re.compile(
    r"^(?:(>|[-+*](?=\s|$)|#(?=#{0,5}(?:\s|$))|~(?=~~)|`(?=``)|[-*_](?=(?:[ \t]*[-*_]){2,}$))"
    r"|([01])([.)])(?=\s|$))"
)
_TWO_COLUMNS = re.compile(r"^ {0,3}(\|?[ \t]*:?-+:?[ \t]*\|[ \t]*:?-+:?[ \t]*\|?[ \t]*)$")
_GAP = re.compile(r"(?<!\\)\[\[")


def tidy(sheet: ItemSheet) -> ItemSheet:
    """Give the sheet with each field in the form in which it can be written and read back."""
    stem = _line(sheet.stem)
    given = sheet.id if ID.fullmatch(sheet.id) else slug(plain_text(sheet.stem))
    return replace(
        sheet,
        id=given or "part",
        stem=stem,
        lead=_lead(sheet.lead, apart=sheet.shape in {"choices", "gaps"}),
        rows=_rows(sheet),
        text=_gapped(sheet.text) if sheet.shape == "gaps" else "",
        head=(_line(sheet.head[0]), _line(sheet.head[1])) if sheet.shape == "match" else ("", ""),
        limit=_line(sheet.limit) if sheet.shape == "select" else "",
        up_to=sheet.up_to and sheet.shape == "select",
        skill=_value(sheet.skill),
        points=_value(sheet.points),
        cite=_value(sheet.cite),
        evidence=tuple(filter(None, map(_line, sheet.evidence))),
        explanation=_paragraphs(sheet.explanation),
        hint=_paragraphs(sheet.hint),
        sample=_paragraphs(sheet.sample),
        attributes=MappingProxyType(
            {_NO_KEY.sub("", k): value for k, v in sheet.attributes.items() if (value := _value(v))}
        ),
    )


def _line(text: str) -> str:
    return " ".join(_UNPRINTED.sub("", text).split())


def _value(text: str) -> str:
    return _line(_NO_VALUE.sub(" ", text))


def _paragraphs(text: str) -> str:
    blocks = re.split(r"\n[ \t]*\n", _block(text))
    return "\n\n".join(filter(None, map(_line, blocks)))


def _block(text: str) -> str:
    return "\n".join(trimmed(lines_of(_UNPRINTED.sub("", text))))


_EMPTY: Mapping[Shape, Row] = {
    "choices": Choice(""),
    "answers": Answer(""),
    "match": Pair("", ""),
    "order": Step(""),
    "rubric": Level("1", ""),
}


def _rows(sheet: ItemSheet) -> tuple[Row, ...]:
    """Tidy the rows that are of the shape; without any, an empty one keeps the shape."""
    empty = _EMPTY.get(sheet.shape)
    if empty is None:
        return ()
    rows = [_row(row) for row in sheet.rows if isinstance(row, type(empty))]
    return _unclaimed(rows or [empty])


def _row(row: Row) -> Row:
    match row:
        case Choice():
            mark = re.sub(r"[\s\[\]]+", "", row.mark).replace("X", "x")[:12]
            note = "\n\n".join(map(_unopened, _paragraphs(row.note).split("\n\n")))
            return replace(row, text=_line(row.text), mark=mark, note=note, id=_id(row.id))
        case Answer():
            return replace(row, text=_line(row.text))
        case Pair():
            left, right = _line(row.left), _line(row.right)
            left_id, right_id = (_id(row.left_id) if left else ""), _id(row.right_id)
            right_id = right_id if right else ""
            return replace(row, left=left, right=right, left_id=left_id, right_id=right_id)
        case Step():
            return replace(row, text=_unopened(_line(row.text)), id=_id(row.id))
        case Level():
            return replace(row, points=_line(row.points), text=_line(row.text))


def _id(id: str) -> str:
    return id if ID.fullmatch(id) else ""


def _unclaimed(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Take an id off the rows that copied it; right cells of the same words share theirs."""
    lefts: set[str] = set()
    rights: dict[str, str] = {}
    found: list[Row] = []
    for row in rows:
        match row:
            case Choice() | Step():
                found.append(replace(row, id="" if row.id in lefts else row.id))
                lefts.add(row.id)
            case Pair():
                left = "" if row.left_id in lefts else row.left_id
                right = "" if rights.get(row.right_id, row.right) != row.right else row.right_id
                found.append(replace(row, left_id=left, right_id=right))
                lefts.add(row.left_id)
                rights.setdefault(row.right_id, row.right)
            case _:
                found.append(row)
    return tuple(found)


def _unopened(text: str) -> str:
    """Put a backslash before what would open a list, a quotation, a heading, a fence or a rule."""
    return _OPENING.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


def _lead(text: str, *, apart: bool) -> str:
    """Tidy the stem's blocks; ``apart`` keeps a list at their end from running into the answers."""
    bare = unescape_labels(_block(text))
    lines = list(_unanswering(without_headings(bare.split("\n"))))
    last = next((line for line in lines[::-1] if line[:1].strip()), "")
    if apart and last.startswith("- "):
        lines = [f"*{line[1:]}" if line.startswith("- ") else line for line in lines]
    return "\n".join(lines)


def _unanswering(lines: Sequence[str]) -> Iterator[str]:
    """Keep lines of the stem from being read as an answer part or as evidence."""
    fence: tuple[str, int] | None = None
    listed = False
    for number, line in enumerate(lines, 1):
        was_open, fence = fence, fence_after(line, number, fence)
        if was_open or fence:
            yield line
            continue
        if match := _NUMBER.match(line):
            listed = listed or match[2] in {"0", "1"}
        elif line.strip() and not line.startswith(" "):
            listed = False
        bare = _NUMBER.sub(r"\1\2)", line) if listed else _TWO_COLUMNS.sub(r"\\\1", line)
        yield _GAP.sub(r"\\[[", _QUOTE.sub(r"\1\\>", _BOX.sub(r"\1\\[", bare)))


def _gapped(text: str) -> str:
    """Keep a text with gaps from being read as labels; one without any gets an empty one."""
    labels = (*COMMON_LABELS, *items.type_labels())
    starts = re.compile(rf"^({'|'.join(labels)}):")
    lines = [starts.sub(r"\1\\:", line) for line in without_headings(_block(text).split("\n"))]
    text = "\n".join(lines)
    return text if _GAP.search(text) else f"{text} [[]]".lstrip()
