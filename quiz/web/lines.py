"""A line to type on, of a form: all that is shown of it but what was typed, as a value.

A page that is given one instead of its form can be kept, and most of those who open it type
nothing yet: the form need not be made for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quiz.storage.memory import remembered
from quiz.web import locale

if TYPE_CHECKING:
    from wtforms import Field, Form


@dataclass(frozen=True, slots=True)
class Line:
    """Its name, which is its id too, its words, and what is wrong with what was typed."""

    name: str
    label: str
    required: bool
    errors: tuple[str, ...]


def of(field: Field) -> Line:
    """Give the line of a field of a form."""
    return Line(
        field.name,
        str(field.label.text),
        bool(field.flags.required),
        tuple(str(words) for words in field.errors),
    )


def empty(form: type[Form], name: str) -> Line:
    """Give a line of a form that nobody has filled in yet."""
    return remembered("lines", (form, name, locale.language()), lambda: of(form(None)[name]))
