"""Publishing: a text becomes a version, which is never changed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from quiz.assessment import changes, roster
from quiz.assessment.check import check
from quiz.assessment.document import Finding, Place
from quiz.assessment.formats import markdown
from quiz.storage import codes, reading, tables, writing
from quiz.storage.sets import drafts, origins, rights, versions
from quiz.storage.sets.drafts import Conflict, Draft
from quiz.storage.sets.versions import Version

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.assessment.formats.markdown import Reading
    from quiz.assessment.model import QuestionSet
    from quiz.storage.accounts import Account

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Published:
    """A version as the history lists it.

    ``author`` is a name; ``origin`` the file that it was loaded from, None where it is the browser.
    ``key_of`` is the version that it was made from only to score by, None for one to be shown.
    """

    id: int
    number: int
    note: str
    author: str
    created_at: datetime
    origin: str | None
    digest: str
    key_of: int | None = None


def publish(
    account: Account, set_id: str, note: str, now: datetime, *, base: int | None = None
) -> Version | Conflict | tuple[Finding, ...]:
    """Freeze a set's draft as its next version; or give the E-findings that speak against it.

    ``base`` is the revision that was looked at, and another is a conflict. What was published
    already is not published again. Raises accounts.NoRight.
    """
    with reading() as session:
        held = rights.held(session, account, set_id, "write")
        draft = drafts.value(held)
    if base not in {None, draft.revision}:
        return Conflict(draft)
    read = markdown.read(draft.text, set_id)
    errors = _errors(read, set_id)
    if read.set is None or errors:
        return errors
    outcome = _publish(account, draft, read, read.set, note, now)
    return versions.version(outcome) if isinstance(outcome, int) else outcome


def history(account: Account, set_id: str) -> list[Published]:
    """Give a set's versions, newest first. Raises accounts.NoRight."""
    rows, who = tables.Version, tables.Account
    query = select(rows, who.name).outerjoin(who, who.id == rows.author_id)
    with reading() as session:
        rights.held(session, account, set_id)
        found = session.execute(query.where(rows.set_id == set_id).order_by(rows.number.desc()))
        return [_published(row, author) for row, author in found]


def version(account: Account, set_id: str, number: int) -> Version | None:
    """Give one of a set's versions. Raises accounts.NoRight."""
    with reading() as session:
        rights.held(session, account, set_id)
        row = versions.numbered(session, set_id, number)
        return None if row is None else versions.parsed(session, row.id)


def source(account: Account, set_id: str, number: int) -> str | None:
    """Give the text of one of a set's versions. Raises accounts.NoRight."""
    with reading() as session:
        rights.held(session, account, set_id)
        row = versions.numbered(session, set_id, number)
        return None if row is None else row.source


def restore(account: Account, set_id: str, number: int, now: datetime) -> Draft:
    """Make the text of a version the draft, as a new revision. Raises NoRight, LookupError.

    What the draft said before can be had back by `drafts.undo`.
    """
    with writing() as session:
        held = rights.held(session, account, set_id, "write", lock=True)
        row = versions.numbered(session, set_id, number)
        if row is None:
            raise LookupError(f"{set_id} has no version {number}")
        return drafts.revised(session, account, held, row.source, now)


def freeze(
    session: Session,
    read: Reading,
    questions: QuestionSet,
    now: datetime,
    *,
    origin: str | None = None,
    author_id: int | None = None,
    note: str | None = None,
) -> tables.Version:
    """Add a version to a set that is locked, and open its practice where its frame says so."""
    row = tables.Version(
        set_id=questions.id,
        number=versions.next_number(session, questions.id),
        digest=markdown.digest(read.text),
        source=markdown.canonical(read.text),
        sentences=markdown.sentence_places(questions),
        origin=origin,
        author_id=author_id,
        note=note,
        created_at=now,
    )
    session.add(row)
    session.flush()
    if questions.practice:
        _open_practice(session, questions.id, now)
    return row


def against(
    session: Session, newest: tables.Version | None, questions: QuestionSet
) -> tuple[Finding, ...]:
    """Say what the version before has against the next one: ids that were lost."""
    if newest is None:
        return ()
    return changes.lost_ids(versions.parsed(session, newest.id).questions, questions)


def _publish(
    account: Account, seen: Draft, read: Reading, questions: QuestionSet, note: str, now: datetime
) -> int | Conflict | tuple[Finding, ...]:
    """Publish a draft that was read, unless another was saved since; give the version's id."""
    with writing() as session:
        held = rights.held(session, account, seen.set_id, "write", lock=True)
        if held.draft.revision != seen.revision:
            return Conflict(drafts.value(held))
        newest = held.newest
        if newest is not None and not held.changed:
            return newest.id
        lost = against(session, newest, questions)
        if lost:
            return lost
        note = roster.one_line(note)[:LONGEST_NOTE]
        return freeze(session, read, questions, now, author_id=account.id, note=note).id


def _open_practice(session: Session, set_id: str, now: datetime) -> None:
    """Give a practice set its one join code, if it has none yet."""
    rows = tables.Assignment
    if session.scalars(select(rows.id).where(rows.practice, rows.set_id == set_id)).first() is None:
        code = codes.new_code()
        session.add(rows(code=code, practice=True, set_id=set_id, shuffle=False, created_at=now))


def _errors(read: Reading, set_id: str) -> tuple[Finding, ...]:
    errors = tuple(finding for finding in check(read) if finding.is_error)
    if read.set is None or read.set.id == set_id:
        return errors
    return (_other_id(read.set.id, set_id), *errors)


def _other_id(found: str, set_id: str) -> Finding:
    hint = f"write `id: {set_id}`; for another id, copy the set"
    message = f"the frame says `{found}`, and this set is `{set_id}`"
    return Finding("E153", Place(1), message, found, hint)


def _published(row: tables.Version, author: str | None) -> Published:
    key_of = origins.key_of(row.origin)
    origin = row.origin if key_of is None else None
    return Published(
        row.id,
        row.number,
        row.note or "",
        author or "",
        row.created_at,
        origin,
        row.digest,
        key_of,
    )
