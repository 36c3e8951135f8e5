"""Tokens that let a program read what its account may see of the reports. Only hashes are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from quiz.assessment import roster
from quiz.storage import accounts, codes, reading, tables, writing
from quiz.storage.accounts import NoRight

if TYPE_CHECKING:
    from quiz.storage.accounts import Account

LONGEST = 80
"""Characters of a label."""

SEEN = timedelta(minutes=5)
"""A use is written down so often; more would make each reading a writing."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token in a list: what its owner calls it, and when it was last used."""

    id: int
    label: str
    created_at: datetime
    used_at: datetime | None


class NoLabel(ValueError):
    """A token needs a name, so that it can be told from others and revoked."""


def create(account: Account, label: str, now: datetime) -> str:
    """Make a token; give it, for the only time. Raises NoLabel."""
    label = roster.one_line(label)[:LONGEST]
    if not label:
        raise NoLabel
    token = codes.new_token(codes.LINK)
    with writing() as session:
        session.add(
            tables.ApiToken(
                account_id=account.id, token_hash=codes.hashed(token), label=label, created_at=now
            )
        )
    return token


def mine(account: Account) -> list[Token]:
    """Give the tokens of an account that are not revoked, the newest first."""
    rows = tables.ApiToken
    query = select(rows).where(rows.account_id == account.id, rows.revoked_at.is_(None))
    with reading() as session:
        return [
            Token(row.id, row.label, row.created_at, row.used_at)
            for row in session.scalars(query.order_by(rows.id.desc()))
        ]


def revoke(account: Account, id: int, now: datetime) -> None:
    """End a token. Raises accounts.NoRight."""
    with writing() as session:
        row = session.get(tables.ApiToken, id) if id <= tables.BIGGEST else None
        if row is None or row.account_id != account.id or row.revoked_at is not None:
            raise NoRight(id)
        row.revoked_at = now


def account_of(token: str, now: datetime) -> Account | None:
    """Give the account that a token reads for, or None where it is none (any more)."""
    rows = tables.ApiToken
    query = select(rows).where(rows.token_hash == codes.hashed(token), rows.revoked_at.is_(None))
    with reading() as session:
        row = session.scalars(query).first()
        if row is None:
            return None
        account = accounts.value(session.get_one(tables.Account, row.account_id))
        id, used = row.id, row.used_at
    if used is None or now - used >= SEEN:
        with writing() as session:
            session.get_one(tables.ApiToken, id).used_at = now
    return account
