"""Forms that are never sent to their end: who waits for them, and what is ended then."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from quiz.cli import arrivals
from quiz.cli.arrivals import Arrivals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

POST = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "9"}


class Slow:
    """A client that sends on when it is told to."""

    def __init__(self) -> None:
        self.goes_on = threading.Event()
        self.read_from = threading.Event()

    def read(self, *_size: int) -> bytes:
        self.read_from.set()
        assert self.goes_on.wait(30)
        return b"name=Lena"


def reads(environ: dict[str, Any], _start: object) -> Iterable[bytes]:
    """Give back what was sent, in each way in which an app may read it."""
    sent = environ["wsgi.input"]
    return [environ.get("reads", lambda sent: sent.read())(sent)]


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "PATIENCE", 0.0)


@pytest.mark.parametrize(
    ("read", "found"),
    [
        (lambda sent: sent.read(), b"one\ntwo\n"),
        (lambda sent: sent.read(2), b"on"),
        (lambda sent: sent.readline(), b"one\n"),
        (b"|".join, b"one\n|two\n"),
        (lambda sent: b"|".join(sent.readlines()), b"one\n|two\n"),
    ],
)
def test_an_app_reads_what_was_sent_as_without_it(
    read: Callable[[Any], bytes], found: bytes
) -> None:
    environ = POST | {"wsgi.input": BytesIO(b"one\ntwo\n"), "reads": read}
    assert list(Arrivals(reads, 1)(environ, None)) == [found]


def test_a_worker_is_held_up_when_all_its_threads_wait(patience: None) -> None:
    served, slow = Arrivals(reads, 2), [Slow(), Slow()]
    threads = [
        threading.Thread(target=served, args=(POST | {"wsgi.input": one}, None)) for one in slow
    ]
    assert not served.held_up()
    seen = []
    for thread, one in zip(threads, slow, strict=True):
        thread.start()
        assert one.read_from.wait(30)
        time.sleep(0.01)
        seen.append(served.held_up())
    slow[0].goes_on.set()
    threads[0].join()
    seen.append(served.held_up())
    slow[1].goes_on.set()
    threads[1].join()

    assert seen == [False, True, False]


@pytest.fixture
def connected() -> Iterator[tuple[socket.socket, socket.socket, socket.socket]]:
    """Who listens, a client of hers, and where she hears the client."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname()) as client,
        listening.accept()[0] as heard,
    ):
        yield listening, client, heard


def test_what_clients_have_connected_is_ended_and_what_we_have_is_not(
    connected: tuple[socket.socket, socket.socket, socket.socket], patience: None
) -> None:
    _, client, heard = connected
    told = subprocess.Popen(
        [sys.executable, "-c", LISTENS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert told.stdout is not None
    with socket.create_connection(("127.0.0.1", int(told.stdout.readline()))) as ours:
        assert arrivals.cut() == 1
        assert client.recv(1) == heard.recv(1) == b""
        ours.sendall(b"still here")
        assert told.communicate(timeout=30)[0] == "still here"


LISTENS = """
import socket
with socket.create_server(("127.0.0.1", 0)) as listening:
    print(listening.getsockname()[1], flush=True)
    print(listening.accept()[0].recv(100).decode(), end="")
"""


def test_no_lock_of_the_database_is_let_go(tmp_path: Path) -> None:
    """Whoever closes any handle of a file lets go of all locks that the process has on it."""
    file = tmp_path / "quiz.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as held:
        held.execute("PRAGMA journal_mode=WAL").fetchone()
        held.execute("CREATE TABLE answer (id)")
        held.execute("BEGIN IMMEDIATE")
        arrivals.cut()
        other = subprocess.run(
            [sys.executable, "-c", WRITES, str(file)], capture_output=True, text=True, check=False
        )

    assert "database is locked" in other.stderr


WRITES = """
import sqlite3, sys
sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")
"""
