"""Attempts: what was answered, what it came to, what a person made of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from quiz.storage.tables.base import NEVER_AGAIN, Base


class Attempt(Base):
    """One sitting of one assignment by one student."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("assignment_id", "student_id", "number"),
        CheckConstraint(
            "(submitted_at IS NULL) = (submitted_by IS NULL)", "submitted_at_some_time_by_someone"
        ),
        CheckConstraint("submitted_by IN ('student', 'time')", "submitted_by"),
        Index("ix_attempt_assignment_id_scored", "assignment_id", "scored"),
        NEVER_AGAIN,
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
    #: A teacher reopened it until then, whatever else its end would be.
    reopened_until: Mapped[datetime | None]
    #: Whether answers that came after the end count; a teacher decides it.
    late_counts: Mapped[bool] = mapped_column(server_default=false())
    #: How often it was scored; with the count of attempts it tells whether reports are stale.
    scored: Mapped[int] = mapped_column(server_default="0")
    #: The sums of its scores; null until it is submitted.
    points: Mapped[float | None]
    max: Mapped[float | None]
    pending_max: Mapped[float | None]
    #: How many questions it got through: those up to the last one answered, as they were shown.
    reached: Mapped[int | None]


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
        CheckConstraint("basis IN ('computed', 'mark', 'drop', 'full', 'excuse')", "basis"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"))
    item: Mapped[str]
    #: The version whose key it was computed with.
    key_version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    #: The revision that counted; null: nothing was answered.
    revision: Mapped[int | None]
    #: What the answer came to, by the key or by a person, whatever else was decided.
    fraction: Mapped[float | None]
    #: What counts, and of how many: both 0 where the question was dropped or excused.
    points: Mapped[float | None]
    max: Mapped[float]
    #: What decided the points.
    basis: Mapped[str] = mapped_column(server_default="computed")
    #: What was answered, in short, so that alike answers can be counted; null: nothing.
    answer: Mapped[str | None]
    #: Whether this question or a later one was answered; else it was never come to.
    reached: Mapped[bool] = mapped_column(server_default=true())
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


class Mark(Base):
    """What a person gave for an answer. Computing again never changes it."""

    __tablename__ = "mark"
    __table_args__ = (CheckConstraint("fraction BETWEEN 0 AND 1", "fraction"),)

    attempt_id: Mapped[int] = mapped_column(
        ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[str] = mapped_column(primary_key=True)
    fraction: Mapped[float]
    #: For the student.
    comment: Mapped[str] = mapped_column(server_default=text("''"))
    #: The revision that was read; a later one makes the mark stale. Null: nothing was answered.
    revision: Mapped[int | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class Dispute(Base):
    """A student's word that an answer was right, and what the teacher said to it."""

    __tablename__ = "dispute"
    __table_args__ = (
        CheckConstraint("verdict IN ('accepted', 'refused')", "verdict"),
        CheckConstraint("(verdict IS NULL) = (settled_at IS NULL)", "settled_with_a_verdict"),
    )

    attempt_id: Mapped[int] = mapped_column(
        ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    at: Mapped[datetime]
    verdict: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Rescored(Base):
    """What a rescoring changed of one attempt; the student is shown it."""

    __tablename__ = "rescored"

    rescoring_id: Mapped[int] = mapped_column(
        ForeignKey("rescoring.id", ondelete="CASCADE"), primary_key=True
    )
    attempt_id: Mapped[int] = mapped_column(
        ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    points_before: Mapped[float]
    max_before: Mapped[float]
    points_after: Mapped[float]
    max_after: Mapped[float]
