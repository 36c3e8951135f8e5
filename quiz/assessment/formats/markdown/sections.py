"""Source lines → sections (a heading and what stands below it) → segments (labels and the rest).

Headings and labels are read line by line before Markdown sees the source, so that what is ours
never depends on how Markdown would nest it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quiz.assessment.document import Finding, Place, Text
from quiz.assessment.formats.markdown.findings import near
from quiz.assessment.language.folding import slug
from quiz.assessment.prose import plain_text

_HEADING = re.compile(r" {0,3}(#{1,2})(?=[ \t]|$)[ \t]*+")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)$")
_BRACES = re.compile(r"(?:^|\s)\{([^{}]*)\}\s*$")
_TOKEN = re.compile(
    r'#(?P<id>\S+)|(?P<key>[^\s="{}#]+)(?:=(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]*)))?'
)
_STRAY = re.compile(r"(?<![^\s])\{#[^\s{}]*(?:[^{}]*\})?")
_GLUED = re.compile(r"##(?=[^\W_])")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")

COMMON_LABELS = ("Explanation", "Hint", "Sample answer")
_ESCAPED_LABEL = re.compile(r"^\\(?=[A-Za-z]{4,10}(?: answer)?\s?:)", re.MULTILINE)
_LABEL_LIKE = re.compile(r"([A-Za-z]{4,10}(?: answer)?)\s?:(?=\s|$)")


@dataclass(slots=True)
class Section:
    """A heading with what its braces say, and the lines below it; ``first`` is their number."""

    level: int
    heading: Text
    id: Text | None = None
    attributes: dict[str, Text] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    first: int = 1

    @property
    def place(self) -> Place:
        """Where the heading stands."""
        return Place(self.first - 1, 1)

    @property
    def end(self) -> int:
        """The last line that is not blank."""
        filled = [i for i, line in enumerate(self.lines) if line.strip()]
        return self.first + filled[-1] if filled else self.first - 1


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines that go to Markdown (``label`` is empty), or one label with its words.

    ``first`` and ``last`` are the numbers of its lines, both included.
    """

    label: str
    first: int
    last: int
    lines: tuple[str, ...] = ()
    text: Text | None = None


def sections(lines: Sequence[str], first: int) -> tuple[list[Section], list[str], list[Finding]]:
    """Cut a document below its frame into sections.

    Gives them, the lines before the first heading, and what is wrong; ``first`` is the number of
    the first of these lines in the document.
    """
    found: list[Section] = []
    before: list[str] = []
    findings: list[Finding] = []
    fence: tuple[str, int] | None = None
    for number, line in enumerate(lines, first):
        was_in_fence, fence = fence is not None, fence_after(line, number, fence)
        match = None if was_in_fence else _HEADING.match(line)
        if not was_in_fence and _GLUED.match(line):
            findings.append(_glued(line, number))
        if match:
            found.append(_section(line, match, number, findings))
        elif found:
            found[-1].lines.append(line)
        else:
            before.append(line)
    if fence:
        message = "this fence is never closed, so all below it is one block"
        findings.append(
            Finding("E126", Place(fence[1]), message, fence[0], f"close it with `{fence[0]}`")
        )
    return found, before, findings


def _glued(line: str, number: int) -> Finding:
    message = "a heading has a space behind the ##; without it this is text"
    hint = "write `## …`, or `\\##…` where it is text"
    return Finding("E121", Place(number), message, line.split(" ", 1)[0], hint)


def fence_after(
    line: str, number: int, open_fence: tuple[str, int] | None
) -> tuple[str, int] | None:
    """Give the fence that is open behind a line, with the line that opened it; None outside."""
    match = _FENCE.match(line)
    if open_fence is None:
        opens = match and not (match[1][0] == "`" and "`" in match[2])
        return (match[1], number) if match and opens else None
    closes = match and match[1].startswith(open_fence[0]) and not match[2].strip()
    return None if closes else open_fence


def _section(line: str, match: re.Match[str], number: int, findings: list[Finding]) -> Section:
    words, inner, at = cut_heading(line)
    column = match.end() + 1
    section = Section(len(match[1]), Text(words, Place(number, column)), first=number + 1)
    if inner is not None:
        _attributes(section, inner, Place(number, at + 1), findings)
    findings += stray_braces(section.heading)
    return section


def cut_heading(line: str) -> tuple[str, str | None, int]:
    """Give a heading's words, what its braces hold (None without braces), and that one's offset."""
    match = _HEADING.match(line)
    start = match.end() if match else 0
    words = _without_closing(line[start:].rstrip())
    braces = _BRACES.search(words)
    if braces is None:
        return words.strip(), None, 0
    return words[: braces.start()].strip(), braces[1], start + braces.start(1)


def without_headings(lines: Sequence[str]) -> list[str]:
    """Give lines that can stand within a section and leave what follows them alone.

    What would begin a section becomes a subheading (``###``); a fence left open is closed.
    """
    found: list[str] = []
    fence: tuple[str, int] | None = None
    for number, line in enumerate(lines, 1):
        match = _HEADING.match(line) if fence is None else None
        found.append(f"### {line[match.end() :]}".rstrip() if match else line)
        fence = None if match else fence_after(line, number, fence)
    return [*found, fence[0]] if fence else found


def is_heading(line: str, level: int) -> bool:
    """Whether a line begins a passage (level 1) or a question (level 2)."""
    match = _HEADING.match(line)
    return match is not None and len(match[1]) == level


def stray_braces(text: Text) -> list[Finding]:
    """Find braces with an id that stand elsewhere than at the end, or are never closed."""
    match = _STRAY.search(text.words)
    if not match:
        return []
    message = "`{#…}` stands at the end, is closed by `}`, and stands there once"
    hint = "move it to the end, or write `\\{` where it is text"
    place = Place(text.place.line, text.place.column + match.start())
    return [Finding("E103", place, message, match.group(), hint)]


def _without_closing(words: str) -> str:
    """Take off the closing sequence that CommonMark allows: ``## Title ##``."""
    bare = words.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else words


def _attributes(section: Section, inner: str, place: Place, findings: list[Finding]) -> None:
    """Read `#id key=value key="two words" flag` into the section."""
    for token in re.finditer(r'(?:[^\s"]|"[^"]*")+|"', inner):
        at = Place(place.line, place.column + token.start())
        match = _TOKEN.fullmatch(token.group())
        if not match:
            message = "this is neither `#id` nor `key=value`"
            hint = 'put quotation marks around a value of several words: key="two words"'
            findings.append(Finding("E103", at, message, token.group(), hint))
        elif match["id"]:
            _set_id(section, Text(match["id"], at), findings)
        elif match["key"] in section.attributes:
            message = f"`{match['key']}` stands twice in this heading"
            findings.append(Finding("E103", at, message, token.group(), "remove one of the two"))
        else:
            value = match["quoted"] if match["quoted"] is not None else match["value"]
            section.attributes[match["key"]] = Text("yes" if value is None else value, at)


def _set_id(section: Section, given: Text, findings: list[Finding]) -> None:
    fault = id_fault(given)
    if section.id is not None:
        fault = Finding(
            "E103", given.place, "a heading has one id", "#" + given.words, "remove one of the two"
        )
    if fault:
        findings.append(fault)
    else:
        section.id = given


def id_fault(given: Text) -> Finding | None:
    """Say what is wrong with an id that somebody gave, if anything is."""
    if ID.fullmatch(given.words):
        return None
    message = "an id is made of letters a–z, digits, `-` and `_`, 80 at most"
    return Finding("E103", given.place, message, "#" + given.words, "write `{#an-id}`")


def name_sections(same_level: Sequence[Section], findings: list[Finding]) -> list[str]:
    """Give each of the passages, or of the questions, its id: the given one or its words' slug."""
    used: dict[str, int] = {}
    for section in same_level:
        if section.id and section.id.words in used:
            message = f"the id `{section.id.words}` is given twice"
            hint = "choose another: responses are kept by it"
            words = "#" + section.id.words
            findings.append(Finding("E104", section.id.place, message, words, hint))
            section.id = None
        if section.id:
            used[section.id.words] = 1
    slugs = (slug(plain_text(s.heading.words)) or "part" for s in same_level)
    return [
        section.id.words if section.id else unused(default, used)
        for section, default in zip(same_level, slugs, strict=True)
    ]


def unused(name: str, used: dict[str, int]) -> str:
    """Give the name, or the name with the first of ``-2``, ``-3``, … that is not used yet.

    ``used`` holds for each name the last number tried, so that a thousand equal names cost a
    thousand steps; the name given is entered.
    """
    candidate, number = name, used.get(name, 0)
    while candidate in used:
        number += 1
        candidate = f"{name}-{number}"
    used[name] = max(number, 1)
    used[candidate] = max(used.get(candidate, 0), 1)
    return candidate


def segments(section: Section, labels: Sequence[str]) -> tuple[list[Segment], list[Finding]]:
    """Cut a question's lines at its labels; ``labels`` are the words that are one."""
    found: list[Segment] = []
    findings: list[Finding] = []
    plain: list[str] = []
    start = section.first
    index, lines = 0, section.lines
    fence: tuple[str, int] | None = None
    while index < len(lines):
        number = section.first + index
        label = None if fence else _label(lines[index], number, labels, findings)
        fence = None if label else fence_after(lines[index], number, fence)
        if label is None:
            plain.append(lines[index])
            index += 1
            continue
        found += _plain_segment(plain, start)
        taken = list(_label_lines(lines, index, labels))
        found.append(_labelled(label, number, lines, taken))
        index = taken[-1] + 1
        plain, start = [], section.first + index
    return found + _plain_segment(plain, start), findings


def unescape_labels(source: str) -> str:
    """Take the backslash away that says of a line's first word that it is no label."""
    return _ESCAPED_LABEL.sub("", source)


def _plain_segment(lines: list[str], first: int) -> list[Segment]:
    if not any(line.strip() for line in lines):
        return []
    return [Segment("", first, first + len(lines) - 1, tuple(lines))]


def _label(line: str, number: int, labels: Sequence[str], findings: list[Finding]) -> str | None:
    for label in labels:
        if line.startswith(label + ":"):
            return label
    if guess := _nearly_label(line, labels):
        word = line.split(":", 1)[0]
        hint = f"write `{guess}:`, or `\\{word}:` where it is text"
        message = f"`{word}:` is no label"
        findings.append(Finding("E121", Place(number), message, f"{word}:", hint))
    return None


def _nearly_label(line: str, labels: Sequence[str]) -> str:
    """Give the label that a line's first word was probably meant for, or ""."""
    like = _LABEL_LIKE.match(line)
    return near(like[1], labels) if like else ""


def _label_lines(lines: Sequence[str], index: int, labels: Sequence[str]) -> Iterator[int]:
    """The indices of a label's lines: it runs to the next label or to a blank line."""
    yield index
    if not lines[index].split(":", 1)[1].strip():
        return  # an empty label: what follows is a part of its own
    ends = (*(f"{name}:" for name in labels), ">", "```", "~~~")
    for following in range(index + 1, len(lines)):
        line = lines[following]
        if not line.strip() or line.startswith(ends) or _nearly_label(line, labels):
            return
        yield following


def _labelled(label: str, number: int, lines: Sequence[str], taken: list[int]) -> Segment:
    first = lines[taken[0]][len(label) + 1 :]
    column = len(label) + 2 + len(first) - len(first.lstrip())
    words = [first.strip(), *(unescape_labels(lines[i]).strip() for i in taken[1:])]
    text = Text(" ".join(filter(None, words)), Place(number, column))
    return Segment(label, number, number + len(taken) - 1, text=text)
