"""A PostgreSQL of the tests' own, where the machine has one installed."""

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


class Server:
    """A running server that makes a new, empty database for whoever asks."""

    def __init__(self, programs: Path, folder: Path) -> None:
        """Make a server's folder; `start` starts it."""
        self._programs, self._folder = programs, folder
        self._number = count(1)
        # PostgreSQL refuses to be run by root, as whom containers run the tests.
        self._user: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []}
        if os.geteuid() != 0:
            self._user = {}

    def start(self) -> None:
        """Start it: on a socket in its folder, safe from nothing, which makes it quick."""
        if self._user:
            shutil.chown(self._folder, "postgres", "postgres")
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "-N")
        options = f"-k {self._folder} -c listen_addresses= -c fsync=off"
        log = str(self._folder / "log")
        self._run("pg_ctl", "start", "--wait", "-o", options, "-l", log)

    def stop(self) -> None:
        """Stop it at once."""
        self._run("pg_ctl", "stop", "-m", "immediate")

    def database(self, template: str = "postgresql:///template1") -> str:
        """Make a database like another one, an empty one unless said, and give its URL."""
        import psycopg

        name, like = f"quiz{next(self._number)}", make_url(template).database
        where = f"host={self._folder} user=postgres"
        with psycopg.connect(f"{where} dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}".encode())
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, "-D", self._folder / "data", *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            **self._user,
        )


@contextmanager
def server() -> Iterator[Server | None]:
    """Run a server; None where PostgreSQL or its driver is not installed."""
    programs = _programs()
    if programs is None or find_spec("psycopg") is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="quiz-pg-"))  # short: a socket's path is limited
    try:
        made = Server(programs, folder)
        made.start()
        yield made
        made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """Find the folder of initdb and pg_ctl; Debian keeps it off the path."""
    known = shutil.which("initdb")
    if known:
        return Path(known).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
