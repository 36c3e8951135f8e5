"""Question sets: who may see them, what is being written, what was published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quiz.storage.tables.base import Base


class QuestionSet(Base):
    """A set of questions, known by the id in its frame; what it says is in drafts and versions."""

    __tablename__ = "question_set"

    id: Mapped[str] = mapped_column(primary_key=True)
    #: Null: it came from a file and belongs to nobody.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    #: In the bin since then.
    removed_at: Mapped[datetime | None]


class Share(Base):
    """A set with another teacher."""

    __tablename__ = "share"
    __table_args__ = (CheckConstraint("level IN ('read', 'write')", "level"),)

    set_id: Mapped[str] = mapped_column(ForeignKey("question_set.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    #: How far the right goes ("right" is a word of SQL).
    level: Mapped[str]


class Draft(Base):
    """What is being written of a set, at one moment: the newest revision is the draft."""

    __tablename__ = "draft"

    set_id: Mapped[str] = mapped_column(ForeignKey("question_set.id"), primary_key=True)
    #: Counts from 1 within the set; the first ones are forgotten.
    revision: Mapped[int] = mapped_column(primary_key=True)
    #: The Markdown, with errors or without.
    source: Mapped[str]
    saved_at: Mapped[datetime]
    #: Null: it came from a file.
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Version(Base):
    """A set as published, never changed again."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("set_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[str] = mapped_column(ForeignKey("question_set.id"))
    #: Counts from 1 within the set.
    number: Mapped[int]
    #: SHA-256 of the canonical text.
    digest: Mapped[str]
    #: The Markdown.
    source: Mapped[str]
    #: Where each sentence lies, so that a better splitter changes nothing that was answered.
    sentences: Mapped[list[Any]]
    #: The file it was loaded from, or ``key:2``: made of version 2 only to score by, and shown to
    #: nobody; null: saved in the browser.
    origin: Mapped[str | None] = mapped_column(index=True)
    #: Who published it in the browser, and what was said of it then.
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str | None]
    created_at: Mapped[datetime]
