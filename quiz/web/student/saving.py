"""Form fields → storage. What could not be kept comes back, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from quiz import metrics
from quiz.storage import attempts
from quiz.storage.attempts import AttemptClosed, Conflict, Receipt, TooLong
from quiz.web import fields, room
from quiz.web.room import BLANK

if TYPE_CHECKING:
    from datetime import datetime

    from quiz.assessment.model import Item
    from quiz.assessment.scoring import Answer
    from quiz.storage.attempts import Attempt, Kept
    from quiz.web.fields import Form

Newest = Mapping[str, "Kept"]


class Why(StrEnum):
    """Why an answer was not kept."""

    CONFLICT = "conflict"
    LONG = "long"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Trouble:
    """An answer that was sent and not kept; ``theirs`` is the one that stands in its way."""

    item: Item
    why: Why
    mine: Answer
    theirs: Kept | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: the page's random id, its running number, and the revision that it has seen."""

    writer: str
    number: int
    seen: int


def save_one(
    attempt: Attempt, form: Form, item: Item, now: datetime
) -> tuple[Answer, Receipt | Trouble]:
    """Keep one answer that a script sends; give what was read, and what came of it."""
    answer = _read(attempt, form, item)
    number = fields.whole(form.get("number", ""))
    sender = Sender(fields.writer(form), number, fields.seen(form, item.id))
    outcome = _keep(attempt, item, answer, sender, now)
    if isinstance(outcome, Trouble) and outcome.theirs and _ours(outcome.theirs, form):
        # This page was sent as a form and then came back out of the browser's history.
        sender = Sender(sender.writer, number, outcome.theirs.revision)
        outcome = _keep(attempt, item, answer, sender, now)
    return answer, outcome


def save_form(attempt: Attempt, form: Form, now: datetime) -> tuple[Trouble, ...]:
    """Keep each answer on a form that differs from what the form was rendered with."""
    newest = attempts.answers(attempt)
    outcomes = [
        _keep(attempt, item, answer, _form_sender(form, item, newest.get(item.id)), now)
        for item, answer in _changed(attempt, form, newest)
    ]
    return tuple(outcome for outcome in outcomes if isinstance(outcome, Trouble))


def _keep(
    attempt: Attempt, item: Item, answer: Answer, sender: Sender, now: datetime
) -> Receipt | Trouble:
    try:
        outcome = attempts.save(
            attempt,
            item.id,
            answer,
            writer=sender.writer,
            number=sender.number,
            seen=sender.seen,
            now=now,
        )
    except AttemptClosed:
        return Trouble(item, Why.CLOSED, answer)
    except TooLong:
        return Trouble(item, Why.LONG, answer)
    metrics.answer(_outcome(outcome))
    if isinstance(outcome, Conflict):
        return Trouble(item, Why.CONFLICT, answer, outcome.newest)
    return outcome


def _outcome(outcome: Receipt | Conflict) -> str:
    if isinstance(outcome, Conflict):
        return "conflict"
    return "repeated" if outcome.repeated else "late" if outcome.late else "kept"


def _changed(attempt: Attempt, form: Form, newest: Newest) -> Iterator[tuple[Item, Answer]]:
    for item in attempt.version.questions.items:
        if not fields.on_form(form, item.id) or form.get(f"keep.{item.id}") == "theirs":
            continue
        answer, kept = _read(attempt, form, item), newest.get(item.id)
        was = _rendered_with(attempt, form, item, kept)
        if not fields.same(answer, was) and not (kept and fields.same(answer, kept.answer)):
            yield item, answer


def _read(attempt: Attempt, form: Form, item: Item) -> Answer:
    return fields.read_answer(form, item.id, room.interaction(attempt, item.id))


def _rendered_with(attempt: Attempt, form: Form, item: Item, kept: Kept | None) -> Answer:
    """What an answer was when the page was made, or what this page itself has sent since."""
    seen = fields.seen(form, item.id)
    if kept is None or kept.revision == seen or _ours(kept, form):
        return kept.answer if kept else BLANK
    then = attempts.revision(attempt, item.id, seen) if seen else None
    return then.answer if then else BLANK


def _form_sender(form: Form, item: Item, kept: Kept | None) -> Sender:
    """The whole form writes under a name of its own, beside the page's script.

    The script numbers what it sends; a number of the form's among them would make storage take
    the script's next answer for an old one. The form's number makes a form that was sent twice
    count once, and one that was changed in between count again.
    """
    last = kept.revision if kept else 0
    seen = last if kept and _ours(kept, form) else fields.seen(form, item.id)
    return Sender(f"{fields.writer(form)}.form", last + 1, seen)


def _ours(kept: Kept, form: Form) -> bool:
    """Whether an answer came from this page, by script or as a form."""
    page = fields.writer(form)
    return kept.writer in {page, f"{page}.form"}
