"""The number of somebody who was erased is given to nobody else, on SQLite either."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let SQLite remember the highest number that a table gave; PostgreSQL's sequences do.

    Rows of these tables go, and pages that are still open somewhere name them by number.
    """
    if op.get_context().dialect.name != "sqlite":
        return
    for name in ("student", "attempt", "act"):
        with op.batch_alter_table(
            name, recreate="always", table_kwargs={"sqlite_autoincrement": True}
        ):
            pass
