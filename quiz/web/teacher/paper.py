"""On paper: the set as a test, and its key on a page of its own. The browser prints."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from quiz.assessment import types
from quiz.assessment.interaction import Choice, HotText, Inline, Match, Order, TextEntry
from quiz.web import passages, room
from quiz.web.teacher import door, looking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

    from quiz.assessment.interaction import Option
    from quiz.assessment.model import Item, QuestionSet, Solution
    from quiz.web.room import Asked

blueprint = Blueprint("paper", __name__, url_prefix="/sets/<set_id>/print")

LINES, MOST_LINES, WORDS_A_LINE = 8, 40, 9


@dataclass(frozen=True, slots=True)
class Printed:
    """A question on paper: as asked, its worth, the lines to write on, its answer in words."""

    asked: Asked
    points: float
    lines: int
    key: tuple[str, ...]
    item: Item
    paragraphs: tuple[int, ...]


@blueprint.get("")
def show(set_id: str) -> str | Response:
    """The test: name and date, the passage with its paragraphs numbered, the questions."""
    return _page(set_id, "teacher/paper/show.html")


@blueprint.get("/key")
def key(set_id: str) -> str | Response:
    """The key: the answers, why, and in which paragraph it is told."""
    return _page(set_id, "teacher/paper/key.html")


def _page(set_id: str, template: str) -> str | Response:
    draft = door.readable(set_id)
    questions = looking.look(draft).questions
    if questions is None or not questions.items:
        flash(gettext("There is no question to print yet."), "bad")
        return redirect(url_for("teacher.write.show", set_id=set_id))
    printed = [_printed(questions, item, n) for n, item in enumerate(questions.items, 1)]
    titles = {p.id: p.title for p in questions.passages}
    return render_template(
        template,
        draft=draft,
        set=questions,
        sheets=passages.sheets(questions.passages),
        printed=printed,
        titles=titles if len(titles) > 1 else {},
        total=sum(item.points for item in questions.items),
        letters=ascii_uppercase,
    )


def _printed(questions: QuestionSet, item: Item, number: int) -> Printed:
    asked = room.unanswered(item, number, questions.language)
    known = room.sentences(questions)
    paragraphs = {
        p.paragraphs[s.paragraph].number
        for p in questions.passages
        for s in p.sentences
        if s.id in item.key_sentences
    }
    solution = types.of(item).solution(item)
    sentences = tuple(known[id_].text for id_ in known if id_ in item.key_sentences)
    return Printed(
        asked,
        item.points,
        _lines(asked),
        sentences if isinstance(asked.interaction, HotText) else _key(asked, solution),
        item,
        tuple(sorted(n for n in paragraphs if n is not None)),
    )


def _lines(asked: Asked) -> int:
    """So many lines as the longest text that is asked for needs, written by hand."""
    most = getattr(asked.interaction, "most", None) or getattr(asked.interaction, "least", None)
    return min(round(most / WORDS_A_LINE) + 2, MOST_LINES) if most else LINES


def _key(asked: Asked, solution: Solution) -> tuple[str, ...]:
    """Say the key as it is found on paper: letters, words, numbers."""
    way, accepted = asked.interaction, solution.accepted
    if isinstance(way, Choice):
        chosen = accepted.get("", ())
        return tuple(_lettered(way.options, id_) for id_ in chosen)
    if isinstance(way, Match):
        return tuple(
            f"{n} → " + " / ".join(_lettered(way.options, id_) for id_ in accepted.get(row.id, ()))
            for n, row in enumerate(way.rows, 1)
        )
    if isinstance(way, Order):
        places = {id_: accepted.get(id_, ("?",))[0] for id_ in way.parts}
        entries = sorted(way.entries, key=lambda entry: int(places[entry.id]))
        return tuple(f"{places[entry.id]}. {entry.text}" for entry in entries)
    if isinstance(way, Inline | TextEntry):
        return tuple(" | ".join(_forms(asked, part, accepted)) for part in way.parts)
    return ()


def _forms(asked: Asked, part: str, accepted: Mapping[str, tuple[str, ...]]) -> list[str]:
    gaps = (
        {g.id: g for g in asked.interaction.gaps} if isinstance(asked.interaction, Inline) else {}
    )
    options = {o.id: o.text for o in gaps[part].options} if part in gaps else {}
    return [options.get(form, form) for form in accepted.get(part, ())]


def _lettered(options: tuple[Option, ...], id_: str) -> str:
    for letter, option in zip(ascii_uppercase, options, strict=False):
        if option.id == id_:
            return f"{letter} {option.text}"
    return id_
