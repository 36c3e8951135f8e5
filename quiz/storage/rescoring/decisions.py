"""Decisions that change scores, and what each would put in force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from quiz.assessment.editing import keys
from quiz.assessment.editing.keys import Form, Taken
from quiz.assessment.formats import markdown
from quiz.storage import tables
from quiz.storage.attempts import grounds
from quiz.storage.attempts.papers import Force
from quiz.storage.sets.versions import parsed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.assessment.formats.markdown import Reading
    from quiz.assessment.model import QuestionSet


@dataclass(frozen=True, slots=True)
class Drop:
    """Leave a question out, for all."""

    item: str


@dataclass(frozen=True, slots=True)
class Full:
    """Give all points of a question, to all."""

    item: str


@dataclass(frozen=True, slots=True)
class Accept:
    """Accept typed texts besides what the key accepts."""

    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """Take the keys of another text of the set."""

    text: str


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Undo a rescoring: its number."""

    id: int


@dataclass(frozen=True, slots=True)
class Again:
    """Score anew by what is in force."""


Decision = Drop | Full | Accept | Keys | TakeBack | Again


class Impossible(ValueError):
    """A decision that cannot be made.

    ``why``: ``item``, there is no such question; ``practice``, each attempt is scored by what it
    shows; ``dropped``, the question counts for nobody; ``unreadable``, the text is no set;
    ``another``, it is another set's; ``gone``, there is no such rescoring, or it was taken back;
    ``later``, a later key has to be taken back first.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Target:
    """What would be in force: the rules, and the new key's text where there is a new one.

    ``items`` are the questions that it is about. ``nothing`` says that it is in force already.
    """

    force: Force
    items: tuple[str, ...] = ()
    key: Reading | None = None
    taken: Taken | None = None
    back: tables.Rescoring | None = None
    nothing: bool = False


def target(session: Session, row: tables.Assignment, decision: Decision) -> Target:
    """Say what a decision would put in force. Raises Impossible, keys.NotAccepted."""
    now = in_force(session, row)
    match decision:
        case Drop(item=item):
            _known(session, row, item)
            changed = replace(now, dropped=now.dropped | {item})
            return Target(changed, (item,), nothing=item in now.dropped)
        case Full(item=item):
            _known(session, row, item)
            if item in now.dropped:
                raise Impossible("dropped")
            changed = replace(now, full=now.full | {item})
            return Target(changed, (item,), nothing=item in now.full)
        case Accept(forms=forms):
            return _keyed(now, keys.accept(key_row(session, row).source, forms), session, row)
        case Keys(text=text):
            other = _other(row, text)
            return _keyed(now, keys.taken(key_row(session, row).source, other), session, row)
        case TakeBack(id=id):
            return _back(session, row, now, id)
        case Again():
            return Target(now, nothing=True)


def in_force(session: Session, row: tables.Assignment) -> Force:
    """Give what an assignment is scored by."""
    adjusted = grounds.adjustments(session, row.id)
    dropped = frozenset(item for kind, item in adjusted if kind == "drop")
    full = frozenset(item for kind, item in adjusted if kind == "full")
    return Force(_questions(session, row.key_version_id), dropped, full)


def key_row(session: Session, row: tables.Assignment) -> tables.Version:
    """Give the version that holds the key of an assignment that shows one version."""
    if row.version_id is None:
        raise Impossible("practice")
    return session.get_one(tables.Version, row.key_version_id or row.version_id)


def _questions(session: Session, version_id: int | None) -> QuestionSet | None:
    return None if version_id is None else parsed(session, version_id).questions


def _known(session: Session, row: tables.Assignment, item: str) -> None:
    """An assignment has the questions of the versions that it shows."""
    attempts = tables.Attempt
    query = select(attempts.version_id).where(attempts.assignment_id == row.id).distinct()
    shown = {row.version_id} if row.version_id is not None else set(session.scalars(query))
    if not any(parsed(session, id).questions.item(item) for id in shown if id is not None):
        raise Impossible("item")


def _other(row: tables.Assignment, text: str) -> QuestionSet:
    found = markdown.read(text, row.set_id).set
    if found is None:
        raise Impossible("unreadable")
    if found.id != row.set_id:
        raise Impossible("another")
    return found


def _keyed(now: Force, taken: Taken, session: Session, row: tables.Assignment) -> Target:
    version = key_row(session, row)
    if not taken.changed:
        return Target(now, taken=taken, nothing=True)
    read = markdown.read(taken.text, version.set_id, version.sentences)
    if read.set is None:
        raise Impossible("unreadable")
    return Target(replace(now, key=read.set), taken.changed, read, taken)


def _back(session: Session, row: tables.Assignment, now: Force, id: int) -> Target:
    found = session.get(tables.Rescoring, id) if id <= tables.BIGGEST else None
    if found is None or found.assignment_id != row.id or found.taken_back_at is not None:
        raise Impossible("gone")
    if found.kind == "key":
        if row.key_version_id != found.key_version_id:
            raise Impossible("later")
        return Target(replace(now, key=_questions(session, found.before_version_id)), back=found)
    item = found.item or ""
    if found.kind == "drop":
        return Target(replace(now, dropped=now.dropped - {item}), (item,), back=found)
    return Target(replace(now, full=now.full - {item}), (item,), back=found)
