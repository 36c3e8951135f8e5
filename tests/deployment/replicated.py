"""PostgreSQL with a streaming replica that confirms each commit: the primary may be lost."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from tests import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator


class Pair:
    """A primary and its replica, each on a socket in a folder of its own."""

    def __init__(self, folder: Path, programs: Path) -> None:
        """Know where their data are to lie; `start` makes them."""
        self._folder, self._programs = folder, programs

    @property
    def url(self) -> str:
        """The address of whichever of the two may be written."""
        hosts = "&".join(f"host={self._folder / name}" for name in ("one", "two"))
        return f"postgresql+psycopg://postgres@/postgres?{hosts}&target_session_attrs=read-write"

    def start(self) -> None:
        """Start the primary, copy it, let the copy follow it, and let commits wait for the copy."""
        data, copy = (str(self._folder / name / "data") for name in ("one", "two"))
        new = ("--auth=trust", "--username=postgres", "--encoding=UTF8", "-N")
        self._run("initdb", "-D", data, *new)
        self._start("one")
        where = (
            "-h",
            str(self._folder / "one"),
            "-U",
            "postgres",
            "--checkpoint=fast",
            "--no-sync",
        )
        self._run("pg_basebackup", "-D", copy, "-R", "-X", "stream", *where)
        self._start("two")
        self.ask("one", "ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.ask("one", "SELECT pg_reload_conf()")

    def lose_the_primary(self) -> None:
        """Kill it, as a power cut would."""
        os.kill(self._number("one"), signal.SIGKILL)

    def promote_the_replica(self) -> None:
        """Make it the primary."""
        assert self.ask("two", "SELECT pg_promote(wait => true, wait_seconds => 60)") == [(True,)]

    def ask(self, which: str, statement: str) -> list[tuple[object, ...]]:
        """Ask one of the two, ``one`` or ``two``."""
        where = f"host={self._folder / which} user=postgres dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []

    def stop(self) -> None:
        """Stop the one that is left."""
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", str(self._folder / "two" / "data"))

    def _start(self, which: str) -> None:
        where = self._folder / which
        options = f"-k {where} -c listen_addresses= -c fsync=off -c hot_standby=on"
        log = str(where / "log")
        self._run("pg_ctl", "start", "--wait", "-D", str(where / "data"), "-o", options, "-l", log)

    def _number(self, which: str) -> int:
        lines = (self._folder / which / "data" / "postmaster.pid").read_text("utf-8")
        return int(lines.split("\n")[0])

    def _run(self, program: str, *arguments: str) -> None:
        postgres.run(self._programs / program, *arguments)


@contextmanager
def pair() -> Iterator[Pair]:
    """Run a primary and a replica for as long as the block lasts."""
    with postgres.folder() as folder:
        for name in ("one", "two"):
            postgres.owned(folder / name)
        made = Pair(folder, postgres.programs(folder))
        made.start()
        yield made
        made.stop()
