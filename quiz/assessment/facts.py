"""What a set says, fact by fact, so that two versions can be compared and the difference read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quiz.assessment import types
from quiz.assessment.editing import sheet
from quiz.assessment.formats.markdown import write_item
from quiz.assessment.interaction import Choice, Gap, Inline, Match, Option, Order
from quiz.assessment.model import Item, QuestionSet
from quiz.assessment.prose import plain_text


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is told: its value, how that is shown, and a label beside it."""

    value: Any
    shown: str
    label: str = ""


Facts = Mapping[tuple[str, str], Fact]
"""Facts by what they are about (`difference.WHATS`), and which one of those."""


def _plain(what: str, texts: Mapping[str, str]) -> Facts:
    """Facts of one kind that are shown as they are, each labelled by its name."""
    return {(what, name): Fact(text, text, name) for name, text in texts.items()}


def of_frame(found: QuestionSet) -> Facts:
    """What the frame says."""
    shown = {
        "id": found.id,
        "title": found.title,
        "language": found.language,
        "level": found.level,
        "source": found.source,
        "practice": _yes(found.practice),
        "feedback": found.feedback.value,
        "names": "\n".join(" | ".join(spellings) for spellings in found.names),
        "cite": _yes(found.cite),
        "match": found.lowest.name.lower(),
    }
    return _plain("frame", shown)


def _yes(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]


def of_item(item: Item) -> Facts:
    """All that a question says, but its evidence."""
    settings = {
        **types.of(item).header(item.body),
        "cite": _yes(item.cite),
        "match": item.lowest.name.lower() if item.lowest else "",
        "evidence": "" if item.needs_evidence else "none",
        "ok": ",".join(item.waived),
    }
    told = {
        "stem": plain_text(item.stem),
        "lead": item.lead,
        "kind": item.type,
        "explanation": item.explanation,
        "hint": item.hint,
        "sample": item.sample,
        "skill": item.skill,
        "points": f"{item.points:g}",
    }
    facts = {(what, ""): Fact(text, text) for what, text in told.items()}
    return {**facts, **_plain("setting", settings), **dict(of_answer(item))}


def of_answer(item: Item) -> Iterator[tuple[tuple[str, str], Fact]]:
    """What can be chosen, what is right, and what is said of it."""
    groups, text = _parts(item)
    options = {o.id: plain_text(o.text) for group in groups for o in group}
    for number, group in enumerate(groups):
        for option in group:
            shown = options[option.id]
            yield ("choice", f"{number}/{option.id}"), Fact(shown, shown)
    if text:
        yield ("text", ""), Fact(text, text)
    solution = types.of(item).solution(item)
    if types.of(item).citable and not types.of(item).by_person:
        yield ("key", ""), _weights(item) or _key(solution.accepted, options)
    what = "level" if types.of(item).by_person else "feedback"
    for name, note in solution.notes.items():
        yield (what, name), Fact(note, note, options.get(name, name))


def _parts(item: Item) -> tuple[list[Sequence[Option]], str]:
    """The options of an item, apart by what they are, and its running text."""
    interaction = types.of(item).interaction(item, "")
    match interaction:
        case Choice(options=options):
            return [options], ""
        case Match(rows=rows, options=options):
            return [rows, sorted(options, key=lambda o: o.id)], ""
        case Order(entries=entries):
            return [sorted(entries, key=lambda o: o.id)], ""
        case Inline(pieces=pieces):
            gaps = [p for p in pieces if isinstance(p, Gap)]
            text = "".join(f"[{p.id}]" if isinstance(p, Gap) else p.source for p in pieces)
            return [gap.options for gap in gaps], text
    return [], ""


def _key(accepted: Mapping[str, tuple[str, ...]], options: Mapping[str, str]) -> Fact:
    lines = [_key_line(part, accepted[part], options, len(accepted) > 1) for part in accepted]
    return Fact(dict(accepted), "\n".join(lines))


def _weights(item: Item) -> Fact | None:
    """The key of weighted choices: what each is worth."""
    rows = [row for row in sheet.sheet_of(write_item(item)).rows if isinstance(row, sheet.Choice)]
    if not any("%" in row.mark for row in rows):
        return None
    lines = [f"{row.mark or '0%'} {plain_text(row.text)}" for row in rows]
    return Fact({row.id: row.mark for row in rows}, "\n".join(lines))


def _key_line(part: str, accepted: Sequence[str], options: Mapping[str, str], many: bool) -> str:
    """A line of the key: what is right, behind what it belongs to where there are several."""
    shown = " | ".join(options.get(text, text) for text in accepted)
    return f"{options.get(part, part)}: {shown}" if part and many else shown
