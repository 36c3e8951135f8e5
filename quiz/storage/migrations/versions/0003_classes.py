"""Between a set and a fair score: classes, rules, decisions, marks; and tokens to read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOTHING = sa.text("''")


def upgrade() -> None:
    """Make the new tables and widen the old ones; what was scored keeps its sums."""
    _classes()
    _students()
    _assignments()
    _decisions()
    _attempts()
    _scores()
    _persons()
    _tokens()
    _sums()


def _classes() -> None:
    op.create_table(
        "class",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("year", sa.String, server_default=NOTHING, nullable=False),
        sa.Column("owner_id", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_class"),
        _to("class", "owner_id", "account"),
        _check("class", "name", "length(name) BETWEEN 1 AND 80"),
    )
    op.create_index("ix_class_owner_id", "class", ["owner_id"])
    op.create_table(
        "class_teacher",
        sa.Column("class_id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("class_id", "account_id", name="pk_class_teacher"),
        _to("class_teacher", "class_id", "class", with_it=True),
        _to("class_teacher", "account_id", "account", with_it=True),
    )
    op.create_index("ix_class_teacher_account_id", "class_teacher", ["account_id"])


def _students() -> None:
    with op.batch_alter_table("student") as table:
        table.add_column(sa.Column("code", sa.String))
        table.add_column(sa.Column("note", sa.String, server_default=NOTHING, nullable=False))
        table.create_unique_constraint("uq_student_code", ["code"])
    op.create_table(
        "membership",
        sa.Column("class_id", sa.Integer, nullable=False),
        sa.Column("student_id", sa.Integer, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.PrimaryKeyConstraint("class_id", "student_id", name="pk_membership"),
        _to("membership", "class_id", "class", with_it=True),
        _to("membership", "student_id", "student", with_it=True),
    )
    op.create_index("ix_membership_student_id", "membership", ["student_id"])


def _assignments() -> None:
    no = sa.false()
    with op.batch_alter_table("assignment") as table:
        for column in (
            sa.Column("shuffle_items", sa.Boolean, server_default=no, nullable=False),
            sa.Column("by_question", sa.Boolean, server_default=no, nullable=False),
            sa.Column("counts", sa.String, server_default="first", nullable=False),
            sa.Column("release", sa.String, server_default="submit", nullable=False),
            sa.Column("released_at", MOMENT),
            sa.Column("class_id", sa.Integer),
            sa.Column("owner_id", sa.Integer),
            sa.Column("removed_at", MOMENT),
        ):
            table.add_column(column)
        table.create_foreign_key("fk_assignment_class_id", "class", ["class_id"], ["id"])
        table.create_foreign_key("fk_assignment_owner_id", "account", ["owner_id"], ["id"])
        table.create_index("ix_assignment_class_id", ["class_id"])
        table.create_index("ix_assignment_owner_id", ["owner_id"])
        for name, rule in (
            ("counts", "counts IN ('first', 'best', 'last')"),
            ("release", "release IN ('submit', 'close', 'teacher')"),
            ("release_at_a_close", "release <> 'close' OR closes IS NOT NULL"),
        ):
            table.create_check_constraint(op.f(f"ck_assignment_{name}"), rule)
    op.create_index("ix_extension_student_id", "extension", ["student_id"])


def _decisions() -> None:
    op.create_table(
        "excuse",
        sa.Column("assignment_id", sa.Integer, nullable=False),
        sa.Column("student_id", sa.Integer, nullable=False),
        sa.Column("item", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("assignment_id", "student_id", "item", name="pk_excuse"),
        _to("excuse", "assignment_id", "assignment"),
        _to("excuse", "student_id", "student", with_it=True),
    )
    op.create_index("ix_excuse_student_id", "excuse", ["student_id"])
    op.create_table(
        "act",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assignment_id", sa.Integer, nullable=False),
        sa.Column("student_id", sa.Integer),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("by_id", sa.Integer),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_act"),
        _to("act", "assignment_id", "assignment"),
        _to("act", "student_id", "student", with_it=True),
        _to("act", "by_id", "account"),
    )
    op.create_index("ix_act_assignment_id", "act", ["assignment_id"])
    op.create_index("ix_act_student_id", "act", ["student_id"])
    _rescorings()


def _rescorings() -> None:
    op.create_table(
        "rescoring",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assignment_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("item", sa.String),
        sa.Column("key_version_id", sa.Integer),
        sa.Column("before_version_id", sa.Integer),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("by_id", sa.Integer),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("taken_back_at", MOMENT),
        sa.Column("taken_back_by_id", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_rescoring"),
        _to("rescoring", "assignment_id", "assignment"),
        _to("rescoring", "key_version_id", "version"),
        _to("rescoring", "before_version_id", "version"),
        _to("rescoring", "by_id", "account"),
        _to("rescoring", "taken_back_by_id", "account"),
        _check("rescoring", "kind", "kind IN ('key', 'drop', 'full')"),
        _check("rescoring", "a_key_is_of_all_items", "(kind = 'key') = (item IS NULL)"),
        _check("rescoring", "a_key_has_a_version", "(kind = 'key') = (key_version_id IS NOT NULL)"),
    )
    op.create_index("ix_rescoring_assignment_id", "rescoring", ["assignment_id"])
    op.create_table(
        "refusal",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assignment_id", sa.Integer, nullable=False),
        sa.Column("item", sa.String, nullable=False),
        sa.Column("part", sa.String, nullable=False),
        sa.Column("form", sa.String, nullable=False),
        sa.Column("by_id", sa.Integer),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_refusal"),
        sa.UniqueConstraint(
            "assignment_id", "item", "part", "form", name="uq_refusal_assignment_id_item_part_form"
        ),
        _to("refusal", "assignment_id", "assignment"),
        _to("refusal", "by_id", "account"),
    )


def _attempts() -> None:
    with op.batch_alter_table("attempt") as table:
        for column in (
            sa.Column("reopened_until", MOMENT),
            sa.Column("late_counts", sa.Boolean, server_default=sa.false(), nullable=False),
            sa.Column("scored", sa.Integer, server_default="0", nullable=False),
            sa.Column("points", sa.Double),
            sa.Column("max", sa.Double),
            sa.Column("pending_max", sa.Double),
            sa.Column("reached", sa.Integer),
        ):
            table.add_column(column)
        table.create_index("ix_attempt_assignment_id_scored", ["assignment_id", "scored"])


def _scores() -> None:
    with op.batch_alter_table("score") as table:
        table.add_column(sa.Column("basis", sa.String, server_default="computed", nullable=False))
        table.add_column(sa.Column("answer", sa.String))
        table.add_column(sa.Column("reached", sa.Boolean, server_default=sa.true(), nullable=False))
        table.create_check_constraint(
            op.f("ck_score_basis"), "basis IN ('computed', 'mark', 'drop', 'full', 'excuse')"
        )


def _persons() -> None:
    """Make the tables of what people said of an answer and of what was changed."""
    op.create_table(
        "mark",
        *_of_an_answer("mark"),
        sa.Column("fraction", sa.Double, nullable=False),
        sa.Column("comment", sa.String, server_default=NOTHING, nullable=False),
        sa.Column("revision", sa.Integer),
        sa.Column("by_id", sa.Integer),
        sa.Column("at", MOMENT, nullable=False),
        _to("mark", "by_id", "account"),
        _check("mark", "fraction", "fraction BETWEEN 0 AND 1"),
    )
    op.create_table(
        "dispute",
        *_of_an_answer("dispute"),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("verdict", sa.String),
        sa.Column("settled_at", MOMENT),
        sa.Column("settled_by_id", sa.Integer),
        _to("dispute", "settled_by_id", "account"),
        _check("dispute", "verdict", "verdict IN ('accepted', 'refused')"),
        _check("dispute", "settled_with_a_verdict", "(verdict IS NULL) = (settled_at IS NULL)"),
    )
    op.create_table(
        "rescored",
        sa.Column("rescoring_id", sa.Integer, nullable=False),
        sa.Column("attempt_id", sa.Integer, nullable=False),
        sa.Column("points_before", sa.Double, nullable=False),
        sa.Column("max_before", sa.Double, nullable=False),
        sa.Column("points_after", sa.Double, nullable=False),
        sa.Column("max_after", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("rescoring_id", "attempt_id", name="pk_rescored"),
        _to("rescored", "rescoring_id", "rescoring", with_it=True),
        _to("rescored", "attempt_id", "attempt", with_it=True),
    )
    op.create_index("ix_rescored_attempt_id", "rescored", ["attempt_id"])


def _tokens() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.Column("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("token_hash", name="uq_api_token_token_hash"),
        _to("api_token", "account_id", "account", with_it=True),
        _check("api_token", "label", "length(label) BETWEEN 1 AND 80"),
    )
    op.create_index("ix_api_token_account_id", "api_token", ["account_id"])


def _sums() -> None:
    """Give each attempt that was scored the sums of its scores."""
    op.execute(
        "UPDATE attempt SET scored = 1,"
        " reached = (SELECT count(*) FROM score AS s WHERE s.attempt_id = attempt.id),"
        " points = (SELECT coalesce(sum(s.points), 0) FROM score AS s"
        "   WHERE s.attempt_id = attempt.id),"
        " max = (SELECT coalesce(sum(s.max), 0) FROM score AS s"
        "   WHERE s.attempt_id = attempt.id AND NOT s.pending),"
        " pending_max = (SELECT coalesce(sum(s.max), 0) FROM score AS s"
        "   WHERE s.attempt_id = attempt.id AND s.pending)"
        " WHERE submitted_at IS NOT NULL"
    )


def _of_an_answer(table: str) -> tuple[sa.Column[int] | sa.Column[str] | sa.Constraint, ...]:
    return (
        sa.Column("attempt_id", sa.Integer, nullable=False),
        sa.Column("item", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", "item", name=f"pk_{table}"),
        _to(table, "attempt_id", "attempt", with_it=True),
    )


def _to(table: str, column: str, other: str, *, with_it: bool = False) -> sa.ForeignKeyConstraint:
    """Refer to another table; ``with_it``: what refers to a row goes with it."""
    cascade = "CASCADE" if with_it else None
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=cascade)


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
