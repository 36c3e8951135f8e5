"""Starting `quiz serve` as a user does, and the yardstick beside it; what they cost the machine."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


@dataclass
class Server:
    """A running server: its port and its processes."""

    command: list[str]
    port: int
    environ: dict[str, str]
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        """Start it, without waiting."""
        self.process = subprocess.Popen(
            self.command, env=self.environ, cwd=ROOT, stdout=subprocess.DEVNULL
        )

    def wait(self) -> None:
        """Wait until it answers."""
        until = time.monotonic() + PATIENCE
        while not answers(self.port):
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError(f"{self.command} does not answer")
            time.sleep(0.02)

    def stop(self) -> None:
        """Ask it to end, and wait for it."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)

    def processes(self) -> list[int]:
        """Give the ids of the process and of those that it made."""
        found = [self.process.pid]
        for parent in found:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
            found += [int(child) for child in children.split()]
        return found

    def cpu(self) -> float:
        """Give the seconds of processor time used so far."""
        ticks = 0
        for process in self.processes():
            after_name = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
            ticks += int(after_name[11]) + int(after_name[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Give the megabytes in use; what processes share is counted once (PSS)."""
        kilobytes = 0
        for process in self.processes():
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
            found = re.search(r"^Pss: +(\d+)", rollup, re.MULTILINE)
            kilobytes += int(found[1]) if found else 0
        return kilobytes / 1024


def answers(port: int) -> bool:
    """Whether somebody sends a first byte for a page."""
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as talk:
            talk.settimeout(5)
            talk.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            return bool(talk.recv(1))
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def quiz(folder: Path, **settings: str) -> Server:
    """Give `quiz serve` on a database in this folder, not started yet."""
    port = free_port()
    environ = os.environ | {
        "QUIZ_DATABASE_URL": f"sqlite:///{folder / 'quiz.sqlite'}",
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    command = [sys.executable, "-m", "quiz", "serve", "--port", str(port)]
    return Server(command, port, environ)


def yardstick(folder: Path, workers: int) -> Server:
    """Give the yardstick, not started yet."""
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.yardstick"]
    command += [str(port), str(workers), str(folder)]
    return Server(command, port, os.environ | {"PYTHONPATH": str(ROOT)})


@contextmanager
def running(*servers: Server) -> Iterator[None]:
    """Have servers run, and end them whatever happens."""
    started = []
    try:
        for server in servers:
            server.start()
            started.append(server)
            server.wait()
        yield
    finally:
        for server in started:
            if server.process.poll() is None:
                server.stop()
