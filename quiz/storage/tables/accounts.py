"""Those who write: accounts, their links and tokens; and what all processes share."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from quiz.storage.tables.base import Base


class Setting(Base):
    """A value that all processes share: the secret that signs cookies."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Account(Base):
    """Who writes sets: a teacher, or an admin, who invites others besides."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("length(name) BETWEEN 1 AND 80", "name"),
        CheckConstraint("role IN ('teacher', 'admin')", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: In lower case.
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    #: Argon2, with its setting and salt.
    password_hash: Mapped[str]
    #: A number of chance; a session that carries another has ended.
    session_version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime]


class AccountLink(Base):
    """A link that works once: for the first account, an invitation, a new password."""

    __tablename__ = "account_link"
    __table_args__ = (
        CheckConstraint("kind IN ('first', 'invite', 'reset')", "kind"),
        CheckConstraint("role IN ('teacher', 'admin')", "role"),
        CheckConstraint("(kind = 'reset') = (account_id IS NOT NULL)", "reset_is_of_an_account"),
        CheckConstraint("(kind = 'first') = (ends_at IS NULL)", "first_has_no_end"),
    )

    #: SHA-256 of the token, which is not kept.
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    #: What the account is, or will be.
    role: Mapped[str]
    #: Whose password it sets.
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]
    #: Null: with the first account, or when another is made.
    ends_at: Mapped[datetime | None]


class Throttle(Base):
    """Failures of one origin (a hash of its address and what it tried) since a moment."""

    __tablename__ = "throttle"
    __table_args__ = (CheckConstraint("failures > 0", "failures"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime] = mapped_column(index=True)


class ApiToken(Base):
    """A token that lets a program read what its account may see of the reports."""

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("length(label) BETWEEN 1 AND 80", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    #: SHA-256 of the token, which is not kept.
    token_hash: Mapped[str] = mapped_column(unique=True)
    #: What its owner calls it.
    label: Mapped[str]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
