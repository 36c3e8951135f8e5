"""A new key as a version of its set: what it is made from, and what becomes of the draft.

The key of an assignment is a version made from the one that it shows. Where that one is the set's
newest, and the account may write the set, the set itself is mended: the key is its next version,
which practice and new assignments show. Else the version is there only to score by (`origins.KEY`)
and no one is shown it. An open draft takes the key along where its questions had the old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from quiz.assessment.editing import keys
from quiz.assessment.formats import markdown
from quiz.storage import accounts, codes, tables
from quiz.storage.classes import teaching
from quiz.storage.rescoring import decisions
from quiz.storage.sets import origins, publishing, revisions, rights
from quiz.storage.sets.versions import newest_row, parsed

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from quiz.assessment.formats.markdown import Reading
    from quiz.storage.accounts import Account


@dataclass(frozen=True, slots=True)
class Made:
    """A version with a new key: its number.

    ``shown`` says that it is the set's newest from now on; ``draft`` that the draft has the key
    too, and ``left`` names the questions where it could not, for they are written anew there.
    """

    version_id: int
    number: int
    shown: bool
    draft: bool
    left: tuple[str, ...] = ()


def assignment(
    session: Session, account: Account | None, code: str, *, lock: bool = False
) -> tables.Assignment:
    """Fetch an assignment that an account may decide about; the shell may about each of them.

    Raises accounts.NoRight.
    """
    if account is not None:
        return teaching.assignment_held(session, account, code, lock=lock)
    rows = tables.Assignment
    query = select(rows).where(rows.code == codes.plain(code).upper())
    row = session.scalars(query.with_for_update() if lock else query).first()
    if row is None:
        raise accounts.NoRight(code)
    return row


def add(
    session: Session,
    account: Account | None,
    row: tables.Assignment,
    key: Reading,
    note: str,
    now: datetime,
) -> Made:
    """Add the version that holds a key, within the transaction that puts it in force."""
    found = session.get_one(tables.QuestionSet, row.set_id, with_for_update=True)
    before = decisions.key_row(session, row)
    newest, shown = newest_row(session, row.set_id), session.get_one(tables.Version, row.version_id)
    may = _may_write(session, account, found)
    mends = may and newest is not None and newest.id in {before.id, shown.id}
    assert key.set is not None
    version = publishing.freeze(
        session,
        key,
        key.set,
        now,
        origin=None if mends else f"{origins.KEY}{shown.number}",
        author_id=by(account),
        note=note,
    )
    if not may:
        return Made(version.id, version.number, mends, draft=False)
    draft, left = _carry(session, account, before, key, now)
    return Made(version.id, version.number, mends, draft, left)


def withdraw(
    session: Session,
    account: Account | None,
    row: tables.Assignment,
    back: tables.Rescoring,
    now: datetime,
) -> None:
    """Let nobody be shown a key that was taken back; a draft that says the same goes back too."""
    found = session.get_one(tables.QuestionSet, row.set_id, with_for_update=True)
    version = session.get_one(tables.Version, back.key_version_id)
    newest = newest_row(session, row.set_id)
    if newest is None or newest.id != version.id or not _may_write(session, account, found):
        return
    before = decisions.key_row(session, row)
    version.origin = f"{origins.KEY}{before.number}"
    draft = revisions.newest_row(session, row.set_id)
    if markdown.digest(draft.source) == version.digest:
        revisions.revise(session, draft, before.source, by(account), now)


def by(account: Account | None) -> int | None:
    """Who did it: None for the shell."""
    return None if account is None else account.id


def _may_write(session: Session, account: Account | None, found: tables.QuestionSet) -> bool:
    if account is None:
        return found.removed_at is None
    try:
        rights.held(session, account, found.id, "write")
    except accounts.NoRight:
        return False
    return True


def _carry(
    session: Session,
    account: Account | None,
    before: tables.Version,
    key: Reading,
    now: datetime,
) -> tuple[bool, tuple[str, ...]]:
    """Give the draft the new key: whether it has it now, and which questions have not."""
    draft = revisions.newest_row(session, before.set_id)
    assert key.set is not None
    if markdown.digest(draft.source) == before.digest:
        found = keys.Taken(key.text)
    else:
        old = parsed(session, before.id).questions
        found = keys.carried(draft.source, old, key.set)
    text, left = found.text, found.left
    if text != draft.source:
        revisions.revise(session, draft, text, by(account), now)
    return text != draft.source or not left, left
