"""Mends: what one click can do about a finding. An edit of the document, text → text.

for mend in mends.of(finding):
    text = mends.mended(text, finding, mend.kind)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from quiz.assessment.document import Finding
from quiz.assessment.editing import edits
from quiz.assessment.editing.correction import settle
from quiz.assessment.editing.frames import set_frame
from quiz.assessment.editing.outline import find, lines_of, outline
from quiz.assessment.editing.sheet import sheet_of, source_of
from quiz.assessment.formats import markdown

Kind = Literal["write", "quote", "drop", "move", "unquoted", "name", "meant"]
"""Write other words; quote other ones; take a paragraph out; move a question; it needs no evidence;
it is a name, or another spelling of one; it is meant as it is."""


@dataclass(frozen=True, slots=True)
class Mend:
    """What can be done; ``words`` are those that will stand there, where there are any."""

    kind: Kind
    words: str = ""


_BY_CODE: Mapping[str, tuple[Kind, ...]] = MappingProxyType(
    {
        "E112": ("quote",),
        "W205": ("write",),
        "W210": ("unquoted",),
        "W211": ("move",),
        "W213": ("write", "name"),
        "W301": ("write", "name"),
        "W302": ("drop",),
        "W303": ("write",),
    }
)


def of(finding: Finding) -> tuple[Mend, ...]:
    """Give the mends of a finding, the likeliest first; a warning of a question can be meant."""
    kinds = _BY_CODE.get(finding.code, ())
    found = [Mend(kind, _words(finding, kind)) for kind in kinds if _fits(finding, kind)]
    meant = finding.item and not finding.is_error and "unquoted" not in kinds
    return (*found, Mend("meant")) if meant else tuple(found)


def mended(text: str, finding: Finding, kind: Kind) -> str:
    """Mend what a finding of this very text says; a text that it does not fit stays as it is."""
    fits = kind in {mend.kind for mend in of(finding)}
    try:
        return _EDITS[kind](text, finding) if fits else text
    except KeyError:  # its question cannot be found
        return text


def _fits(finding: Finding, kind: Kind) -> bool:
    if kind == "name":
        return finding.words.isalpha()
    return kind == "unquoted" or finding.mend is not None


def _words(finding: Finding, kind: Kind) -> str:
    if kind == "name":
        return finding.words
    return (finding.mend or "") if kind in {"write", "quote"} else ""


def _write(text: str, finding: Finding) -> str:
    """Put the words in the place of those at fault, and into the evidence that quotes these."""
    lines, place = lines_of(text), finding.place
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    before, rest = line[: place.column - 1], line[place.column - 1 :]
    if not finding.words or not rest.startswith(finding.words):
        return text
    lines[place.line - 1] = before + (finding.mend or "") + rest[len(finding.words) :]
    text = "\n".join(lines) + "\n"
    return text if finding.item else _quoted(text, finding)


def _quoted(text: str, finding: Finding) -> str:
    for part in outline(text):
        if part.kind != "item" or finding.words not in part.source:
            continue
        for quote in sheet_of(part.source, id=part.id).evidence:
            if finding.words in quote:
                words = quote.replace(finding.words, finding.mend or "")
                text = settle(text, part.id, quote, words)
    return text


def _quote(text: str, finding: Finding) -> str:
    return settle(text, finding.item, finding.words, finding.mend or "")


def _drop(text: str, finding: Finding) -> str:
    """Take a paragraph out, where it holds nothing else."""
    lines, first = lines_of(text), finding.place.line - 1
    last = first
    while last < len(lines) and lines[last].strip():
        last += 1
    found = " ".join(" ".join(lines[first:last]).split())
    said = " ".join(finding.words.split())
    alone = first == 0 or not lines[first - 1].strip()
    if not alone or said not in found or len(found) > len(said) + 6:  # "### " and the like
        return text
    return "\n".join([*lines[:first], *lines[last + 1 :]]) + "\n"


def _move(text: str, finding: Finding) -> str:
    return edits.move(text, finding.item, finding.mend or None)


def _unquoted(text: str, finding: Finding) -> str:
    part = find(text, finding.item)
    sheet = sheet_of(part.source, id=finding.item) if part else None
    if part is None or sheet is None:
        return text
    return edits.replace(text, part, source_of(replace(sheet, needs_evidence=False)))


def _meant(text: str, finding: Finding) -> str:
    part = find(text, finding.item)
    if part is None:
        return text
    sheet = sheet_of(part.source, id=finding.item)
    codes = dict.fromkeys([*sheet.attributes.get("ok", "").replace(",", " ").split(), finding.code])
    attributes = MappingProxyType({**sheet.attributes, "ok": ",".join(codes)})
    return edits.replace(text, part, source_of(replace(sheet, attributes=attributes)))


def _name(text: str, finding: Finding) -> str:
    """List a spelling under `names:`, on the line of the name that it is a spelling of."""
    questions = markdown.read(text).set
    names = [list(line) for line in questions.names] if questions else []
    other = finding.mend if finding.code == "W213" else None
    line = next((n for n in names if other in n), None)
    if line is None:
        names.append([other, finding.words] if other else [finding.words])
    else:
        line.append(finding.words)
    return set_frame(text, "names", [" | ".join(spellings) for spellings in names])


_EDITS: Mapping[Kind, Callable[[str, Finding], str]] = MappingProxyType(
    {
        "write": _write,
        "quote": _quote,
        "drop": _drop,
        "move": _move,
        "unquoted": _unquoted,
        "name": _name,
        "meant": _meant,
    }
)
