"""The first tables: sets and their versions, assignments, students, attempts, answers, scores."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them, those first that others refer to."""
    _settings()
    _sets()
    _assignments()
    _students()
    _attempts()
    _responses()
    _scores()
    _hints()


def _settings() -> None:
    op.create_table(
        "setting",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_throttle"),
        sa.CheckConstraint("failures > 0", name=op.f("ck_throttle_failures")),
    )
    op.create_index("ix_throttle_since", "throttle", ["since"])


def _sets() -> None:
    op.create_table(
        "question_set",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_question_set"),
    )
    op.create_table(
        "version",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("set_id", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("sentences", sa.JSON, nullable=False),
        sa.Column("origin", sa.String),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_version"),
        sa.ForeignKeyConstraint(["set_id"], ["question_set.id"], name="fk_version_set_id"),
        sa.UniqueConstraint("set_id", "number", name="uq_version_set_id_number"),
    )
    op.create_index("ix_version_origin", "version", ["origin"])


def _assignments() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("practice", sa.Boolean, nullable=False),
        sa.Column("set_id", sa.String, nullable=False),
        sa.Column("version_id", sa.Integer),
        sa.Column("key_version_id", sa.Integer),
        sa.Column("limit_seconds", sa.Integer),
        sa.Column("attempts", sa.Integer),
        sa.Column("feedback", sa.String),
        sa.Column("opens", MOMENT),
        sa.Column("closes", MOMENT),
        sa.Column("shuffle", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
        sa.UniqueConstraint("code", name="uq_assignment_code"),
        sa.ForeignKeyConstraint(["set_id"], ["question_set.id"], name="fk_assignment_set_id"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_assignment_version_id"),
        sa.ForeignKeyConstraint(
            ["key_version_id"], ["version.id"], name="fk_assignment_key_version_id"
        ),
        sa.CheckConstraint(
            "practice = (version_id IS NULL)", name=op.f("ck_assignment_practice_has_no_version")
        ),
        sa.CheckConstraint(
            "feedback IN ('none', 'score', 'answers', 'evidence')",
            name=op.f("ck_assignment_feedback"),
        ),
        sa.CheckConstraint("limit_seconds > 0", name=op.f("ck_assignment_limit_seconds")),
        sa.CheckConstraint("attempts > 0", name=op.f("ck_assignment_attempts")),
        sa.CheckConstraint("closes > opens", name=op.f("ck_assignment_closes_after_it_opens")),
    )
    op.create_index("ix_assignment_version_id", "assignment", ["version_id"])
    where = sa.text("practice")
    op.create_index(
        "uq_assignment_practice_of_set",
        "assignment",
        ["set_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _students() -> None:
    op.create_table(
        "student",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("factor", sa.Double, server_default="1", nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_student"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 80", name=op.f("ck_student_name")),
        sa.CheckConstraint("factor >= 1", name=op.f("ck_student_factor")),
    )
    op.create_table(
        "extension",
        sa.Column("assignment_id", sa.Integer, nullable=False),
        sa.Column("student_id", sa.Integer, nullable=False),
        sa.Column("closes", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("assignment_id", "student_id", name="pk_extension"),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_extension_assignment_id"
        ),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name="fk_extension_student_id"),
    )


def _attempts() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.String, nullable=False),
        sa.Column("assignment_id", sa.Integer, nullable=False),
        sa.Column("version_id", sa.Integer, nullable=False),
        sa.Column("student_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("seed", sa.String, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT),
        sa.Column("submitted_by", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
        sa.UniqueConstraint("token_hash", name="uq_attempt_token_hash"),
        sa.UniqueConstraint(
            "assignment_id",
            "student_id",
            "number",
            name="uq_attempt_assignment_id_student_id_number",
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_attempt_assignment_id"
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_attempt_version_id"),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name="fk_attempt_student_id"),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (submitted_by IS NULL)",
            name=op.f("ck_attempt_submitted_at_some_time_by_someone"),
        ),
        sa.CheckConstraint(
            "submitted_by IN ('student', 'time')", name=op.f("ck_attempt_submitted_by")
        ),
    )
    for column in ("version_id", "student_id", "submitted_at"):
        op.create_index(f"ix_attempt_{column}", "attempt", [column])


def _responses() -> None:
    op.create_table(
        "response",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("attempt_id", sa.Integer, nullable=False),
        sa.Column("item", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("writer", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("raw", sa.JSON, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("late", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_response"),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name="fk_response_attempt_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint(
            "attempt_id", "item", "revision", name="uq_response_attempt_id_item_revision"
        ),
        sa.UniqueConstraint(
            "attempt_id",
            "item",
            "writer",
            "number",
            name="uq_response_attempt_id_item_writer_number",
        ),
    )


def _scores() -> None:
    op.create_table(
        "score",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("attempt_id", sa.Integer, nullable=False),
        sa.Column("item", sa.String, nullable=False),
        sa.Column("key_version_id", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer),
        sa.Column("fraction", sa.Double),
        sa.Column("points", sa.Double),
        sa.Column("max", sa.Double, nullable=False),
        sa.Column("pending", sa.Boolean, nullable=False),
        sa.Column("rung", sa.Integer),
        sa.Column("cited_fraction", sa.Double),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("computed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_score"),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name="fk_score_attempt_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["key_version_id"], ["version.id"], name="fk_score_key_version_id"),
        sa.UniqueConstraint("attempt_id", "item", name="uq_score_attempt_id_item"),
        sa.CheckConstraint(
            "pending = (fraction IS NULL)", name=op.f("ck_score_pending_has_no_fraction")
        ),
    )


def _hints() -> None:
    op.create_table(
        "hint",
        sa.Column("attempt_id", sa.Integer, nullable=False),
        sa.Column("item", sa.String, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", "item", name="pk_hint"),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name="fk_hint_attempt_id", ondelete="CASCADE"
        ),
    )
