"""Those who answer, and the classes they are in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from quiz.storage.tables.base import NEVER_AGAIN, Base


class Class(Base):
    """A list of students whom a teacher gives sets to."""

    __tablename__ = "class"
    __table_args__ = (CheckConstraint("length(name) BETWEEN 1 AND 80", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    #: As people write it: 2026/27; empty where it is not said.
    year: Mapped[str] = mapped_column(server_default=text("''"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    #: In the bin since then.
    removed_at: Mapped[datetime | None]


class ClassTeacher(Base):
    """Another teacher of a class, who may do all but hand it on."""

    __tablename__ = "class_teacher"

    class_id: Mapped[int] = mapped_column(
        ForeignKey("class.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Student(Base):
    """Who answers: known by a list of names, or by the name given at the start."""

    __tablename__ = "student"
    __table_args__ = (
        CheckConstraint("length(name) BETWEEN 1 AND 80", "name"),
        CheckConstraint("factor >= 1", "factor"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    #: Extra time: 1.25 for a quarter more.
    factor: Mapped[float] = mapped_column(server_default="1")
    #: The personal code, as stored; null: nobody was given one, or it was revoked.
    code: Mapped[str | None] = mapped_column(unique=True)
    #: What else the teacher should think of; the student never sees it.
    note: Mapped[str] = mapped_column(server_default=text("''"))
    created_at: Mapped[datetime]


class Membership(Base):
    """A student in a class. The same student may be in several, and in next year's."""

    __tablename__ = "membership"

    class_id: Mapped[int] = mapped_column(
        ForeignKey("class.id", ondelete="CASCADE"), primary_key=True
    )
    student_id: Mapped[int] = mapped_column(
        ForeignKey("student.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    joined_at: Mapped[datetime]
    #: In the class's bin since then.
    removed_at: Mapped[datetime | None]
