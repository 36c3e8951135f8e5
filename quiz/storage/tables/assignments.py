"""Assignments: what is given to students, by which rules, and what was decided about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from quiz.storage.tables.base import NEVER_AGAIN, Base


class Assignment(Base):
    """A set given to students, with a join code and rules."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("practice = (version_id IS NULL)", "practice_has_no_version"),
        CheckConstraint("feedback IN ('none', 'score', 'answers', 'evidence')", "feedback"),
        CheckConstraint("limit_seconds > 0", "limit_seconds"),
        CheckConstraint("attempts > 0", "attempts"),
        CheckConstraint("closes > opens", "closes_after_it_opens"),
        CheckConstraint("counts IN ('first', 'best', 'last')", "counts"),
        CheckConstraint("release IN ('submit', 'close', 'teacher')", "release"),
        CheckConstraint("release <> 'close' OR closes IS NOT NULL", "release_at_a_close"),
        # Of practice alone on PostgreSQL as well, as the migrations have it: said here, it would
        # load all that SQLAlchemy knows of PostgreSQL, with SQLite too.
        Index(
            "uq_assignment_practice_of_set", "set_id", unique=True, sqlite_where=text("practice")
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
    #: Whether each attempt has its own order of questions; those on one passage stay together.
    shuffle_items: Mapped[bool] = mapped_column(server_default=false())
    #: A page a question, instead of one page for all.
    by_question: Mapped[bool] = mapped_column(server_default=false())
    #: Which of a student's attempts counts.
    counts: Mapped[str] = mapped_column(server_default="first")
    #: When ``feedback`` is shown: at once, after the close, or when the teacher says so.
    release: Mapped[str] = mapped_column(server_default="submit")
    #: When the teacher said so.
    released_at: Mapped[datetime | None]
    #: Whom it is given to; null: anyone with the code.
    class_id: Mapped[int | None] = mapped_column(ForeignKey("class.id"), index=True)
    #: Who gave it; null: the shell did, and it is the admins'.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    #: In the bin since then.
    removed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Extension(Base):
    """A later close for one student in one assignment."""

    __tablename__ = "extension"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), primary_key=True, index=True)
    closes: Mapped[datetime]


class Excuse(Base):
    """A student who is excused from one question of an assignment, or from all of it."""

    __tablename__ = "excuse"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    student_id: Mapped[int] = mapped_column(
        ForeignKey("student.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    #: Empty: from all of it.
    item: Mapped[str] = mapped_column(primary_key=True)


class Act(Base):
    """What a person decided about an assignment: who, when, why. Rows are only added."""

    __tablename__ = "act"
    __table_args__ = NEVER_AGAIN

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    #: Null: it was for all.
    student_id: Mapped[int | None] = mapped_column(
        ForeignKey("student.id", ondelete="CASCADE"), index=True
    )
    #: What was done: ``extended``, ``reopened``, ``excused`` …
    kind: Mapped[str]
    #: What belongs to it: until when, which question.
    detail: Mapped[dict[str, Any]]
    why: Mapped[str]
    #: Null: it was done in the shell.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class Rescoring(Base):
    """A decision that changes scores: a new key, a dropped question, points for all.

    Those that drop or give are in force until they are taken back; a key is in force where the
    assignment says so.
    """

    __tablename__ = "rescoring"
    __table_args__ = (
        CheckConstraint("kind IN ('key', 'drop', 'full')", "kind"),
        CheckConstraint("(kind = 'key') = (item IS NULL)", "a_key_is_of_all_items"),
        CheckConstraint("(kind = 'key') = (key_version_id IS NOT NULL)", "a_key_has_a_version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    kind: Mapped[str]
    item: Mapped[str | None]
    key_version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    #: The key before, to go back to; null: that of the version shown.
    before_version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    #: The student reads it.
    why: Mapped[str]
    #: Null: it was done in the shell.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Refusal(Base):
    """A group of typed answers that a teacher has looked at and does not accept."""

    __tablename__ = "refusal"
    __table_args__ = (UniqueConstraint("assignment_id", "item", "part", "form"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    item: Mapped[str]
    #: The gap; empty where the item has but one line, or lines in any order.
    part: Mapped[str]
    #: The normal form that the answers have in common.
    form: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
