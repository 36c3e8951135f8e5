"""Accounts: those who write sets, by e-mail address and password."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, cast

from sqlalchemy import select, update

from quiz.storage import reading, tables, writing
from quiz.storage.accounts import passwords, throttles

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Role = Literal["teacher", "admin"]

Limits = dict[str, int | None]
"""How many failures are too many, by what they are counted for."""

GUESSES = 20
"""So many wrong passwords for one account; fewer than a school may have that share an address."""


@dataclass(frozen=True, slots=True)
class Account:
    """A teacher, or an admin, who invites others besides.

    A session carries ``id`` and ``session_version``; it has ended when the account has another.
    """

    id: int
    email: str
    name: str
    role: Role
    session_version: int


@dataclass(frozen=True, slots=True)
class Device:
    """A browser in which an account has signed in before, by a number of chance."""

    account_id: int
    number: str


class Blocked(Exception):
    """There were too many failures; ``wait`` says for how long nothing more is tried."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


class WrongPassword(Exception):
    """The password is not the account's."""


class NotAdmin(Exception):
    """Only an admin may do this."""


class NoRight(LookupError):
    """There is no such thing for this account, or its right does not go so far."""


class UnknownTeacher(LookupError):
    """There is no account with this e-mail address, or it is the owner's own."""


def sign_in(
    email: str, password: str, now: datetime, *, address: str = "", device: Device | None = None
) -> Account | None:
    """Give the account with this e-mail address and password, or None. Raises Blocked.

    Failures are counted for the e-mail address (whether it has an account or not) and for the
    network ``address``; where the account has signed in with this ``device`` before, for the device
    alone. Neither the answer nor its time tells which e-mail addresses have accounts.
    """
    email = clean_email(email)
    with reading() as session:
        row = by_email(session, email)
        stored, found = (row.password_hash, value(row)) if row else (None, None)
    if found is not None and device is not None and found.id == device.account_id:
        limits: Limits = {f"device:{device.number}": GUESSES}
    else:
        limits = _limits(email, address)
    if not _guess(password, stored, now, limits) or found is None or stored is None:
        return None
    better = passwords.renewed(password, stored)
    if better is not None:
        _store(found.id, stored, better)
    return found


def by_session(account_id: int, session_version: int) -> Account | None:
    """Give the account of a session, or None where the session has ended."""
    with reading() as session:
        row = session.get(tables.Account, account_id)
        return value(row) if row and row.session_version == session_version else None


def sign_out_everywhere(account: Account) -> Account:
    """End all sessions; what is given back has the version that a new one carries."""
    with writing() as session:
        row = session.get_one(tables.Account, account.id, with_for_update=True)
        row.session_version = new_session_version()
        return value(row)


def set_password(
    account: Account, old: str, new: str, now: datetime, *, address: str = ""
) -> Account:
    """Change a password and end all sessions, as `sign_out_everywhere` does.

    Raises WrongPassword, Blocked, passwords.WeakPassword.
    """
    with reading() as session:
        stored = session.get_one(tables.Account, account.id).password_hash
    if not _guess(old, stored, now, _limits(account.email, address)):
        raise WrongPassword
    made = passwords.made(new, account.email, account.name)
    with writing() as session:
        row = session.get_one(tables.Account, account.id, with_for_update=True)
        return renew(row, made)


def all_accounts(by: Account | None) -> list[Account]:
    """Give all accounts, by name; ``by`` is an admin, or None for the shell. Raises NotAdmin."""
    only_admin(by)
    with reading() as session:
        found = [value(row) for row in session.scalars(select(tables.Account))]
    return sorted(found, key=lambda account: (account.name.casefold(), account.id))


def only_admin(by: Account | None) -> None:
    """Raise NotAdmin where it is a teacher; None is the shell, which may do everything."""
    if by is not None and by.role != "admin":
        raise NotAdmin


def clean_email(email: str) -> str:
    """Give an e-mail address as it is kept: lower case, without spaces around it."""
    return "".join(c for c in email.strip().lower() if c.isprintable())


def by_email(session: Session, email: str) -> tables.Account | None:
    """Fetch the account with this e-mail address, as typed."""
    rows = tables.Account
    return session.scalars(select(rows).where(rows.email == clean_email(email))).first()


def renew(row: tables.Account, password_hash: str) -> Account:
    """Give a row another password; all sessions end."""
    row.password_hash = password_hash
    row.session_version = new_session_version()
    return value(row)


def new_session_version() -> int:
    """Make a version by chance: no account ever has one again that it, or another, had before.

    Counted, it would come again once an older backup is restored, with the number of an account
    that was made since; and browsers keep their cookies.
    """
    return secrets.randbelow(tables.BIGGEST) + 1


def value(row: tables.Account) -> Account:
    """Make the value of a row."""
    return Account(row.id, row.email, row.name, cast("Role", row.role), row.session_version)


def _limits(email: str, address: str) -> Limits:
    by_address: Limits = {f"password-from:{address}": None} if address else {}
    return {f"password:{email}": GUESSES} | by_address


def _guess(password: str, stored: str | None, now: datetime, limits: Limits) -> bool:
    """Whether the password is right; a wrong one counts. Raises Blocked."""
    waits = [throttles.blocked(key, now, limit) for key, limit in limits.items()]
    if any(waits):
        raise Blocked(max(wait for wait in waits if wait))
    right = passwords.verified(password, stored)
    for key in () if right else limits:
        throttles.failed(key, now)
    return right


def _store(account_id: int, old: str, new: str) -> None:
    """Keep a password's new hash, unless another password was set meanwhile."""
    rows = tables.Account
    with writing() as session:
        same = update(rows).where(rows.id == account_id, rows.password_hash == old)
        session.execute(same.values(password_hash=new))
