"""Sharing: a set with another teacher, to read or to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from sqlalchemy import select

from quiz.storage import accounts, reading, tables, writing
from quiz.storage.accounts import UnknownTeacher
from quiz.storage.sets import rights

if TYPE_CHECKING:
    from quiz.storage.accounts import Account

Level = Literal["read", "write"]


@dataclass(frozen=True, slots=True)
class Share:
    """With whom a set is shared, and how far her right goes."""

    email: str
    name: str
    right: Level


def share(account: Account, set_id: str, email: str, right: Level | None) -> None:
    """Share a set, or share it otherwise; None takes it back.

    Raises accounts.NoRight where the account is not the owner, and UnknownTeacher.
    """
    with writing() as session:
        held = rights.held(session, account, set_id, "owner", lock=True)
        other = accounts.by_email(session, email)
        if other is None or other.id == held.set.owner_id:
            raise UnknownTeacher(email)
        row = session.get(tables.Share, (set_id, other.id))
        if right is None:
            if row is not None:
                session.delete(row)
        elif row is None:
            session.add(tables.Share(set_id=set_id, account_id=other.id, level=right))
        else:
            row.level = right


def shares(account: Account, set_id: str) -> list[Share]:
    """Say with whom a set is shared, by name. Raises accounts.NoRight."""
    who, row = tables.Account, tables.Share
    query = select(who.email, who.name, row.level).join(row, row.account_id == who.id)
    with reading() as session:
        rights.held(session, account, set_id)
        found = session.execute(query.where(row.set_id == set_id).order_by(who.name, who.id))
        return [Share(email, name, cast("Level", level)) for email, name, level in found]
