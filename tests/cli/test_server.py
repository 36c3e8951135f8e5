"""The server of each process, over real connections: whoever sends nonsense ends nobody else."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from typing import Any

import pytest

from quiz.cli import gateway, listening, server
from quiz.cli.gateway import Gateway
from quiz.cli.server import Server
from tests.visitor import PATIENCE

GET = b"GET /attempts/kxq4 HTTP/1.1\r\nHost: school.example\r\n\r\n"
LARGE = b"GET /reports/large HTTP/1.1\r\nHost: school.example\r\n\r\n"
FORM = (
    b"POST /attempts/kxq4 HTTP/1.1\r\nHost: school.example\r\nContent-Length: 9\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)
MOST = 8
"""How many connections may be open."""


class App:
    """Tells what was asked and sent, or makes what is large bit by bit."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.exports = 0
        self.made = 0
        self.closed = threading.Event()

    def __call__(self, environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/reports/large":
            start("200 OK", [])
            return self._rows()
        sent: bytes = environ["wsgi.input"].read()
        self.asked.append(sent)
        said = b"sent: " + sent
        start("200 OK", [("Content-Length", str(len(said)))])
        return [said]

    def _rows(self) -> Iterator[bytes]:
        self.exports += 1
        try:
            for _ in range(20):
                self.made += 1
                yield b"x" * 1_000_000
        finally:
            self.closed.set()


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who wants a server that waits for hardly anything has to ask for this first."""
    monkeypatch.setattr(server, "HEAD", 0.4)
    monkeypatch.setattr(gateway, "STALL", 0.5)


@pytest.fixture
def listener() -> socket.socket:
    """Where the server listens; it closes it."""
    found = listening.bound("127.0.0.1", 0)
    listening.let_in(found)
    return found


@pytest.fixture
def serving(app: App, listener: socket.socket, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that looks around ten times a second."""
    monkeypatch.setattr(server, "TICKS", 1)
    serving = Server(Gateway(app, 1, inline=True), MOST)
    thread = threading.Thread(target=serving.run, args=([listener],))
    thread.start()
    yield serving
    serving.should_exit = True
    thread.join(server.PATIENCE_AT_THE_END / 2)
    assert not thread.is_alive(), "told to stop, it stops"


@pytest.fixture
def port(listener: socket.socket, serving: Server) -> int:
    return int(listener.getsockname()[1])


@pytest.fixture
def connect(port: int) -> Iterator[Callable[[], socket.socket]]:
    """Open a connection, closed after the story."""
    with ExitStack() as opened:

        def connected() -> socket.socket:
            made = opened.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # bit by bit is meant
            return made

        yield connected


Connect = Callable[[], socket.socket]


def answer(connection: socket.socket, *, last: bytes) -> bytes:
    """What is told up to some words."""
    told = b""
    while last not in told:
        piece = connection.recv(65_536)
        assert piece, told
        told += piece
    return told


def ended(connection: socket.socket) -> bool:
    """Whether the server hangs up, having said nothing."""
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


def test_a_request_is_answered_and_nothing_tells_what_answers(connect: Connect) -> None:
    amira = connect()
    amira.sendall(FORM + b"\r\nname=Lena")
    told = answer(amira, last=b"sent: name=Lena")

    assert told.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"server:" not in told.lower()


def test_one_connection_serves_many_requests_that_came_at_once(connect: Connect, app: App) -> None:
    amira = connect()
    amira.sendall((FORM + b"\r\nname=Lena") * 20 + GET)
    told = b""
    while told.count(b"sent: ") < 21:
        told += amira.recv(65_536)

    assert app.asked == [b"name=Lena"] * 20 + [b""]


def test_what_is_sent_when_we_are_asked_first_is_read(connect: Connect) -> None:
    amira = connect()
    amira.sendall(FORM + b"Expect: 100-continue\r\n\r\n")
    answer(amira, last=b"100 Continue\r\n\r\n")
    amira.sendall(b"name=Lena")

    answer(amira, last=b"sent: name=Lena")


def test_a_form_that_is_cut_is_not_read(connect: Connect, app: App) -> None:
    """Half an answer must not be kept for the whole."""
    cut, chunked = connect(), connect()
    cut.sendall(FORM + b"\r\nname=L")
    chunked.sendall(
        FORM.replace(b"Content-Length: 9", b"Transfer-Encoding: chunked") + b"\r\n6\r\nname=L\r\n"
    )
    cut.close()
    chunked.close()
    amira = connect()
    amira.sendall(GET)
    answer(amira, last=b"sent: ")

    assert app.asked == [b""]


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET\r\n\r\n",
        b"CONNECT school.example:443 HTTP/1.1\r\nHost: school.example\r\n\r\n",
        FORM + b"Transfer-Encoding: chunked\r\n\r\n9\r\nname=Lena\r\n0\r\n\r\n",
        FORM.replace(b"9", b"-9") + b"\r\n",
    ],
    ids=["TLS", "no path", "a proxy's", "of two lengths", "less than nothing"],
)
def test_nonsense_is_refused(connect: Connect, app: App, nonsense: bytes) -> None:
    mallory = connect()
    mallory.sendall(nonsense)

    assert answer(mallory, last=b"\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    assert app.asked == []


def test_a_head_without_an_end_is_not_read_for_ever(connect: Connect) -> None:
    mallory, amira = connect(), connect()
    mallory.sendall(b"GET / HTTP/1.1\r\n")
    with pytest.raises(ConnectionError):  # noqa: PT012 - which of them is refused is chance
        for number in range(10 * server.MOST_OF_HEAD // 1000):
            mallory.sendall(f"X-{number}: ".encode() + b"x" * 990 + b"\r\n")
            time.sleep(0.001)
    amira.sendall(GET)
    answer(amira, last=b"sent: ")


def test_heads_of_many_requests_do_not_add_up(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST_OF_HEAD", 10 * len(GET))
    amira = connect()
    for _ in range(50):
        amira.sendall(GET[:20])
        time.sleep(0.001)
        amira.sendall(GET[20:])
        answer(amira, last=b"sent: ")


def test_who_sends_a_head_bit_by_bit_has_no_longer_than_others(
    hurried: None, connect: Connect
) -> None:
    mallory = connect()
    with pytest.raises(ConnectionError):  # noqa: PT012 - which of them is refused is chance
        for letter in b"GET / HTTP/1.1\r\n" * 100:
            mallory.sendall(bytes([letter]))
            time.sleep(0.02)


def test_too_many_are_not_let_in_until_one_leaves(connect: Connect) -> None:
    several = [connect() for _ in range(MOST)]
    for one in several:
        one.sendall(GET)
        answer(one, last=b"sent: ")
    assert ended(connect())

    several[0].close()
    until = time.monotonic() + PATIENCE
    while True:
        with closing(connect()) as amira:
            amira.sendall(GET)
            if not ended(amira):
                break
        assert time.monotonic() < until, "there is room"


def test_an_export_is_made_no_further_than_its_reader_has_come(
    hurried: None, connect: Connect, app: App
) -> None:
    """And who takes nothing of it for long is left alone: a thread waits for her."""
    idle = connect()
    idle.sendall(LARGE)
    answer(idle, last=b"200 OK")

    assert app.closed.wait(PATIENCE)
    assert app.made < 20
    time.sleep(1)
    told = b""
    with suppress(ConnectionError):
        while piece := idle.recv(1_000_000):
            told = piece
    assert not told.endswith(b"0\r\n\r\n"), "it ended as if that were all"


def test_one_of_common_size_is_made_at_once_however_slowly_it_is_read(
    connect: Connect, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "AHEAD", 30_000_000)
    slow, other = connect(), connect()
    slow.sendall(LARGE)
    assert app.closed.wait(PATIENCE)
    other.sendall(LARGE)
    told = 0
    while told < 20_000_000:
        told += len(other.recv(1_000_000))

    assert app.exports == 2


def test_who_reads_slowly_gets_all_of_it(
    hurried: None, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though all is made long before, and nothing else is asked for."""
    monkeypatch.setattr(server, "AHEAD", 30_000_000)
    slow = connect()
    slow.sendall(LARGE)
    told, until = [], time.monotonic() + 1.5
    while piece := slow.recv(400_000):
        told.append(piece)
        time.sleep(0.05 if time.monotonic() < until else 0)

    assert b"".join(told).endswith(b"0\r\n\r\n")


def test_who_leaves_while_an_export_is_made_ends_it(connect: Connect, app: App) -> None:
    gone = connect()
    gone.sendall(LARGE)
    answer(gone, last=b"200 OK")
    gone.close()

    assert app.closed.wait(PATIENCE)
    assert app.made < 20


def test_a_connection_that_was_being_made_when_we_were_told_to_stop_does_not_keep_us(
    connect: Connect, serving: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was not there yet when all were told."""
    there: set[server.Connection] = set()
    end = server.Connection.shutdown

    def told(self: server.Connection) -> None:
        if self in there:
            end(self)
        there.add(self)

    monkeypatch.setattr(server.Connection, "shutdown", told)
    late = connect()
    late.sendall(GET)
    answer(late, last=b"sent: ")
    serving.should_exit = True
    late.settimeout(server.HEAD / 2)  # by then it would end by itself

    assert ended(late)
    assert len(there) == 1
