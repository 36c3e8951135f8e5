"""How Alembic runs here: on the app's own engine, in one transaction, in the queue of writers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

from quiz.storage import db, tables, turn
from quiz.storage.sqlite import WRITES

if TYPE_CHECKING:
    from sqlalchemy import Connection

ONE_AT_A_TIME = 710_221  # any number, the same for all processes


def run() -> None:
    """Run what Alembic was asked for."""
    sqlite = db.engine.dialect.name == "sqlite"
    with turn(), db.engine.connect().execution_options(**{WRITES: True}) as connection:
        if sqlite:
            # A table that is rebuilt is dropped on the way, which must not empty those below it.
            # It can be said only outside a transaction.
            _pragma(connection, "foreign_keys=OFF")
        try:
            with connection.begin():
                _migrate(connection)
        finally:
            if sqlite:
                _pragma(connection, "foreign_keys=ON")


def _migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
    context.configure(
        connection=connection,
        target_metadata=tables.Base.metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    context.run_migrations()
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"the migration left rows without what they refer to: {broken[:5]}")


def _pragma(connection: Connection, words: str) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA {words}").close()


run()
