"""One key of the frame changed, with the other keys, their order and all comments left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from quiz.assessment.editing.outline import lines_of
from quiz.assessment.formats.markdown import frame as frames

_KEY = re.compile(r"([A-Za-z_-]+)\s*:(?=\s|$)")
_NOT_PRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a key's value stands: offsets in the frame's text; ``items`` are those of a list."""

    key: str
    line: int  # of the key, from 0
    start: int
    end: int
    last: int  # the last line of the value
    items: tuple[tuple[str, int], ...] | None = None  # of a list with a line for each


def set_frame(text: str, key: str, value: str | Sequence[str]) -> str:
    """Set one key of the frame (``names`` takes a list); an empty value takes the key out.

    A document without a frame gets one. A frame that is no YAML is changed in the lines that begin
    with the key alone; one that is never closed is left.
    """
    lines = lines_of(text)
    head = frames.split(lines)
    if head is None:
        return "\n".join(lines) + "\n"
    inner, end = head
    if "".join(inner).lstrip().startswith("{"):  # a mapping in braces: there are no lines of keys
        inner = frames.write(frames.read(inner)[0]).split("\n")[1:-1]
    rest = lines[end:]
    changed = _changed(inner, key, _clean(value))
    closing = [lines[end - 1]] if end else (["---", ""] if rest and rest[0].strip() else ["---"])
    if not end and not changed:
        return "\n".join(lines) + "\n"
    return "\n".join(["---", *changed, *closing, *rest]) + "\n"


def _clean(value: str | Sequence[str]) -> str | list[str]:
    if isinstance(value, str):
        return " ".join(_NOT_PRINTED.sub(" ", value).split())
    return [line for text in value if (line := _spellings(_NOT_PRINTED.sub(" ", text)))]


def _changed(inner: list[str], key: str, value: str | list[str]) -> list[str]:
    entry = _find(inner, key)
    if entry is None:
        added = _written(key, value)
        return [*added, *inner] if key == "id" else [*inner, *added]
    if not value:
        return [*inner[: entry.line], *inner[entry.last + 1 :]]
    if isinstance(value, list) and entry.items:
        return _relisted(inner, entry, value)
    if isinstance(value, list) or entry.items is not None or entry.last > entry.line:
        return [*inner[: entry.line], *_written(key, value), *inner[entry.last + 1 :]]
    source = "\n".join(inner)
    space = "" if source[entry.start - 1 : entry.start].isspace() else " "
    new = f"{source[: entry.start]}{space}{frames.quoted(value)}{source[entry.end :]}"
    return new.split("\n")


def _written(key: str, value: str | list[str]) -> list[str]:
    if isinstance(value, list):
        return [f"{key}:", *(f"  - {frames.quoted(line)}" for line in value)] if value else []
    return [f"{key}: {frames.quoted(value)}"] if value else []


def _relisted(inner: list[str], entry: _Entry, values: list[str]) -> list[str]:
    """Write a list anew; entries that stay keep their lines, with what stands between them."""
    assert entry.items
    bounds = [line for _, line in entry.items] + [entry.last + 1]
    old = {value: inner[bounds[i] : bounds[i + 1]] for i, (value, _) in enumerate(entry.items)}
    first = inner[bounds[0]]
    indent = first[: len(first) - len(first.lstrip())]
    lines: list[str] = []
    for value in values:
        lines += old.pop(value, [f"{indent}- {frames.quoted(value)}"])
    return [*inner[: bounds[0]], *lines, *inner[entry.last + 1 :]]


def _find(inner: list[str], key: str) -> _Entry | None:
    """Find a key: by YAML where the frame is YAML, else by the line that begins with it."""
    try:
        return next((e for e in list(_entries(inner)) if e.key == key), None)
    except yaml.YAMLError:
        return next((e for e in _by_line(inner) if e.key == key), None)


def _by_line(inner: list[str]) -> Iterator[_Entry]:
    at = 0
    for number, line in enumerate(inner):
        if match := _KEY.match(line):
            start = at + len(line) - len(line[match.end() :].lstrip())
            yield _Entry(match[1], number, start, at + len(line), number)
        at += len(line) + 1


def _entries(inner: list[str]) -> Iterator[_Entry]:
    """The keys of the frame's mapping by YAML's own events."""
    depth = 0
    waiting: list[yaml.Event] = []  # a key, the list below it, and the list's entries
    for event in yaml.parse("\n".join(inner), Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            waiting += [event] if depth == 2 else []
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent):
            waiting.append(event)
        if depth == 1 and len(waiting) > 1:
            yield _entry(waiting)
            waiting = []


def _entry(events: Sequence[Any]) -> _Entry:
    key, value, *items = events
    last = events[-1]
    stops_before = last.end_mark.column == 0 and last.end_mark.line > last.start_mark.line
    line = last.end_mark.line - stops_before
    span = (value.start_mark.index, value.end_mark.index)
    if not isinstance(value, yaml.SequenceStartEvent):
        return _Entry(key.value, key.start_mark.line, *span, line)
    listed = tuple((_spellings(e.value), e.start_mark.line) for e in items)
    flat = value.flow_style or len({at for _, at in listed}) < len(listed) or not listed
    return _Entry(key.value, key.start_mark.line, *span, line, () if flat else listed)


def _spellings(value: str) -> str:
    return " | ".join(filter(None, (" ".join(s.split()) for s in value.split("|"))))
