"""A database that is put back to how it was, and says whether anything has changed."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import make_url

from tests.conftest import file_of

if TYPE_CHECKING:
    from pathlib import Path

    from psycopg import Connection


class Remembered(Protocol):
    """What of a database can be remembered. Failures that are counted do not count."""

    def settle(self) -> None:
        """Remember it as it is by now."""

    def restore(self) -> None:
        """Make everything as it was."""

    def changes(self) -> object:
        """Give something that is another whenever anybody has written."""

    def digest(self) -> str:
        """Say all that is stored in one word."""

    def close(self) -> None:
        """Look at it no more."""


def remembered(url: str) -> Remembered:
    """Begin to look at a database that is in its newest form."""
    file = file_of(url)
    return _Tables(url) if file is None else _File(file)


class _File:
    """A file of SQLite: all of it is copied."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._watching = sqlite3.connect(file)
        self._before = sqlite3.connect(":memory:")

    def settle(self) -> None:
        with closing(sqlite3.connect(self._file)) as connection:
            connection.backup(self._before)

    def restore(self) -> None:
        with closing(sqlite3.connect(self._file, timeout=60)) as connection:
            self._before.backup(connection)

    def changes(self) -> object:
        return self._watching.execute("PRAGMA data_version").fetchone()

    def digest(self) -> str:
        said = hashlib.sha256()
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'throttle'"
        for (name,) in self._watching.execute(tables).fetchall():
            for row in self._watching.execute(f'SELECT * FROM "{name}" ORDER BY 1'):
                said.update(repr(row).encode())
        return said.hexdigest()

    def close(self) -> None:
        self._watching.close()
        self._before.close()


SETTLE = """
DROP SCHEMA IF EXISTS before CASCADE;
CREATE SCHEMA before;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE before.%I AS TABLE public.%I', name, name);
  END LOOP;
END $$;
CREATE TABLE before."all sequences" AS
  SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'
"""
RESTORE = """
SET LOCAL session_replication_role = replica;  -- so that the order of the tables does not matter
DO $$ DECLARE name text; reached bigint; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DELETE FROM public.%I', name);
    EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE TABLE before.%I', name, name);
  END LOOP;
  FOR name, reached IN SELECT * FROM before."all sequences" LOOP
    PERFORM setval(format('public.%I', name)::regclass, coalesce(reached, 1), reached IS NOT NULL);
  END LOOP;
END $$
"""
# Sequences are put back, and not looked at: what is taken back has moved them all the same.
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename != 'throttle'"
DIGEST = "SELECT '{0}', md5(string_agg(t::text, '\n' ORDER BY t::text)) FROM public.\"{0}\" t"


class _Tables:
    """A database of PostgreSQL: its tables are kept a second time in a schema beside them."""

    def __init__(self, url: str) -> None:
        import psycopg

        where = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection: Connection[tuple[str]] = psycopg.connect(where, autocommit=True)
        tables = self._connection.execute(TABLES).fetchall()
        self._digest = " UNION ALL ".join(DIGEST.format(name) for (name,) in tables)

    def settle(self) -> None:
        self._do(SETTLE)

    def restore(self) -> None:
        self._do(RESTORE)

    def changes(self) -> object:
        return self._connection.execute("SELECT pg_current_wal_insert_lsn()").fetchone()

    def digest(self) -> str:
        return repr(sorted(self._connection.execute(self._digest.encode()).fetchall()))

    def close(self) -> None:
        self._connection.close()

    def _do(self, statements: str) -> None:
        with self._connection.transaction():
            self._connection.execute(statements.encode())
