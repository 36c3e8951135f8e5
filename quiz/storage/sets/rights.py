"""Who may do what with a set: a set's rows and the right to it are fetched in one query.

Its owner may do everything; with whom it is shared may write or read. A set that was loaded from a
file belongs to nobody: each admin is its owner, and every teacher may read and copy it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from quiz.assessment.formats import markdown
from quiz.storage import tables
from quiz.storage.accounts import NoRight
from quiz.storage.sets import versions

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from quiz.storage.accounts import Account

Right = Literal["read", "write", "owner"]

STEPS: tuple[Right, ...] = ("read", "write", "owner")


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of a set that an account may see, within a transaction.

    ``newest`` is None where nothing was published; ``owner`` and ``saver`` are names, and empty
    where it is nobody.
    """

    set: tables.QuestionSet
    draft: tables.Draft
    newest: tables.Version | None
    owner: str
    saver: str
    right: Right

    @property
    def changed(self) -> bool:
        """Whether the draft is not what was published last."""
        return self.newest is None or self.newest.digest != markdown.digest(self.draft.source)


def held(
    session: Session,
    account: Account,
    set_id: str,
    least: Right = "read",
    *,
    lock: bool = False,
    removed: bool = False,
) -> Held:
    """Fetch a set that an account has at least this right to; ``removed``: from the bin.

    ``lock`` lets nobody else change it meanwhile. Raises NoRight.
    """
    if not set_id.isprintable():  # from an address; PostgreSQL cannot even look for it
        raise NoRight(set_id)
    if lock:
        session.get(tables.QuestionSet, set_id, with_for_update=True)
    found = all_held(session, account, tables.QuestionSet.id == set_id, removed=removed)
    if not found or STEPS.index(found[0].right) < STEPS.index(least):
        raise NoRight(set_id)
    return found[0]


def all_held(
    session: Session, account: Account, *which: ColumnElement[bool], removed: bool = False
) -> list[Held]:
    """Fetch the sets that an account may see, newest first: those in use, or those in the bin."""
    sets, share = tables.QuestionSet, tables.Share
    seen = or_(sets.owner_id == account.id, sets.owner_id.is_(None), share.level.is_not(None))
    binned = sets.removed_at.is_not(None) if removed else sets.removed_at.is_(None)
    query = _rows(account.id).where(seen, binned, *which).order_by(tables.Draft.saved_at.desc())
    return [
        Held(row, draft, newest, owner or "", saver or "", _right(account, row, level))
        for row, level, draft, newest, owner, saver in session.execute(query)
    ]


def _rows(
    account_id: int,
) -> Select[
    tables.QuestionSet, str | None, tables.Draft, tables.Version | None, str | None, str | None
]:
    sets, share, draft, version = tables.QuestionSet, tables.Share, tables.Draft, tables.Version
    owner, saver = aliased(tables.Account), aliased(tables.Account)
    later, newer = aliased(draft), aliased(version)
    last = select(func.max(later.revision)).where(later.set_id == sets.id).scalar_subquery()
    of_set = (newer.set_id == sets.id, versions.shown(newer))
    newest = select(func.max(newer.number)).where(*of_set).scalar_subquery()
    return (
        select(sets, share.level, draft, version, owner.name, saver.name)
        .select_from(sets)
        .join(draft, and_(draft.set_id == sets.id, draft.revision == last))
        .outerjoin(version, and_(version.set_id == sets.id, version.number == newest))
        .outerjoin(share, and_(share.set_id == sets.id, share.account_id == account_id))
        .outerjoin(owner, owner.id == sets.owner_id)
        .outerjoin(saver, saver.id == draft.saved_by_id)
    )


def _right(account: Account, row: tables.QuestionSet, level: str | None) -> Right:
    nobodys_admin = row.owner_id is None and account.role == "admin"
    if row.owner_id == account.id or nobodys_admin:
        return "owner"
    return cast("Right", level or "read")
