"""Who sends nothing, or no end: others are served meanwhile."""

from __future__ import annotations

import resource
import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.faults import service
from tests.visitor import PATIENCE, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.service import Service

MANY = 600
"""Of each kind: together more than a school has computers."""

FORMS = 12
"""More than all threads of all workers."""

HALF_A_FORM = (
    b"POST /preferences HTTP/1.1\r\nHost: school.example\r\nContent-Length: 900\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nsize="
)
HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: school.example\r\nX-Word: "


@pytest.fixture
def running(empty_url: str) -> Iterator[Service]:
    yield from service.running(empty_url)


@pytest.fixture
def files() -> Iterator[None]:
    """This process may have a socket for each."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    if before[1] != resource.RLIM_INFINITY and before[1] < 4 * MANY:
        pytest.skip("the system lets a process have few files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (4 * MANY, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def begins(running: Service, sent: bytes) -> socket.socket:
    """Connect, and send the beginning of a request."""
    connection = socket.create_connection(("127.0.0.1", running.port), PATIENCE)
    connection.sendall(sent)
    return connection


def is_open(connection: socket.socket) -> bool:
    """Whether the service has not ended it yet; it has nothing to say on it."""
    connection.setblocking(False)
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
    except ConnectionError:
        return False


def test_a_thousand_who_never_finish_a_request_hold_up_nobody(
    running: Service, files: None
) -> None:
    """Every other sends nothing at all."""
    with ExitStack() as held:
        slow = [held.enter_context(begins(running, sent)) for sent in MANY * (b"", HALF_A_HEAD)]
        amira = Visitor(f"http://127.0.0.1:{running.port}")

        assert "The night ferry" in amira.opens(f"/join/{running.code}")
        assert all(map(is_open, slow)), "she was served before any of them was ended"
        for one in slow[:2]:
            one.settimeout(PATIENCE)
            assert one.recv(1) == b"", "but each is, and makes room"


def test_forms_that_never_come_to_their_end_hold_up_nobody(running: Service) -> None:
    """Nobody works on a request before all of it is there."""
    with ExitStack() as held:
        slow = [held.enter_context(begins(running, HALF_A_FORM)) for _ in range(FORMS)]
        amira = Visitor(f"http://127.0.0.1:{running.port}")

        assert "The night ferry" in amira.opens(f"/join/{running.code}")
        assert all(map(is_open, slow)), "she was served before any of them was ended"
