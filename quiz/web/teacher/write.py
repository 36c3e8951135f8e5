"""Writing a set: the passage beside the list of its questions, each with what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from quiz.assessment.editing.sheet import sheet_of
from quiz.assessment.readability import readability
from quiz.web import passages
from quiz.web.teacher import door, looking

if TYPE_CHECKING:
    from quiz.assessment.document import Finding
    from quiz.assessment.editing.outline import Part
    from quiz.assessment.editing.sheet import ItemSheet
    from quiz.assessment.model import Item
    from quiz.assessment.readability import Readability
    from quiz.web.teacher.looking import Look

blueprint = Blueprint("write", __name__)


@dataclass(frozen=True, slots=True)
class Card:
    """A question in the list. ``item`` is None where it cannot be read yet."""

    part: Part
    number: int
    item: Item | None
    sheet: ItemSheet
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A passage in its pane, with how long and how hard it is."""

    sheet: passages.Sheet
    figures: Readability
    findings: tuple[Finding, ...]


@blueprint.get("/sets/<set_id>/")
def show(set_id: str) -> str:
    """Show the set as it stands."""
    draft = door.readable(set_id)
    look = looking.look(draft)
    return render_template(
        "teacher/write/show.html",
        draft=draft,
        look=look,
        texts=texts(look),
        groups=groups(look),
        general=[f for f in look.findings if look.about(f) is None],
    )


def texts(look: Look, marks: dict[str, list[passages.Span]] | None = None) -> tuple[Text, ...]:
    """Give the passages as they are shown beside what is written about them."""
    if look.questions is None:
        return ()
    found = look.questions.passages
    parts = {p.id: p for p in look.parts if p.kind == "passage"}
    return tuple(
        Text(
            sheet,
            readability(passage, look.language),
            look.found(parts[passage.id]) if passage.id in parts else (),
        )
        for sheet, passage in zip(passages.sheets(found, marks), found, strict=True)
    )


def groups(look: Look) -> list[tuple[str, list[Card]]]:
    """Part the questions by the passage above them; with one passage there is one group."""
    found: list[tuple[str, list[Card]]] = [("", [])]
    several = sum(p.kind == "passage" for p in look.parts) > 1
    for part in look.parts:
        if part.kind == "passage" and several:
            found.append((part.heading, []))
        elif part.kind == "item":
            found[-1][1].append(_card(look, part))
    return [(title, cards) for title, cards in found if cards]


def _card(look: Look, part: Part) -> Card:
    return Card(
        part,
        look.number(part.id),
        look.item(part.id),
        sheet_of(part.source, look.language, part.id),
        look.found(part),
    )
