"""One-time links: the first account, an invitation, a new password. Only their hashes are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, cast

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from quiz.assessment import roster
from quiz.storage import accounts, codes, reading, tables, writing
from quiz.storage.accounts import Account, Role, passwords

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Kind = Literal["first", "invite", "reset"]

INVITED, RESET = timedelta(days=7), timedelta(hours=24)
EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+")
LONGEST_EMAIL = 254


@dataclass(frozen=True, slots=True)
class Link:
    """What a link does.

    ``role`` is what the account is or will be; ``account_id`` and ``email`` tell whose password a
    reset sets, and are None and empty for the others.
    """

    kind: Kind
    role: Role
    account_id: int | None
    email: str = ""


class LinkGone(LookupError):
    """The link was used, has ended, or never was."""


class Taken(ValueError):
    """There is an account with this e-mail address."""


class BadEmail(ValueError):
    """This is no e-mail address."""


def first_link(now: datetime) -> str | None:
    """Make the link to the first account, an admin's; None where there is an account.

    The links made so before end: whoever can start the service reads the newest.
    """
    with writing() as session:
        if _somebody(session):
            return None
        session.execute(delete(tables.AccountLink).where(tables.AccountLink.kind == "first"))
        return _add(session, "first", "admin", now, None)


def invite(by: Account | None, role: Role, now: datetime) -> str:
    """Make a link to a new account, for seven days. ``by`` is an admin, or None for the shell.

    Raises accounts.NotAdmin.
    """
    accounts.only_admin(by)
    with writing() as session:
        return _add(session, "invite", role, now, now + INVITED)


def reset(email: str, now: datetime) -> str | None:
    """Make a link to a new password, for a day; None where there is no such account."""
    with writing() as session:
        row = accounts.by_email(session, email)
        if row is None:
            return None
        session.execute(delete(tables.AccountLink).where(tables.AccountLink.account_id == row.id))
        return _add(session, "reset", cast("Role", row.role), now, now + RESET, row.id)


def open_link(token: str, now: datetime) -> Link | None:
    """Say what a link does, or None where it does nothing any more."""
    with reading() as session:
        row = _find(session, token, now)
        if row is None:
            return None
        whose = row.account_id and session.get_one(tables.Account, row.account_id)
        email = whose.email if whose else ""
        return Link(cast("Kind", row.kind), cast("Role", row.role), row.account_id, email)


def use_link(
    token: str, *, email: str = "", name: str = "", password: str, now: datetime
) -> Account:
    """Make the account that a link promises, or set the password of its account; once.

    A reset takes the password only, and ends all sessions. Raises LinkGone, Taken, BadEmail,
    roster.BadName, passwords.WeakPassword; then the link can still be used.
    """
    link = open_link(token, now)
    if link is None:
        raise LinkGone
    if link.account_id is None:
        email, name = _checked(email), roster.clean_name(name)
    stored = passwords.made(password, link.email or email, name)  # takes a while: holds no lock
    try:
        with writing() as session:
            row = _find(session, token, now, lock=True)
            if row is None:
                raise LinkGone
            session.delete(row)
            return _use(session, row, email, name, stored, now)
    except IntegrityError:  # two who came at once with one address
        raise Taken(email) from None


def _use(
    session: Session, link: tables.AccountLink, email: str, name: str, stored: str, now: datetime
) -> Account:
    if link.account_id is not None:
        whose = session.get_one(tables.Account, link.account_id, with_for_update=True)
        return accounts.renew(whose, stored)
    if accounts.by_email(session, email) is not None:
        raise Taken(email)
    row = tables.Account(
        email=email,
        name=name,
        role=link.role,
        password_hash=stored,
        session_version=accounts.new_session_version(),
        created_at=now,
    )
    session.add(row)
    session.flush()
    return accounts.value(row)


def _add(
    session: Session,
    kind: Kind,
    role: Role,
    now: datetime,
    ends_at: datetime | None,
    account_id: int | None = None,
) -> str:
    """Add a link and forget those that have ended."""
    session.execute(delete(tables.AccountLink).where(tables.AccountLink.ends_at <= now))
    token = codes.new_token(codes.LINK)
    session.add(
        tables.AccountLink(
            token_hash=codes.hashed(token),
            kind=kind,
            role=role,
            account_id=account_id,
            created_at=now,
            ends_at=ends_at,
        )
    )
    return token


def _find(
    session: Session, token: str, now: datetime, *, lock: bool = False
) -> tables.AccountLink | None:
    row = session.get(tables.AccountLink, codes.hashed(token), with_for_update=lock or None)
    if row is None or (row.ends_at is not None and row.ends_at <= now):
        return None
    return None if row.kind == "first" and _somebody(session) else row


def _somebody(session: Session) -> bool:
    return session.scalars(select(tables.Account.id).limit(1)).first() is not None


def _checked(email: str) -> str:
    cleaned = accounts.clean_email(email)
    if len(cleaned) > LONGEST_EMAIL or not EMAIL.fullmatch(cleaned):
        raise BadEmail(email)
    return cleaned
