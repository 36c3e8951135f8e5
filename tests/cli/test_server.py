"""The server of each process, over real connections: whoever sends nonsense ends nobody else."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from typing import Any

import pytest
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from quiz.cli import gateway, listening, processes, server
from quiz.cli.gateway import Gateway
from quiz.cli.server import Server
from quiz.web import bodies
from tests.visitor import PATIENCE
from tests.waiting import wait_until

GET = b"GET /attempts/kxq4 HTTP/1.1\r\nHost: school.example\r\n\r\n"
LARGE = b"GET /reports/large HTTP/1.1\r\nHost: school.example\r\n\r\n"
FORM = (
    b"POST /attempts/kxq4 HTTP/1.1\r\nHost: school.example\r\nContent-Length: 9\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)
SOON = server.HEAD / 2
"""Seconds to wait for the server: it ends what is idle in twice as many."""

MOST = 8
"""How many connections may be open."""


class App:
    """Tells what was asked and sent, or makes what is large bit by bit."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.addresses: set[str] = set()
        self.exports = 0
        self.made = 0
        self.closed = threading.Event()

    def __call__(self, environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/reports/large":
            start("200 OK", [])
            return self._rows()
        if error := environ.get(bodies.LOST):
            start(f"{error.code} {error.name}", [("Content-Length", "0")])
            return [b""]
        self.addresses.add(environ["REMOTE_ADDR"])
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
    monkeypatch.setattr(server, "STALL", 0.5)


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
    thread.join(processes.ENDING / 2)
    assert not thread.is_alive(), "told to stop, it stops"


@pytest.fixture
def port(listener: socket.socket, serving: Server) -> int:
    return int(listener.getsockname()[1])


@pytest.fixture
def connect(port: int) -> Iterator[Callable[[], socket.socket]]:
    """Open a connection, closed after the story."""
    with ExitStack() as opened:

        def connected() -> socket.socket:
            made = opened.enter_context(socket.create_connection(("127.0.0.1", port), SOON))
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


def test_nobody_is_believed_to_be_somebody_else(connect: Connect, app: App) -> None:
    """Whom a proxy names is for the app to believe, which knows how many there are."""
    mallory = connect()
    mallory.sendall(GET[:-2] + b"X-Forwarded-For: 6.6.6.6\r\n\r\n")
    answer(mallory, last=b"sent: ")

    assert app.addresses == {"127.0.0.1"}


def test_what_is_sent_does_not_wait_for_what_was_sent_before(
    connect: Connect, serving: Server
) -> None:
    """Head and body go one after the other; a reader may take 40 ms to say that she has one."""
    amira = connect()
    amira.sendall(GET)
    answer(amira, last=b"sent: ")
    (connection,) = serving.server_state.connections
    found = connection.transport.get_extra_info("socket")

    assert found.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_many_may_wait_to_be_let_in(connect: Connect, listener: socket.socket) -> None:
    """More than are let in at a time; Linux tells how many (`tcpi_sacked` of who listens)."""
    connect().sendall(GET)
    told = listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 32)

    assert struct.unpack("8B6I", told)[-1] > server.LET_IN


@pytest.mark.parametrize(
    ("ours", "theirs"), [(server.Connection, HttpToolsProtocol), (Server, uvicorn.Server)]
)
def test_what_we_do_otherwise_than_uvicorn_it_still_does(ours: type, theirs: type) -> None:
    """Where it gives something another name, ours would never be called."""
    own = {"look", "_waiting", "_look", "_end_late", "_open", "_end", "most"}
    names = {name for name in vars(ours) if not name.startswith("__")}

    assert {name for name in names if not hasattr(theirs, name)} == names & own


def test_one_connection_serves_one_request_after_the_other(connect: Connect, app: App) -> None:
    amira = connect()
    for _ in range(20):
        amira.sendall(FORM + b"\r\nname=Lena")
        answer(amira, last=b"sent: name=Lena")

    assert app.asked == [b"name=Lena"] * 20


@pytest.mark.parametrize(
    "behind",
    [GET, FORM + b"\r\nname=Reed", b"rubbish\r\n\r\n"],
    ids=["one more", "a form", "what is none"],
)
def test_a_request_is_answered_and_nothing_that_was_sent_behind_it(
    connect: Connect, app: App, behind: bytes
) -> None:
    """No browser and no proxy asks in advance; whoever does has to ask again."""
    mallory = connect()
    mallory.sendall(FORM + b"\r\nname=Lena" + behind)
    told = answer(mallory, last=b"sent: name=Lena")

    assert told.startswith(b"HTTP/1.1 200 ")
    assert b"connection: close" in told
    assert ended(mallory)
    assert app.asked == [b"name=Lena"]


@pytest.mark.parametrize("upgrade", [b"websocket", b"h2c"])
def test_who_wants_to_speak_something_else_is_answered_as_we_speak(
    connect: Connect, app: App, upgrade: bytes
) -> None:
    """And what follows is no request of ours."""
    mallory = connect()
    wants = b"Connection: Upgrade\r\nUpgrade: " + upgrade + b"\r\n\r\n"
    mallory.sendall(GET[:-2] + wants)
    answer(mallory, last=b"sent: ")
    assert ended(mallory)

    other = connect()
    other.sendall(FORM + wants)
    time.sleep(0.05)
    with suppress(ConnectionError):
        other.sendall(GET)
    assert answer(other, last=b"\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    assert ended(other)
    assert app.asked == [b""]


def test_what_is_sent_when_we_are_asked_first_is_read(connect: Connect) -> None:
    amira = connect()
    amira.sendall(FORM + b"Expect: 100-continue\r\n\r\n")
    answer(amira, last=b"100 Continue\r\n\r\n")
    amira.sendall(b"name=Lena")

    answer(amira, last=b"sent: name=Lena")


def test_a_form_that_is_cut_is_not_read(connect: Connect, app: App, serving: Server) -> None:
    """Half an answer must not be kept for the whole."""
    cut = connect()
    cut.sendall(FORM + b"\r\nname=L")
    wait_until(lambda: bool(serving.server_state.tasks), "she is being listened to")
    cut.close()
    wait_until(lambda: not serving.server_state.tasks, "and is given up")

    assert app.asked == []


def test_what_does_not_say_how_long_it_is_is_refused_with_all_that_follows(
    connect: Connect, app: App
) -> None:
    """What comes after it, as if it were one more header, would be believed for a proxy's."""
    chunked = connect()
    form = FORM.replace(b"Content-Length: 9", b"Transfer-Encoding: chunked") + b"\r\n9\r\nname=Lena"
    chunked.sendall(form + b"\r\n0\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n")
    told = answer(chunked, last=b"\r\n\r\n")

    assert told.startswith(b"HTTP/1.1 411 ")
    assert ended(chunked)


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
    mallory.sendall(b"GET / HTTP/1.1\r\nX-Word: ")
    until = time.monotonic() + PATIENCE
    with pytest.raises(ConnectionError):  # noqa: PT012 - which of them is refused is chance
        while time.monotonic() < until:
            mallory.sendall(b"a")
            time.sleep(0.02)


def test_nor_has_one_who_has_asked_before_and_is_not_answered_yet(
    hurried: None, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "STALL", 3600)
    mallory = connect()
    mallory.sendall(LARGE + b"GET / HTTP/1.1\r\nX-Word: ")
    until = time.monotonic() + PATIENCE
    with pytest.raises(ConnectionError):  # noqa: PT012 - which of them is refused is chance
        while time.monotonic() < until:
            mallory.sendall(b"a" * 1000)
            time.sleep(0.02)


def test_who_asks_and_asks_and_takes_nothing_is_left(
    hurried: None, connect: Connect, serving: Server
) -> None:
    mallory = connect()
    mallory.sendall(LARGE * 20)
    wait_until(lambda: bool(serving.server_state.tasks), "she is being answered")
    wait_until(lambda: not serving.server_state.connections, "she is left")


@pytest.mark.parametrize("stopped", [False, True])
def test_half_a_form_is_refused_in_time_and_at_once_when_we_are_told_to_stop(
    connect: Connect, app: App, serving: Server, monkeypatch: pytest.MonkeyPatch, stopped: bool
) -> None:
    monkeypatch.setattr(gateway, "PATIENCE", 3600 if stopped else 0.3)
    half = connect()
    half.sendall(FORM + b"\r\nname=L")
    wait_until(lambda: bool(serving.server_state.tasks), "she is being listened to")
    serving.should_exit = stopped
    told = answer(half, last=b"\r\n\r\n")

    assert told.startswith(b"HTTP/1.1 408 ")
    assert ended(half)


def test_too_many_are_not_let_in_until_one_leaves(connect: Connect) -> None:
    several = [connect() for _ in range(MOST)]
    for one in several:
        one.sendall(GET)
        answer(one, last=b"sent: ")
    assert ended(connect())

    several[0].close()
    wait_until(lambda: served(connect()), "there is room")


def served(connection: socket.socket) -> bool:
    """Whether somebody is let in."""
    with suppress(ConnectionError), closing(connection):
        connection.sendall(GET)
        return not ended(connection)
    return False


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


def test_where_we_slept_nobody_is_ended_for_it(
    connect: Connect, serving: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of her head may have come meanwhile."""
    monkeypatch.setattr(server, "TICKS", 1_000_000)  # we look ourselves
    amira = connect()
    amira.sendall(GET[:20])
    there = serving.server_state.connections
    wait_until(lambda: any(getattr(one, "_begun", False) for one in there), "her head has begun")
    for moment in (1, 2, 3, 3 + server.HEAD):
        serving._look(1e9 + moment)  # noqa: SLF001 - as time has it
    amira.sendall(GET[20:])

    answer(amira, last=b"sent: ")


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

    assert ended(late)
    assert len(there) == 1
