"""The gallery: each type of question with its specimen, as a student sees it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from quiz.assessment import types
from quiz.assessment.formats import markdown
from quiz.web import room
from quiz.web.filters import KINDS
from quiz.web.teacher import door, looking

if TYPE_CHECKING:
    from quiz.web.room import Asked

blueprint = Blueprint("gallery", __name__)


@dataclass(frozen=True, slots=True)
class Specimen:
    """A type's example question."""

    type_name: str
    asked: Asked


@blueprint.get("/sets/<set_id>/add")
def show(set_id: str) -> str:
    """Show what each type of question looks like, each with a button that adds one."""
    draft = door.writable(set_id)
    return render_template(
        "teacher/gallery/show.html",
        draft=draft,
        look=looking.look(draft),
        specimens=[Specimen(name, specimen(name)) for name in KINDS],
    )


@cache
def specimen(type_name: str) -> Asked:
    """Give the first example of a type, as asked."""
    found = markdown.read(types.of(type_name).examples()[0].source).set
    assert found is not None
    return room.unanswered(found.items[0], 1, found.language, seed="specimen")
