"""What to show where an answer could not be kept: what was sent, what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template

from quiz.web import fields, room
from quiz.web.student.saving import Trouble, Why

if TYPE_CHECKING:
    from datetime import datetime

    from quiz.storage.attempts import Attempt
    from quiz.web.room import Asked

STATUS = {Why.CONFLICT: 409, Why.CLOSED: 410, Why.LONG: 413}


@dataclass(frozen=True, slots=True)
class Pair:
    """A question as answered here, and as answered in the meantime elsewhere (if it was)."""

    why: Why
    mine: Asked
    theirs: Asked | None
    received_at: datetime | None

    @property
    def id(self) -> str:
        """The question's id."""
        return self.mine.id


def page(attempt: Attempt, token: str, troubles: tuple[Trouble, ...]) -> tuple[str, int]:
    """Give a page of its own, on which nothing that was typed is lost."""
    html = render_template(
        "student/attempts/trouble.html",
        attempt=attempt,
        token=token,
        pairs=[_pair(attempt, trouble) for trouble in troubles],
        closed=all(trouble.why is Why.CLOSED for trouble in troubles),
        writer=fields.new_writer(),
    )
    return html, STATUS[troubles[0].why]


def fragment(attempt: Attempt, token: str, trouble: Trouble) -> tuple[str, int]:
    """Give what a script puts beside the question."""
    html = render_template(
        "student/attempts/refused.html",
        attempt=attempt,
        token=token,
        pair=_pair(attempt, trouble),
    )
    return html, STATUS[trouble.why]


def _pair(attempt: Attempt, trouble: Trouble) -> Pair:
    known = room.sentences(attempt.version.questions)
    kept = {trouble.item.id: trouble.theirs} if trouble.theirs else {}
    theirs = room.question(attempt, trouble.item.id, kept)
    mine = room.answered(theirs, trouble.item, trouble.mine, known)
    return Pair(
        trouble.why,
        mine,
        theirs if trouble.theirs else None,
        trouble.theirs.received_at if trouble.theirs else None,
    )
