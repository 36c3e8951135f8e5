"""A level-2 section → a question: its stem, its one answer part, its quotes and labels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quiz.assessment.document import (
    Block,
    Finding,
    Labelled,
    NumberedList,
    Place,
    TaskList,
    Text,
    said,
)
from quiz.assessment.formats.markdown.blocks import Part, parts
from quiz.assessment.formats.markdown.findings import unknown_key
from quiz.assessment.formats.markdown.frame import RUNGS, yes_or_no
from quiz.assessment.formats.markdown.sections import (
    COMMON_LABELS,
    Section,
    Segment,
    segments,
)
from quiz.assessment.model import Rung
from quiz.assessment.prose import LONGEST_PARAGRAPH
from quiz.assessment.types import ItemType, all_types, claimed

COMMON_KEYS = ("skill", "points", "cite", "evidence", "ok", "match")
_WORD = re.compile(r"[\w-]{1,40}")
_CODE = re.compile(r"W\d{3}")
_BARE_LABEL = re.compile(r"^([A-Za-z]{4,10}(?: answer)?\s?:)", re.MULTILINE)

EXPLANATION, HINT, SAMPLE = COMMON_LABELS
MOST_LINES = 60  # lines of one label in one question


@dataclass(frozen=True, slots=True)
class Piece:
    """What a question is made of, in the source's order, and its lines, both included.

    ``kind`` is ``lead``, ``answer``, ``quote``, ``label``, ``entries`` or ``below`` (the list, or
    the paragraph, that an empty label takes), or ``stray`` for what belongs to nothing.
    """

    kind: str
    first: int
    last: int
    label: str = ""
    block: Block | None = None
    quotes: tuple[Text, ...] = ()
    words: str = ""  # of a label


@dataclass(slots=True)
class Draft:
    """A question as read, before it is bound to its passages and given its points."""

    section: Section
    id: str
    findings: list[Finding] = field(default_factory=list)
    type: ItemType[Any] | None = None
    body: Any = None
    lead: list[str] = field(default_factory=list)
    quotes: list[Text] = field(default_factory=list)
    labels: dict[str, list[str]] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)

    def note(self, kind: str, part: Part) -> None:
        """Enter a block among the pieces."""
        piece = Piece(kind, part.place.line, part.last, "", part.block, part.quotes)
        self.pieces.append(piece)

    def find(
        self,
        code: str,
        place: Place,
        message: str,
        words: str = "",
        hint: str = "",
        mend: str | None = None,
    ) -> None:
        """Note what is wrong with this question."""
        self.findings.append(Finding(code, place, message, words, hint, self.id, mend))


def type_labels() -> tuple[str, ...]:
    """Give the labels that begin an answer part of some type."""
    return tuple(sorted({label for t in all_types() for label in t.labels}))


def type_keys() -> frozenset[str]:
    """Give the keys of a heading that only some types know."""
    return frozenset(key for t in all_types() for key in t.attributes)


def read(section: Section, id: str, language: str) -> Draft:
    """Read a question. What is wrong is in the draft's findings; without an error it has a body."""
    draft = Draft(section, id)
    if not section.heading.words:
        hint = "write the question behind the ##"
        draft.find("E123", section.place, "this heading has no text", "##", hint)
    _settings(draft)
    special = {k: v for k, v in section.attributes.items() if k in type_keys()}
    pieces, findings = segments(section, (*COMMON_LABELS, *type_labels()))
    draft.findings += findings
    answers = _walk(draft, pieces, special, language)
    _answer(draft, answers, special)
    draft.findings = [_of_item(f, id) for f in draft.findings]
    return draft


def _of_item(finding: Finding, item: str) -> Finding:
    f = finding
    return Finding(f.code, f.place, f.message, f.words, f.hint, item)


def _walk(
    draft: Draft, pieces: Sequence[Segment], special: Mapping[str, Text], language: str
) -> list[Block]:
    """Sort the parts of a question into stem, quotes, labels and answer parts."""
    answers: list[Block] = []
    labelled: dict[str, Labelled] = {}
    waiting = ""  # a label without text, which the next block belongs to
    stem_over, line = False, 0
    for piece in pieces:
        if piece.label:
            words = piece.text.words if piece.text else ""
            draft.pieces.append(Piece("label", piece.first, piece.last, piece.label, words=words))
            _without_text(draft, waiting, line)
            waiting, line = _label(draft, piece, labelled, special, language), piece.first
            stem_over = True
            continue
        found, findings = parts(piece, special, language)
        draft.findings += findings
        for part in found:
            if waiting and _take(draft, waiting, part, labelled):
                draft.note("below" if part.kind == "paragraph" else "entries", part)
                waiting = ""
            elif part.quotes or part.kind == "blockquote":
                draft.note("quote", part)
                _quote(draft, part)
                stem_over = True
            elif part.block is not None and claimed(part.block) is not None:
                draft.note("answer", part)
                answers.append(part.block)
                stem_over = True
            else:
                draft.note("stray" if stem_over else "lead", part)
                _stem(draft, part, stem_over)
        _without_text(draft, waiting, line)
        waiting = ""
    _without_text(draft, waiting, line)
    return sorted([*answers, *labelled.values()], key=lambda block: block.place)


def _label(
    draft: Draft,
    piece: Segment,
    labelled: dict[str, Labelled],
    special: Mapping[str, Text],
    language: str,
) -> str:
    """Enter a label's words; give the label where it has none and what follows may be its own."""
    text = piece.text or Text("")
    before = _lines(labelled, piece.label)
    length = len(text.words) + sum(len(line.words) for line in before)
    if length > LONGEST_PARAGRAPH or len(before) >= MOST_LINES:
        most = f"{LONGEST_PARAGRAPH} characters or {MOST_LINES} lines"
        message = f"more than {most} of `{piece.label}:`"
        if not any(f.code == "E117" for f in draft.findings):
            draft.find("E117", text.place, message, hint="make it several questions")
        return ""
    if piece.label in COMMON_LABELS:
        if text.words:
            draft.labels.setdefault(piece.label, []).append(text.words)
        return "" if text.words else piece.label
    old = labelled.get(piece.label)
    labelled[piece.label] = Labelled(
        place=old.place if old else Place(piece.first),
        attributes=special,
        language=language,
        label=piece.label,
        lines=(*(old.lines if old else ()), text),
        entries=old.entries if old else (),
    )
    return "" if text.words else piece.label


def _lines(labelled: Mapping[str, Labelled], label: str) -> tuple[Text, ...]:
    return labelled[label].lines if label in labelled else ()


def _take(draft: Draft, label: str, part: Part, labelled: dict[str, Labelled]) -> bool:
    """Give a block to the empty label above it, if it can be that label's own."""
    if label in COMMON_LABELS and part.kind == "paragraph":
        draft.labels.setdefault(label, []).append(" ".join(part.source.split()))
        return True
    if label in labelled and isinstance(part.block, TaskList | NumberedList):
        old, block = labelled[label], part.block
        entries = block.tasks if isinstance(block, TaskList) else block.entries
        labelled[label] = Labelled(
            place=old.place,
            attributes=old.attributes,
            language=old.language,
            label=label,
            lines=tuple(line for line in old.lines if line.words),
            entries=(*old.entries, *entries),
        )
        return True
    return False


def _without_text(draft: Draft, label: str, line: int) -> None:
    if label in COMMON_LABELS:
        message, hint = f"`{label}:` has no text", "write the text behind it"
        draft.find("E115", Place(line), message, f"{label}:", hint)


def _quote(draft: Draft, part: Part) -> None:
    draft.quotes += [q for q in part.quotes if q.words]
    if not any(q.words for q in part.quotes):
        draft.find("E115", part.place, "this quote has no words", ">", "quote words of the passage")


def _stem(draft: Draft, part: Part, over: bool) -> None:
    if not over:
        draft.lead.append(part.source)
        return
    words = part.source.split("\n", 1)[0][:60]
    message = "this stands below the answer part or a label and belongs to nothing"
    hint = "move it up below the heading, or write it on the line of its label"
    draft.find("E122", part.place, message, words, hint)


def _answer(draft: Draft, answers: Sequence[Block], special: Mapping[str, Text]) -> None:
    """Take the one answer part to its type."""
    if not answers and any(f.code == "E117" for f in draft.findings):
        return  # it could not be read
    if not answers:
        hint = "add choices (`- [x] …`), `Answer: …`, a gap `[[…]]`, a table of two columns, …"
        draft.find("E106", draft.section.place, "this question has no answer part", hint=hint)
        return
    for extra in answers[1:]:
        message = "a second answer part: a question has one"
        draft.find("E107", extra.place, message, hint="make it a question of its own")
    block = _with_quotes(answers[0], len(draft.quotes))
    draft.type = claimed(block)
    if draft.type is None:
        what = f"`{block.label}:`" if isinstance(block, Labelled) else "this answer part"
        draft.find("E106", block.place, f"{what} makes no question as it stands here")
        return
    for key in special.keys() - set(draft.type.attributes):
        message = f"`{key}` means nothing for a question of this kind ({draft.type.name})"
        draft.find("E102", special[key].place, message, key, "remove it")
    body = draft.type.parse(block)
    if isinstance(body, list):
        draft.findings += body
    else:
        draft.body = body


def _with_quotes(block: Block, quotes: int) -> Block:
    from dataclasses import replace

    return replace(block, quotes=quotes)


def _settings(draft: Draft) -> None:
    """Read the keys of the heading that are common to all questions."""
    known = {*COMMON_KEYS, *type_keys()}
    for key, text in draft.section.attributes.items():
        if key not in known:
            draft.findings.append(unknown_key(key, text.place, known, "this heading", draft.id))
        elif key in COMMON_KEYS:
            value, wanted = _READ[key](text.words)
            if wanted:
                draft.find("E103", text.place, f"`{key}` takes {wanted}", said(key, text))
            else:
                draft.settings[key] = value


def _skill(text: str) -> tuple[str, str]:
    return (text, "") if _WORD.fullmatch(text) else ("", "one word, such as `locate`")


def points(text: str) -> tuple[float, str]:
    """Read points: a number above 0, up to 1000."""
    if re.fullmatch(r"\d{1,4}(\.\d{1,4})?", text) and 0 < float(text) <= 1000:
        return float(text), ""
    return 0.0, "a number above 0, up to 1000, such as `2` or `0.5`"


def _cite(text: str) -> tuple[bool | None, str]:
    value = yes_or_no(text)
    return value, "" if value is not None else "`yes` or `no`"


def _evidence(text: str) -> tuple[bool, str]:
    return False, "" if text == "none" else "`none` (quotes stand below the question, behind `>`)"


def _waived(text: str) -> tuple[tuple[str, ...], str]:
    codes = tuple(filter(None, text.split(",")))
    fine = codes and all(_CODE.fullmatch(code) for code in codes)
    return codes, "" if fine else "codes of warnings, such as `W203` or `W203,W206`"


def _lowest(text: str) -> tuple[Rung | None, str]:
    return RUNGS.get(text), "" if text in RUNGS else "one of " + ", ".join(RUNGS)


_READ: Mapping[str, Any] = {
    "skill": _skill,
    "points": points,
    "cite": _cite,
    "evidence": _evidence,
    "ok": _waived,
    "match": _lowest,
}


def escape_labels(source: str) -> str:
    """Put the backslash before words of a stem that would read as a label."""
    return _BARE_LABEL.sub(r"\\\1", source)
