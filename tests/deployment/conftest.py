"""Hosts of the service: processes that share nothing but the database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.visitor import PATIENCE

Host = Callable[..., int]


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """Start a host of the service on a database, and give its port once it answers."""
    started: list[subprocess.Popen[bytes]] = []

    def start(url: str, **settings: str) -> int:
        port = free_port()
        environment = os.environ | settings
        environment |= {"QUIZ_DATABASE_URL": url, "QUIZ_QUESTIONS": str(SAMPLES)}
        process = subprocess.Popen(
            [sys.executable, "-m", "quiz", "serve", "--port", str(port), "--workers", "1"],
            env=environment,
            cwd=Path(__file__).parents[2],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        started.append(process)
        until = time.monotonic() + PATIENCE
        while not answers(port):
            assert process.poll() is None, "quiz serve ended by itself"
            assert time.monotonic() < until, "quiz serve does not answer"
            time.sleep(0.1)
        return port

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
