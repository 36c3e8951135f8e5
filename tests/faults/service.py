"""`quiz serve` on a database of its own, started and killed as often as a story wants."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quiz import create_app
from quiz.storage import assignments, db, migrations, sets
from tests.benchmarks.servers import answers
from tests.conftest import HARBOUR
from tests.ports import free_port
from tests.visitor import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@dataclass
class Service:
    """A service that is not running yet, on the database of a URL.

    ``code`` lets one take the harbour.
    """

    database: str
    code: str
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "quiz", "serve", "--port", str(self.port)],
            env=os.environ | {"QUIZ_DATABASE_URL": self.database},
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE
        while not answers(self.port):
            assert self.process.poll() is None, "quiz serve ended by itself"
            assert time.monotonic() < until, "quiz serve does not answer"
            time.sleep(0.02)

    def kill(self) -> None:
        """Take the power from all its processes at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def processes(self) -> list[int]:
        """Give the ids of the process and of its workers."""
        assert self.process is not None
        parent = self.process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii")
        return [parent, *map(int, children.split())]


def prepared(database: str) -> Service:
    """Give a service whose students may take the harbour as often as they like."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": database})
    with app.app_context():
        migrations.upgrade()
        now = datetime.now(UTC)
        sets.load(HARBOUR, origin="a file", name="a-set", now=now)
        code = assignments.create("harbour", now=now, attempts=None).code
        db.engine.dispose()
    return Service(database, code)


def running(database: str) -> Iterator[Service]:
    """Give a service that runs, and end it whatever happens: the body of a fixture."""
    service = prepared(database)
    try:
        service.start()
        yield service
    finally:
        service.kill()
