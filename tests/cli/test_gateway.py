"""Between granian and the app: what is answered in the loop, what beside it, and when it is told."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]

from quiz.cli import gateway
from quiz.cli.gateway import Gateway, environ
from quiz.storage.turns import WriteQueue, patience
from quiz.web import bodies
from quiz.web.application import MOST

if TYPE_CHECKING:
    from pathlib import Path

SAVE = "/attempts/kxq4/save"
REPORT = "/reports/kxq4"


class Headers(list[tuple[str, str]]):
    """As granian gives them: names in small letters, in the order in which they came."""

    def items(self) -> list[tuple[str, str]]:
        return list(self)

    def get(self, name: str, default: str = "") -> str:
        return dict(self).get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in dict(self)


@dataclass
class Scope:
    """A request as granian tells of it."""

    path: str = SAVE
    headers: Headers = field(default_factory=Headers)
    method: str = "POST"
    query_string: str = "q=leaves"
    scheme: str = "http"
    http_version: str = "1.1"
    client: str = "192.0.2.7:50123"
    server: str = "127.0.0.1:8000"


@dataclass
class Protocol:
    """What somebody sends, and what she is told."""

    sent: tuple[bytes, ...] = ()
    told: list[Any] = field(default_factory=list)
    left: bool = False
    read: int = 0

    async def __call__(self) -> bytes:
        return b"".join([piece async for piece in self])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.sent:
            await asyncio.sleep(0)
            self.read += 1
            yield piece

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.told.append((status, body))

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Protocol:
        self.told.append(status)
        return self

    async def send_bytes(self, piece: bytes) -> None:
        if self.left:
            raise ProtocolClosed
        self.told.append(piece)


class Silent(Protocol):
    """Somebody who never sends what she has begun."""

    async def __call__(self) -> bytes:
        await asyncio.sleep(3600)
        raise AssertionError


def form(path: str = SAVE, length: int = 9, **more: str) -> Scope:
    return Scope(path, Headers([("content-length", str(length)), *more.items()]))


def asks(served: Gateway, *requests: tuple[Any, Any]) -> None:
    """Have all of them ask at once; and wait until all are answered."""

    async def all_at_once() -> None:
        served.__rsgi_init__(asyncio.get_running_loop())
        await asyncio.gather(*(served.__rsgi__(*request) for request in requests))

    asyncio.run(all_at_once())


def echoes(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    """Tell what was sent, and in which thread that was read."""
    start("200 OK", [("X-Thread", threading.current_thread().name)])
    return [environ["wsgi.input"].read(), b" in ", threading.current_thread().name.encode()[:7]]


def test_a_request_is_told_as_wsgi_tells_it() -> None:
    headers = [
        *(("host", "school.example"), ("cookie", "a=1"), ("cookie", "b=2")),
        *(("accept", "text/html"), ("accept", "*/*"), ("x_forwarded_for", "made up")),
        *(("content-type", "text/plain"), ("content-length", "4")),
    ]
    scope: Any = Scope("/sets/müsli", Headers(headers), client="[::1]:50123")
    found = environ(scope, b"sent")
    scope.query_string = "q=süß"
    asked = environ(scope, b"")["QUERY_STRING"]

    assert asked.encode("latin-1").decode() == "q=süß"
    assert found["PATH_INFO"].encode("latin-1").decode() == "/sets/müsli"
    assert (found["REQUEST_METHOD"], found["QUERY_STRING"]) == ("POST", "q=leaves")
    assert (found["HTTP_COOKIE"], found["HTTP_ACCEPT"]) == ("a=1; b=2", "text/html,*/*")
    assert (found["CONTENT_TYPE"], found["CONTENT_LENGTH"]) == ("text/plain", "4")
    assert (found["REMOTE_ADDR"], found["SERVER_NAME"]) == ("::1", "127.0.0.1")
    assert (found["SERVER_PORT"], found["HTTP_HOST"]) == ("8000", "school.example")
    assert found["wsgi.input"].read() == b"sent"
    assert "HTTP_X_FORWARDED_FOR" not in found


def test_what_students_ask_for_is_answered_in_the_loop_and_all_else_beside_it() -> None:
    hers, theirs = Protocol((b"name", b"=Lena")), Protocol((b"name=Reed",))
    asks(Gateway(echoes, 1, inline=True), (form(), hers), (form(REPORT), theirs))

    assert hers.told == [(200, b"name=Lena in MainThr")]
    assert theirs.told == [(200, b"name=Reed in request")]


def test_where_a_database_lies_beyond_a_network_nobody_waits_for_it_in_the_loop() -> None:
    hers = Protocol((b"name=Lena",))
    asks(Gateway(echoes, 1, inline=False), (form(), hers))

    assert hers.told == [(200, b"name=Lena in request")]


def test_a_form_that_never_comes_to_its_end_holds_up_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gateway, "PATIENCE", 0.05)
    monkeypatch.setattr(gateway, "TICK", 0.01)
    order: list[str] = []

    def notes(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        order.append("answered")
        return echoes(environ, start)

    slow, quick = [Silent() for _ in range(20)], Protocol((b"name=Lena",))
    asks(Gateway(notes, 1, inline=True), *((form(), one) for one in slow), (form(), quick))

    assert order == ["answered"]
    assert quick.told[0][0] == 200
    assert all(one.told[0][0] == 408 for one in slow)


def test_told_to_stop_it_waits_for_no_form_that_is_on_its_way() -> None:
    served, slow = Gateway(echoes, 1, inline=True), Silent()
    timer = threading.Timer(
        0.05, lambda: served.loop and served.loop.call_soon_threadsafe(served.stop)
    )
    timer.start()
    asks(served, (form(), slow))

    assert slow.told[0][0] == 408


@pytest.mark.parametrize("length", [70_000, MOST])
def test_what_is_large_is_read_whole(length: int) -> None:
    sent = Protocol((b"x" * 1000,) * (length // 1000))
    asks(Gateway(echoes, 1, inline=True), (form(REPORT, length), sent))

    assert sent.told == [(200, b"x" * length + b" in request")]


def test_no_more_is_read_than_the_app_would_read() -> None:
    sent = Protocol((b"x",))
    asks(Gateway(echoes, 1, inline=True), (form(length=MOST + 1), sent))

    assert (sent.read, sent.told[0][1]) == (0, b" in MainThr")


def test_large_forms_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """And those that are answered make room."""
    monkeypatch.setattr(gateway, "MOST_HELD", 100_000)
    served = Gateway(echoes, 1, inline=True)
    many = [Protocol((b"x" * 1000,) * 70) for _ in range(3)]
    asks(served, *((form(length=70_000), one) for one in many[:2]))
    asks(served, (form(length=70_000), many[2]))

    assert sorted(one.told[0][0] for one in many[:2]) == [200, 503]
    assert many[2].told[0][0] == 200


def test_what_could_have_been_cut_on_its_way_unseen_is_not_read() -> None:
    sent = Protocol((b"half an ans",))
    chunked = Scope(headers=Headers([("transfer-encoding", "chunked")]))
    asks(Gateway(echoes, 1, inline=True), (chunked, sent))

    assert (sent.read, sent.told[0][0]) == (0, 411)


def test_who_leaves_in_the_middle_is_not_answered() -> None:
    class Leaves(Protocol):
        async def __call__(self) -> bytes:
            raise ProtocolClosed

    gone = Leaves()
    asks(Gateway(echoes, 1, inline=True), (form(), gone))

    assert gone.told == []


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[WriteQueue]:
    """The turns to write into a database; the first is over."""
    file = tmp_path / "quiz.sqlite"
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("PRAGMA journal_mode=WAL").fetchone()
        opened.execute("CREATE TABLE answer (id)")
        made = WriteQueue(file, settles=True)
        with made.turn():
            pass
        yield made


@pytest.fixture
def writes(queue: WriteQueue) -> Callable[..., Iterable[bytes]]:
    """An app that commits something and says so, or why it could not be kept."""

    def write(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        if error := environ.get(bodies.LOST):
            start("503 Service Unavailable", [])
            return [str(error).encode()]
        with queue.turn():
            pass
        start("200 OK", [])
        return [b"kept"]

    return write


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """What was told by the time of each sync of the disk."""
    counted: list[int] = []
    monkeypatch.setattr(os, "fdatasync", lambda _handle: counted.append(len(Told.all)))
    Told.all.clear()
    yield counted
    Told.all.clear()


class Told(Protocol):
    """Somebody of many; who was told is noted for all."""

    all: list[bytes] = []  # noqa: RUF012 - shared on purpose

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        super().response_bytes(status, headers, body)
        self.all.append(body)


def test_one_sync_serves_all_who_asked_meanwhile_and_comes_before_they_are_told(
    writes: Any, synced: list[int]
) -> None:
    asks(Gateway(writes, 1, inline=True), *((form(), Told((b"name=Lena",))) for _ in range(8)))

    assert synced == [0]
    assert Told.all == [b"kept"] * 8


def test_beside_the_loop_everybody_waits_for_her_own(writes: Any, synced: list[int]) -> None:
    asks(Gateway(writes, 1, inline=True), *((Scope(REPORT), Told()) for _ in range(2)))

    assert len(synced) == 2
    assert synced[0] == 0


def test_where_the_disk_refuses_nobody_is_told_that_it_is_kept(
    writes: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", refuses)
    several = [Protocol((b"name=Lena",)) for _ in range(2)]
    asks(Gateway(writes, 1, inline=True), *((form(), one) for one in several))

    assert [one.told[0][0] for one in several] == [503, 503]
    assert b"the disk did not take" in several[0].told[0][1]


def test_what_has_to_be_waited_for_is_waited_for_beside_the_loop() -> None:
    """In the loop others would wait with it."""
    waited: list[float] = []

    def waits(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        assert (bodies.TRY in environ) == (patience() < 1)
        waited.append(patience())
        start("200 OK" if patience() > 1 else "503 Service Unavailable", [])
        return [b""]

    hers = Protocol()
    asks(Gateway(waits, 1, inline=True), (Scope(), hers))

    assert hers.told == [(200, b"")]
    assert waited[0] < 1 < waited[1]


class Rows:
    """An answer that is made bit by bit, in the thread in which it was begun."""

    def __init__(self) -> None:
        self.made = 0
        self.threads = {threading.current_thread().name}
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        for row in (b"Amira\n", b"", b"Jonas\n", b"Lena\n"):
            self.made += 1
            self.threads.add(threading.current_thread().name)
            yield row

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("left", [False, True])
def test_what_is_made_bit_by_bit_is_sent_so_and_ends_where_the_reader_leaves(left: bool) -> None:
    made: list[Rows] = []

    def exports(_environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        start("200 OK", [])
        made.append(Rows())
        return made[0]

    reader = Protocol(left=left)
    asks(Gateway(exports, 2, inline=True), (Scope(REPORT, method="GET"), reader))

    assert reader.told == ([200] if left else [200, b"Amira\n", b"Jonas\n", b"Lena\n"])
    assert made[0].made == (1 if left else 4)
    assert made[0].closed
    assert len(made[0].threads) == 1
