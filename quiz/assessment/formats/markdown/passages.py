"""A level-1 section → the paragraphs of a passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from quiz.assessment.document import Finding
from quiz.assessment.formats.markdown.parser import parse
from quiz.assessment.formats.markdown.sections import Section
from quiz.assessment.model import Paragraph, Passage, Run
from quiz.assessment.passage import make
from quiz.assessment.prose import runs_of
from quiz.assessment.sentences import Stored


@dataclass(slots=True)
class _Walk:
    """Where the reading of a passage stands: offsets, numbers, and what blocks are open."""

    first: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    offset: int = 0
    number: int = 0
    row: int = 0
    open: list[str] = field(default_factory=list)

    def add(self, kind: str, runs: tuple[Run, ...], line: int) -> None:
        """Add a paragraph; a subheading has no number, the parts of one block share theirs."""
        text = "".join(run.text for run in runs)
        if not text.strip():
            return
        number = None if kind == "heading" else self.number
        self.paragraphs.append(Paragraph(kind, number, runs, self.offset, self.row, line))
        self.offset += len(text) + 2


def read(
    section: Section,
    id: str,
    language: str,
    stored: Stored | None,
) -> tuple[Passage, list[Finding]]:
    """Read a passage and say what is wrong with it."""
    tokens, findings = parse(section.lines, section.first)
    walk = _Walk(section.first)
    for token in tokens:
        _step(walk, token)
    if section.heading.words and not walk.paragraphs and not findings:
        message = "this passage has no text"
        findings.append(Finding("E128", section.place, message, section.heading.words))
    if not section.heading.words:
        hint = "write the passage's title behind the #"
        findings.append(Finding("E123", section.place, "this heading has no text", "#", hint))
    for key, text in section.attributes.items():
        message = f"`{key}` means nothing for a passage: its heading takes an id only"
        findings.append(Finding("E102", text.place, message, key, "remove it"))
    source = "\n".join(section.lines).strip("\n").rstrip()
    made = make(
        id,
        section.heading.words,
        tuple(walk.paragraphs),
        language=language,
        source=source,
        stored=stored,
    )
    placed = Passage(
        made.id, made.title, made.paragraphs, made.sentences, made.source, section.place
    )
    return placed, findings


def _step(walk: _Walk, token: Token) -> None:
    line = walk.first + (token.map or [0])[0]
    if (
        token.level == 0
        and token.nesting >= 0
        and token.type not in {"heading_open", "hr", "inline"}
    ):
        walk.number += 1
        walk.row = -1
    if token.type == "tr_open":
        walk.row += 1
    if token.nesting == 1:
        walk.open.append(token.type.removesuffix("_open"))
    elif token.nesting == -1:
        walk.open.pop()
    elif token.type == "inline":
        walk.add(_kind(walk.open), runs_of(token), line)
    elif token.type == "fence":
        walk.add("code", (Run(token.content.rstrip("\n")),), line + 1)


def _kind(blocks: Sequence[str]) -> str:
    if "heading" in blocks:
        return "heading"
    if "table" in blocks:
        return "cell"
    if "list_item" in blocks:
        return "item"
    return "quote" if "blockquote" in blocks else "text"
