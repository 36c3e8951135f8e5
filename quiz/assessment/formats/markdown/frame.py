"""The frame: what stands between the two ``---`` lines at the top of a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from quiz.assessment.document import Finding, Place
from quiz.assessment.formats.markdown.findings import near, unknown_key
from quiz.assessment.model import Feedback, Rung

LONGEST = 50_000  # characters
_QUOTE = "put quotation marks around a text that holds `: ` or begins with a sign"

Scalar = tuple[str, Place]
Value = Scalar | list[Scalar]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame says; the defaults are what an empty one means."""

    id: str = ""
    title: str = ""
    language: str = "en"
    level: str = ""
    source: str = ""
    practice: bool = False
    feedback: Feedback = Feedback.EVIDENCE
    names: tuple[tuple[str, ...], ...] = ()
    cite: bool = False
    lowest: Rung = Rung.NAME
    places: dict[str, Place] = field(default_factory=dict, compare=False)


class _Fault(Exception):
    """A value that its key does not take: what is wrong, and the mend."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def split(lines: list[str]) -> tuple[list[str], int] | None:
    """Give the frame's lines and the index of the first line after it; None where it never ends."""
    if not lines or lines[0].rstrip() != "---":
        return [], 0
    for index in range(1, len(lines)):
        if lines[index].rstrip() in {"---", "..."}:
            return lines[1:index], index + 1
    return None


def read(lines: list[str]) -> tuple[Frame, list[Finding]]:
    """Read the frame's lines (the document's second line is the first of them)."""
    source = "\n".join(lines)
    if len(source) > LONGEST:
        message = f"the frame is longer than {LONGEST} characters"
        return Frame(), [Finding("E101", Place(1), message, hint="close it with a line `---`")]
    try:
        pairs = list(_pairs(source))
    except _Fault as fault:
        place = fault.args[1] if len(fault.args) > 1 else Place(2)
        return Frame(), [Finding("E101", place, str(fault.args[0]), hint=fault.hint)]
    except yaml.YAMLError as error:
        return Frame(), [_yaml_finding(error, lines)]
    return _frame(pairs)


def _yaml_finding(error: yaml.YAMLError, lines: list[str]) -> Finding:
    mark: Any = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it is not YAML"
    line, column = (mark.line, mark.column) if mark else (0, 0)
    words = lines[line].strip() if 0 <= line < len(lines) else ""
    message = f"the frame cannot be read: {problem}"
    return Finding("E101", Place(line + 2, column + 1), message, words, _QUOTE)


def _pairs(source: str) -> Iterator[tuple[Scalar, Value]]:
    """Read `key: value` and `key:` with a list below, by events: flat, whatever is nested in it."""
    events = iter(yaml.parse(source, Loader=yaml.CBaseLoader))
    state: list[Any] = []  # the key that waits for its value, and the list being read
    depth = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            raise _fault(event, "`*` and `&` (YAML aliases) mean nothing here", _QUOTE)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
            _enter(event, depth, state)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
            if depth == 1 and len(state) == 2:
                yield state[0], state[1]
                state.clear()
        elif isinstance(event, yaml.ScalarEvent):
            if depth == 0:
                raise _fault(event, "the frame holds lines `key: value`", "write `title: …`")
            if event.anchor or event.tag:
                raise _fault(event, "`&` and `!` (YAML anchors, tags) mean nothing here", _QUOTE)
            yield from _scalar((event.value, _place(event)), state)


def _enter(event: yaml.Event, depth: int, state: list[Any]) -> None:
    is_map = isinstance(event, yaml.MappingStartEvent)
    if (depth == 1) != is_map or depth > 2 or (depth == 2 and len(state) != 1):
        raise _fault(event, "the frame holds `key: value` lines and simple lists only")
    if depth == 2:
        state.append([])


def _scalar(scalar: Scalar, state: list[Any]) -> Iterator[tuple[Scalar, Value]]:
    if not state:
        state.append(scalar)
    elif len(state) == 2:
        state[1].append(scalar)
    else:
        yield state[0], scalar
        state.clear()


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 2, mark.column + 1) if mark else Place(2)


def _fault(event: yaml.Event, message: str, hint: str = "") -> _Fault:
    fault = _Fault(message, hint)
    fault.args = (message, _place(event))
    return fault


def _frame(pairs: list[tuple[Scalar, Value]]) -> tuple[Frame, list[Finding]]:
    frame, findings = Frame(), []
    for (key, place), value in pairs:
        if key not in _KEYS:
            findings.append(unknown_key(key, place, _KEYS, "the frame"))
        elif key in frame.places:
            message = f"`{key}` stands twice in the frame"
            findings.append(Finding("E101", place, message, key, "remove one of the two"))
        else:
            frame.places[key] = value[1] if isinstance(value, tuple) else place
            try:
                name, read_value = _KEYS[key]
                frame = replace(frame, **{name: read_value(value)})
            except _Fault as fault:
                words = value[0] if isinstance(value, tuple) else ""
                at = frame.places[key]
                findings.append(Finding("E103", at, f"`{key}`: {fault.args[0]}", words, fault.hint))
    return frame, findings


def _text(value: Value) -> str:
    if isinstance(value, list):
        raise _Fault("takes one text, not a list")
    return " ".join(value[0].split())


def _id(value: Value) -> str:
    text = _text(value)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", text):
        raise _Fault("an id is made of letters a–z, digits, `-` and `_`, 80 at most")
    return text


def _language(value: Value) -> str:
    text = _text(value)
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise _Fault("is no language tag", "write `en`, `de`, `pt-BR`, …")
    return text


def _level(value: Value) -> str:
    text = _text(value)
    levels = ("A1", "A2", "B1", "B2", "C1", "C2")
    if text and text.upper().rstrip("+") not in levels:
        raise _Fault("is no CEFR level", "write one of " + ", ".join(levels))
    return text.upper()


def yes_or_no(text: str) -> bool | None:
    """Read `yes` and `no` (also `true`, `on` …); None where it is neither."""
    return {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}.get(
        text.lower()
    )


def _bool(value: Value) -> bool:
    meant = yes_or_no(_text(value))
    if meant is None:
        raise _Fault("takes `yes` or `no`")
    return meant


def _one_of(names: dict[str, Any]) -> Callable[[Value], Any]:
    def read_value(value: Value) -> Any:  # noqa: ANN401
        text = _text(value)
        if text not in names:
            guess = near(text, names)
            raise _Fault(
                "takes one of " + ", ".join(names), f"did you mean `{guess}`?" if guess else ""
            )
        return names[text]

    return read_value


def _names(value: Value) -> tuple[tuple[str, ...], ...]:
    lines = value if isinstance(value, list) else [value]
    split_lines = (
        tuple(filter(None, (" ".join(s.split()) for s in line.split("|")))) for line, _ in lines
    )
    return tuple(spellings for spellings in split_lines if spellings)


RUNGS = {rung.name.lower(): rung for rung in Rung}

_KEYS: dict[str, tuple[str, Callable[[Value], Any]]] = {
    "id": ("id", _id),
    "title": ("title", _text),
    "language": ("language", _language),
    "level": ("level", _level),
    "source": ("source", _text),
    "practice": ("practice", _bool),
    "feedback": ("feedback", _one_of({f.value: f for f in Feedback})),
    "names": ("names", _names),
    "cite": ("cite", _bool),
    "match": ("lowest", _one_of(RUNGS)),
}


def write(frame: Frame) -> str:
    """Write the frame; keys that say what is so anyway are left out."""
    lines = [f"{key}: {quoted(text)}" for key, text in _told(frame) if text]
    if frame.names:
        lines.append("names:")
        lines += [f"  - {quoted(' | '.join(spellings))}" for spellings in frame.names]
    return "\n".join(["---", *lines, "---"])


def _told(frame: Frame) -> Iterator[tuple[str, str]]:
    yield "id", frame.id
    yield "title", frame.title
    yield "language", frame.language
    yield "level", frame.level
    yield "source", frame.source
    yield "practice", "yes" if frame.practice else ""
    yield "feedback", frame.feedback.value if frame.feedback != Feedback.EVIDENCE else ""
    yield "cite", "yes" if frame.cite else ""
    yield "match", frame.lowest.name.lower() if frame.lowest != Rung.NAME else ""


_BARE = re.compile(r"[A-Za-zÀ-ɏА-я0-9][\w .,;/()|'’–-]*")


def quoted(text: str) -> str:
    """Give a YAML scalar of one line: bare where nothing in it is YAML's, else in double quotes."""
    if _BARE.fullmatch(text) and not text.endswith(" "):
        return text
    escaped = "".join(
        f"\\u{ord(c):04x}" if not c.isprintable() and ord(c) < 0x10000 else c
        for c in text.replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"{escaped}"'
