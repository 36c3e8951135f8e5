"""Those who write: accounts, their links, drafts, sharing, the bin, notes on versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the new tables, widen two old ones, and give each set its draft."""
    _accounts()
    _links()
    _sets()
    _versions()
    _shares()
    _drafts()


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("password_hash", sa.String, nullable=False),
        sa.Column("session_version", sa.Integer, server_default="1", nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("email", name="uq_account_email"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 80", name=op.f("ck_account_name")),
        sa.CheckConstraint("role IN ('teacher', 'admin')", name=op.f("ck_account_role")),
    )


def _links() -> None:
    op.create_table(
        "account_link",
        sa.Column("token_hash", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("account_id", sa.Integer),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT),
        sa.PrimaryKeyConstraint("token_hash", name="pk_account_link"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_account_link_account_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint(
            "kind IN ('first', 'invite', 'reset')", name=op.f("ck_account_link_kind")
        ),
        sa.CheckConstraint("role IN ('teacher', 'admin')", name=op.f("ck_account_link_role")),
        sa.CheckConstraint(
            "(kind = 'reset') = (account_id IS NOT NULL)",
            name=op.f("ck_account_link_reset_is_of_an_account"),
        ),
        sa.CheckConstraint(
            "(kind = 'first') = (ends_at IS NULL)", name=op.f("ck_account_link_first_has_no_end")
        ),
    )
    op.create_index("ix_account_link_account_id", "account_link", ["account_id"])


def _sets() -> None:
    with op.batch_alter_table("question_set") as table:
        table.add_column(sa.Column("owner_id", sa.Integer))
        table.add_column(sa.Column("removed_at", MOMENT))
        table.create_foreign_key("fk_question_set_owner_id", "account", ["owner_id"], ["id"])
        table.create_index("ix_question_set_owner_id", ["owner_id"])


def _versions() -> None:
    with op.batch_alter_table("version") as table:
        table.add_column(sa.Column("author_id", sa.Integer))
        table.add_column(sa.Column("note", sa.String))
        table.create_foreign_key("fk_version_author_id", "account", ["author_id"], ["id"])


def _shares() -> None:
    op.create_table(
        "share",
        sa.Column("set_id", sa.String, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("level", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("set_id", "account_id", name="pk_share"),
        sa.ForeignKeyConstraint(["set_id"], ["question_set.id"], name="fk_share_set_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_share_account_id"),
        sa.CheckConstraint("level IN ('read', 'write')", name=op.f("ck_share_level")),
    )
    op.create_index("ix_share_account_id", "share", ["account_id"])


def _drafts() -> None:
    """Make the table of drafts: of each set there is one, its newest version's text at first."""
    op.create_table(
        "draft",
        sa.Column("set_id", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("saved_by_id", sa.Integer),
        sa.PrimaryKeyConstraint("set_id", "revision", name="pk_draft"),
        sa.ForeignKeyConstraint(["set_id"], ["question_set.id"], name="fk_draft_set_id"),
        sa.ForeignKeyConstraint(["saved_by_id"], ["account.id"], name="fk_draft_saved_by_id"),
    )
    op.execute(
        "INSERT INTO draft (set_id, revision, source, saved_at) "
        "SELECT set_id, 1, source, created_at FROM version AS v WHERE number = "
        "(SELECT max(number) FROM version AS w WHERE w.set_id = v.set_id)"
    )
