"""What was typed into a question's form → the question's sheet."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from quiz.assessment.editing.sheet import Answer, Choice, Level, Pair, Step
from quiz.web.teacher import sheets
from quiz.web.teacher.sheets import line, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quiz.assessment.editing.sheet import ItemSheet, Row

_RIGHT = re.compile(r"\s*(?:[-*+]\s+)?(?:\[[xX]\]|\*|✓)\s*(?=\S)")
_BULLET = re.compile(r"\s*(?:[-•–]\s+(?:\[ ?\]\s*)?|\[ ?\]\s*|\(?[A-Ha-h1-9][.)]\s+)(?=\S)")
_PARTS = re.compile(r"\s*(?:\||\t|→|->|=>)\s*")
_LEVEL = re.compile(r"\s*[-*]?\s*(\d+(?:[.,]\d+)?)\s*[:.)–-]\s*")


def sheet_of(form: sheets.ItemForm, base: ItemSheet) -> ItemSheet:
    """Read a form into the sheet that it was made from."""
    if isinstance(form, sheets.RawForm):
        return replace(base, text=text(form.text.data))
    changed: dict[str, Any] = {
        name: text(form[name].data) for name in ("lead", "explanation", "hint", "sample")
    }
    changed |= {"stem": line(form.stem.data), "skill": line(form.skill.data)}
    changed |= {"points": line(form.points.data), "cite": line(form.cite.data)}
    changed |= {"needs_evidence": not form.no_evidence.data, "evidence": _evidence(form)}
    changed["attributes"] = _attributes(form, base)
    return replace(base, **changed, **_answer_part(form, base))


def _evidence(form: sheets.ItemForm) -> tuple[str, ...]:
    quotes = [text(quote) for quote in form.evidence.data]
    return tuple(dict.fromkeys(filter(None, [*quotes, text(form.sentence.data)])))


def _attributes(form: sheets.ItemForm, base: ItemSheet) -> Mapping[str, str]:
    """The heading's other keys; those that have no field stay as they are."""
    kept = dict(base.attributes)
    for name in form.options:
        value = line(form[name].data)
        if name == "ok":
            value = ",".join(value.replace(",", " ").split())
        if value:
            kept[name] = value
        else:
            kept.pop(name, None)
    return MappingProxyType(kept)


def _answer_part(form: sheets.ItemForm, base: ItemSheet) -> dict[str, Any]:
    if isinstance(form, sheets.GapsForm):
        return {"text": text(form.text.data)}
    if isinstance(form, sheets.SelectForm):
        return {"limit": line(form.limit.data), "up_to": bool(form.up_to.data)}
    if not isinstance(form, sheets.RowsForm):
        return {}
    rows = [row for row in _rows(form, base) if any(_words(row))]
    more = [_ROW_OF[base.shape](words) for words in text(form.several.data).split("\n") if words]
    found: dict[str, Any] = {"rows": (*rows, *more)}
    if isinstance(form, sheets.MatchForm):
        found["head"] = (line(form.head_left.data), line(form.head_right.data))
    return found


def _rows(form: sheets.RowsForm, base: ItemSheet) -> list[Row]:
    known = {row.id for row in base.rows if isinstance(row, Choice | Step) and row.given}
    pairs = [row for row in base.rows if isinstance(row, Pair)]
    left = {row.left_id for row in pairs if row.left_given}
    right = {row.right_id for row in pairs if row.right_given}
    found: list[Row] = []
    for entry in form.rows:
        row, number = entry.data, entry.name.rpartition("-")[2]
        if isinstance(form, sheets.ChoicesForm):
            found.append(_choice(form, number, row, known))
        elif isinstance(form, sheets.MatchForm):
            ids = row["left_id"] or "", row["right_id"] or ""
            given = ids[0] in left, ids[1] in right
            found.append(Pair(line(row["left"]), line(row["right"]), *ids, *given))
        elif isinstance(form, sheets.OrderForm):
            found.append(Step(line(row["text"]), row["id"] or "", row["id"] in known))
        elif isinstance(form, sheets.RubricForm):
            found.append(Level(line(row["points"]), line(row["text"])))
        else:
            found.append(Answer(line(row["text"])))
    return found


def _choice(
    form: sheets.ChoicesForm, number: str, row: Mapping[str, str | None], known: set[str]
) -> Choice:
    weighed = form.marks.data == sheets.WEIGHTS
    ticked = "x" if number in (form.right.data or ()) else ""
    id_ = row["id"] or ""
    mark = line(row["mark"]) if weighed else ticked
    return Choice(line(row["text"]), mark, text(row["note"]), id_, id_ in known)


def _words(row: Row) -> tuple[str, ...]:
    return (row.left, row.right) if isinstance(row, Pair) else (row.text,)


def _choice_line(words: str) -> Choice:
    """A choice of a list that was pasted; one with a star or a cross before it is right."""
    right = _RIGHT.match(words)
    bare = words[right.end() :] if right else words
    bullet = None if right else _BULLET.match(bare)
    return Choice(line(bare[bullet.end() :] if bullet else bare), "x" if right else "")


def _bare(words: str) -> str:
    bullet = _BULLET.match(words)
    return line(words[bullet.end() :] if bullet else words)


def _pair_line(words: str) -> Pair:
    left, *right = _PARTS.split(_bare(words).strip("|"), maxsplit=1)
    return Pair(line(left), line("".join(right)))


def _level_line(words: str) -> Level:
    worth = _LEVEL.match(words)
    return Level(worth[1], line(words[worth.end() :])) if worth else Level("", line(words))


_ROW_OF: Mapping[str, Callable[[str], Row]] = {
    "choices": _choice_line,
    "answers": lambda words: Answer(_bare(words)),
    "match": _pair_line,
    "order": lambda words: Step(_bare(words)),
    "rubric": _level_line,
}
"""A line of those that were pasted at once → a row."""
