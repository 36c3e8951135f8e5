"""The tables. Rows stay in this room: its functions take and give values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    Double,
    ForeignKey,
    Index,
    MetaData,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A point in time: aware in Python, UTC in the database, SQLite included."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; a naive time is a mistake and is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give an aware time; SQLite keeps no zone."""
        if value is None or value.tzinfo is not None:
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """What all rows have in common: named constraints, and how Python types are kept."""

    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it so
        datetime: Moment,
        float: Double,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


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
    #: A session that carries an earlier one has ended.
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
    #: The file it was loaded from; null: saved in the browser.
    origin: Mapped[str | None] = mapped_column(index=True)
    #: Who published it in the browser, and what was said of it then.
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str | None]
    created_at: Mapped[datetime]


class Assignment(Base):
    """A set given to students, with a join code and rules."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("practice = (version_id IS NULL)", "practice_has_no_version"),
        CheckConstraint("feedback IN ('none', 'score', 'answers', 'evidence')", "feedback"),
        CheckConstraint("limit_seconds > 0", "limit_seconds"),
        CheckConstraint("attempts > 0", "attempts"),
        CheckConstraint("closes > opens", "closes_after_it_opens"),
        Index(
            "uq_assignment_practice_of_set",
            "set_id",
            unique=True,
            sqlite_where=text("practice"),
            postgresql_where=text("practice"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What students type, without its hyphen.
    code: Mapped[str] = mapped_column(unique=True)
    #: Open to anyone from the home page.
    practice: Mapped[bool]
    set_id: Mapped[str] = mapped_column(ForeignKey("question_set.id"))
    #: What is shown; null: the newest at each start (practice).
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"), index=True)
    #: What is scored by; null: the version that was shown.
    key_version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    #: Time allowed, before any extra time; null: as long as one likes.
    limit_seconds: Mapped[int | None]
    #: How many attempts a student has; null: as many as one likes.
    attempts: Mapped[int | None]
    #: How much is shown after submitting; null: as the set's frame says.
    feedback: Mapped[str | None]
    opens: Mapped[datetime | None]
    closes: Mapped[datetime | None]
    #: Whether each attempt has its own order of choices.
    shuffle: Mapped[bool]
    created_at: Mapped[datetime]


class Student(Base):
    """Who answers, by the name given at the start."""

    __tablename__ = "student"
    __table_args__ = (
        CheckConstraint("length(name) BETWEEN 1 AND 80", "name"),
        CheckConstraint("factor >= 1", "factor"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    #: Extra time: 1.25 for a quarter more.
    factor: Mapped[float] = mapped_column(server_default="1")
    created_at: Mapped[datetime]


class Extension(Base):
    """A later close for one student in one assignment."""

    __tablename__ = "extension"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), primary_key=True)
    closes: Mapped[datetime]


class Attempt(Base):
    """One sitting of one assignment by one student."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("assignment_id", "student_id", "number"),
        CheckConstraint(
            "(submitted_at IS NULL) = (submitted_by IS NULL)", "submitted_at_some_time_by_someone"
        ),
        CheckConstraint("submitted_by IN ('student', 'time')", "submitted_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: SHA-256 of the private link's token, which is not kept.
    token_hash: Mapped[str] = mapped_column(unique=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    #: Counts from 1 for each student in the assignment.
    number: Mapped[int]
    #: Shuffles choices; empty: as written.
    seed: Mapped[str]
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None] = mapped_column(index=True)
    #: The student, or the end of the time.
    submitted_by: Mapped[str | None]


class Response(Base):
    """What was answered to one item at one moment. Rows are added and never changed."""

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("attempt_id", "item", "revision"),
        UniqueConstraint("attempt_id", "item", "writer", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"))
    item: Mapped[str]
    #: Counts from 1 within attempt and item.
    revision: Mapped[int]
    #: The page load that sent it, and that page's running number.
    writer: Mapped[str]
    number: Mapped[int]
    #: Exactly as sent, with citation and flag.
    raw: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    #: Received after the end: kept, not counted.
    late: Mapped[bool]


class Score(Base):
    """What an answer came to: derived, and computed again whenever that is wanted."""

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("attempt_id", "item"),
        CheckConstraint("pending = (fraction IS NULL)", "pending_has_no_fraction"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"))
    item: Mapped[str]
    #: The version whose key it was computed with.
    key_version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    #: The revision that counted; null: nothing was answered.
    revision: Mapped[int | None]
    fraction: Mapped[float | None]
    points: Mapped[float | None]
    max: Mapped[float]
    #: Waits for a person to mark it.
    pending: Mapped[bool]
    #: How exactly a typed answer met the key, 1 (exact) to 4 (a slip).
    rung: Mapped[int | None]
    cited_fraction: Mapped[float | None]
    #: Why it was computed: the attempt was submitted.
    why: Mapped[str]
    computed_at: Mapped[datetime]


class Hint(Base):
    """A hint that a student asked for."""

    __tablename__ = "hint"

    attempt_id: Mapped[int] = mapped_column(
        ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[str] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]


class Throttle(Base):
    """Failures of one origin (a hash of its address and what it tried) since a moment."""

    __tablename__ = "throttle"
    __table_args__ = (CheckConstraint("failures > 0", "failures"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime] = mapped_column(index=True)
