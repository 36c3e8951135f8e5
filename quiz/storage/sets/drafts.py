"""Drafts: what is being written of a set. Each save is a revision, and the newest is the draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from quiz.assessment.formats.markdown.source import decode
from quiz.storage import accounts, reading, tables, writing
from quiz.storage.sets import naming, revisions, rights

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.assessment.document import Finding
    from quiz.storage.accounts import Account
    from quiz.storage.sets.rights import Held, Right


@dataclass(frozen=True, slots=True)
class Draft:
    """A set as it is being written.

    ``saved_by`` and ``owner`` are names: empty where it came from a file, or belongs to nobody.
    ``published`` is the newest version's number, 0 where there is none; ``changed`` says that the
    draft is not what that version says.
    """

    set_id: str
    text: str
    revision: int
    saved_at: datetime
    saved_by: str
    published: int
    changed: bool
    right: Right
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody has saved meanwhile: the draft as it is now."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Saved:
    """A revision that is kept."""

    revision: int
    saved_at: datetime
    saved_by: str


class NoText(ValueError):
    """What is no text, or too long for a set; ``finding`` says what and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Forgotten(LookupError):
    """This revision is not kept any more."""


def create(account: Account, text: str, now: datetime) -> Draft:
    """Begin a set with this text. Its id is the frame's, or made of the title; the frame gets it.

    An id that is taken gets ``-2`` behind it, ``-3``, …. Raises NoText.
    """
    text = _checked(text)
    wanted = naming.wanted(text)
    while True:
        with writing() as session:
            set_id = naming.free(session, wanted)
            if _added(session, set_id, naming.written(text, set_id), account.id, now):
                return value(rights.held(session, account, set_id))


def copy(account: Account, set_id: str, now: datetime) -> Draft:
    """Begin a set of one's own with the draft of another. Raises NoRight."""
    with reading() as session:
        text = rights.held(session, account, set_id).draft.source
    return create(account, text, now)


def find(account: Account, set_id: str) -> Draft | None:
    """Give a set's draft, or None where the account may not see it, or it is in the bin."""
    with reading() as session:
        try:
            return value(rights.held(session, account, set_id))
        except accounts.NoRight:
            return None


def save(account: Account, set_id: str, text: str, *, base: int, now: datetime) -> Draft | Conflict:
    """Save a draft. ``base`` is the revision that it was made from.

    A conflict is where another was saved since, and says something else; then nothing is saved.
    The same text again is no new revision. Raises NoRight, NoText.
    """
    text = _checked(text)
    with writing() as session:
        held = rights.held(session, account, set_id, "write", lock=True)
        if held.draft.source == text:
            return value(held)
        if held.draft.revision != base:
            return Conflict(value(held))
        return revised(session, account, held, text, now)


def undo(
    account: Account, set_id: str, revision: int, *, base: int, now: datetime
) -> Draft | Conflict:
    """Go back to an earlier revision, by a new one that says the same.

    ``base`` is the revision that was looked at. Raises NoRight, Forgotten.
    """
    with writing() as session:
        held = rights.held(session, account, set_id, "write", lock=True)
        if held.draft.revision != base:
            return Conflict(value(held))
        kept = 0 < revision <= base
        earlier = session.get(tables.Draft, (set_id, revision)) if kept else None
        if earlier is None:
            raise Forgotten(revision)
        return revised(session, account, held, earlier.source, now)


def earlier(account: Account, set_id: str) -> list[Saved]:
    """Give the revisions that are kept, newest first. Raises NoRight."""
    rows, who = tables.Draft, tables.Account
    query = select(rows.revision, rows.saved_at, who.name).where(rows.set_id == set_id)
    with reading() as session:
        rights.held(session, account, set_id)
        found = session.execute(
            query.outerjoin(who, who.id == rows.saved_by_id).order_by(rows.revision.desc())
        )
        return [Saved(revision, at, name or "") for revision, at, name in found]


def revised(session: Session, account: Account, held: Held, text: str, now: datetime) -> Draft:
    """Save the next revision, unless it says the same; forget one that is too old."""
    if held.draft.source != text:
        revisions.revise(session, held.draft, text, account.id, now)
    return value(rights.held(session, account, held.set.id))


def value(held: Held) -> Draft:
    """Make the value of a draft."""
    return Draft(
        held.set.id,
        held.draft.source,
        held.draft.revision,
        held.draft.saved_at,
        held.saver,
        held.newest.number if held.newest else 0,
        held.changed,
        held.right,
        held.owner,
    )


def _checked(text: str) -> str:
    """Give a text as it is kept. One with errors is, and one that is no text is not."""
    text, findings = decode(text)
    if findings:
        raise NoText(findings[0])
    return text


def _added(session: Session, set_id: str, text: str, owner_id: int, now: datetime) -> bool:
    """Add a set, unless somebody else takes the id at the same moment."""
    try:
        with session.begin_nested():
            revisions.add(session, set_id, text, owner_id, now)
    except IntegrityError:
        if session.get(tables.QuestionSet, set_id) is None:
            raise
        return False
    return True
