"""The form fields of an item and the answer that they make.

An item's fields are ``a.<item>`` (the part without a name), ``a.<item>.<part>``, ``c.<item>``
(sentences cited), ``f.<item>`` (flagged) and ``seen.<item>`` (the revision that the page was
rendered with; an item without it is not on the form).

The answers are read as raw strings and not through WTForms: what was sent is what is stored,
unchanged (but for NUL, which no form has), and only the item's type knows how to read it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import current_app
from werkzeug.datastructures import MultiDict

from quiz.assessment.scoring import Answer
from quiz.storage import codes, tables

if TYPE_CHECKING:
    from quiz.assessment.interaction import Interaction
    from quiz.assessment.model import Raw


Form = MultiDict[str, str]

_DIGITS = len(str(tables.BIGGEST))


def answer_field(item: str, part: str = "") -> str:
    """Name the field of a part of an item's answer."""
    return f"a.{item}.{part}" if part else f"a.{item}"


def read_answer(form: Form, item: str, interaction: Interaction) -> Answer:
    """Read an item's answer, its citation and its flag from a form.

    Fields that the interaction does not have are no answer. A part whose fields are all empty
    was not answered and is left out, so that a form that nobody touched equals no answer.
    """
    sent = {part: tuple(form.getlist(answer_field(item, part))) for part in interaction.parts}
    raw = {part: strings for part, strings in sent.items() if any(strings)}
    cited = tuple(dict.fromkeys(sentence for sentence in form.getlist(f"c.{item}") if sentence))
    return Answer(raw, cited, form.get(f"f.{item}") == "1")


def fields_of(item: str, answer: Answer) -> Form:
    """Say an answer as the fields of a form: the way back from `read_answer`."""
    form: Form = MultiDict()
    for part, strings in answer.raw.items():
        form.setlist(answer_field(item, part), strings)
    form.setlist(f"c.{item}", answer.cited)
    form[f"f.{item}"] = "1" if answer.flag else ""
    return form


def on_form(form: Form, item: str) -> bool:
    """Whether an item's fields are on the form; an unchecked box sends nothing, so ask `seen`."""
    return f"seen.{item}" in form


def seen(form: Form, item: str) -> int:
    """Tell which revision of an answer the page was rendered with, 0 for none."""
    return whole(form.get(f"seen.{item}", ""))


def whole(words: str) -> int:
    """Read a hidden number; anything else, and what no database holds, is 0: nothing seen."""
    short = words.isascii() and words.isdigit() and len(words) <= _DIGITS
    number = int(words) if short else 0
    return number if number <= tables.BIGGEST else 0


def same(one: Answer, other: Answer) -> bool:
    """Whether two answers say the same, whatever a browser did to the ends of lines."""
    return (
        _lines(one.raw) == _lines(other.raw) and one.cited == other.cited and one.flag == other.flag
    )


def _lines(raw: Raw) -> Mapping[str, tuple[str, ...]]:
    """Text with plain line ends; a form sends CRLF, a script may send LF."""
    return {
        part: tuple(s.replace("\r\n", "\n").replace("\r", "\n") for s in strings)
        for part, strings in raw.items()
        if any(strings)
    }


def new_writer() -> str:
    """Make the random id of a page load."""
    return secrets.token_urlsafe(9)


def token_to_start(form: Form, who: str) -> str:
    """Give the token of the attempt that a form begins, the same each time that it is sent.

    Pressed twice, a button must not use up two attempts, nor hide the first behind the second.
    ``who`` starts: the next one on this computer may find the same form by going back.
    """
    page = form.get("writer", "")
    return codes.token_from(str(current_app.secret_key), f"start {page} {who}") if page else ""


def writer(form: Form) -> str:
    """Tell which page load sent a form; a form without a name is nobody's and gets a new one."""
    return form.get("writer", "")[:40] or new_writer()
