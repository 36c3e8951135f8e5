"""Between server and app: what is answered in the loop, what beside it, and when it is told."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from quiz.cli import gateway
from quiz.cli.gateway import Gateway
from quiz.cli.wsgi import Scope
from quiz.storage.turns import WriteQueue, patience
from quiz.web import bodies
from quiz.web.application import MOST

if TYPE_CHECKING:
    from pathlib import Path

SAVE = "/attempts/kxq4/save"
REPORT = "/reports/kxq4"


@dataclass
class Talk:
    """What somebody sends, and what she is told: head and body, or what came bit by bit."""

    sent: tuple[bytes, ...] = (b"",)
    told: list[Any] = field(default_factory=list)
    left: bool = False
    read: int = 0
    closed: bool = False

    async def receive(self) -> dict[str, Any]:
        await asyncio.sleep(0)
        if self.left:
            return {"type": "http.disconnect"}
        if self.read == len(self.sent):
            await asyncio.sleep(3600)
        self.read += 1
        more = self.read < len(self.sent)
        return {"type": "http.request", "body": self.sent[self.read - 1], "more_body": more}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.told.append(message["status"])
            self.closed = (b"connection", b"close") in message["headers"]
        elif message.get("body"):
            self.told.append(message["body"])


class Silent(Talk):
    """Somebody who never sends what she has begun."""

    async def receive(self) -> dict[str, Any]:
        await asyncio.sleep(3600)
        raise AssertionError


Headers = list[tuple[bytes, bytes]]


def asked(path: str = SAVE, headers: Headers | None = None, method: str = "POST") -> Scope:
    """A request as a server tells of it."""
    return {
        "method": method,
        "raw_path": path.encode(),
        "query_string": b"q=leaves",
        "headers": headers or [],
        "scheme": "http",
        "http_version": "1.1",
        "client": ("192.0.2.7", 50123),
        "server": ("127.0.0.1", 8000),
    }


def form(path: str = SAVE, length: int = 9) -> Scope:
    return asked(path, [(b"content-length", str(length).encode())])


def asks(served: Gateway, *requests: tuple[Scope, Talk]) -> None:
    """Have all of them ask at once; and wait until all are answered."""

    async def all_at_once() -> None:
        await asyncio.gather(*(served(scope, talk.receive, talk.send) for scope, talk in requests))

    asyncio.run(all_at_once())


def echoes(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    """Tell what was sent, and in which thread that was read."""
    start("200 OK", [("X-Thread", threading.current_thread().name)])
    return [environ["wsgi.input"].read(), b" in ", threading.current_thread().name.encode()[:7]]


def test_what_students_ask_for_is_answered_in_the_loop_and_all_else_beside_it() -> None:
    hers, theirs = Talk((b"name", b"=Lena")), Talk((b"name=Reed",))
    asks(Gateway(echoes, 1, inline=True), (form(), hers), (form(REPORT), theirs))

    assert hers.told == [200, b"name=Lena in MainThr"]
    assert theirs.told == [200, b"name=Reed in request"]


def test_where_a_database_lies_beyond_a_network_nobody_waits_for_it_in_the_loop() -> None:
    hers = Talk((b"name=Lena",))
    asks(Gateway(echoes, 1, inline=False), (form(), hers))

    assert hers.told == [200, b"name=Lena in request"]


def refuses(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    """Tell what was sent, or why it is not read."""
    if error := environ.get(bodies.LOST):
        start(f"{error.code} {error.name}", [])
        return [b"not read"]
    return echoes(environ, start)


async def looks(served: Gateway, after: float) -> None:
    """Look at who has not sent all of it by then."""
    await asyncio.sleep(0.01)
    served.look(asyncio.get_running_loop().time() + after)


@pytest.mark.parametrize("inline", [True, False])
def test_a_form_that_never_comes_to_its_end_holds_up_nobody_and_is_refused(inline: bool) -> None:
    served, slow, quick = Gateway(refuses, 1, inline=inline), Silent(), Talk((b"name=Lena",))

    async def both() -> None:
        waiting = asyncio.create_task(served(form(), slow.receive, slow.send))
        await looks(served, gateway.PATIENCE - 1)
        await served(form(), quick.receive, quick.send)
        assert slow.told == []
        await looks(served, gateway.PATIENCE)
        await waiting

    asyncio.run(both())

    assert quick.told[0] == 200
    assert slow.told == [408, b"not read"]
    assert slow.closed, "what comes after all would be taken for the next request"
    assert not quick.closed


@pytest.mark.parametrize("length", [70 * 1024, MOST])
def test_what_is_large_is_read_whole(length: int) -> None:
    sent = Talk((b"x" * 1024,) * (length // 1024))
    asks(Gateway(echoes, 1, inline=True), (form(REPORT, length), sent))

    assert sent.told == [200, b"x" * length + b" in request"]


def test_no_more_is_read_than_the_app_would_read() -> None:
    sent = Talk((b"x",))
    asks(Gateway(echoes, 1, inline=True), (form(length=MOST + 1), sent))

    assert (sent.read, sent.told[1]) == (0, b" in MainThr")


def test_large_forms_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """And those that are answered make room."""
    monkeypatch.setattr(gateway, "MOST_HELD", 100_000)
    served = Gateway(refuses, 1, inline=True)
    many = [Talk((b"x" * 1000,) * 70) for _ in range(3)]
    asks(served, *((form(length=70_000), one) for one in many[:2]))
    asks(served, (form(length=70_000), many[2]))

    assert sorted(one.told[0] for one in many[:2]) == [200, 503]
    assert many[2].told[0] == 200


def test_what_does_not_say_how_long_it_is_is_not_read() -> None:
    sent = Talk((b"half an ans",))
    chunked = asked(headers=[(b"transfer-encoding", b"chunked")])
    asks(Gateway(refuses, 1, inline=True), (chunked, sent))

    assert (sent.read, sent.told[0], sent.closed) == (0, 411, True)


def test_who_leaves_in_the_middle_is_not_answered_and_half_a_form_is_not_read() -> None:
    def never(*_given: object) -> Iterable[bytes]:
        raise AssertionError

    gone = Talk(left=True)
    asks(Gateway(never, 1, inline=True), (form(), gone))

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


class Told(Talk):
    """Somebody of many; who was told is noted for all."""

    all: list[bytes] = []  # noqa: RUF012 - shared on purpose

    async def send(self, message: dict[str, Any]) -> None:
        await super().send(message)
        self.all.extend([message["body"]] if "body" in message else [])


def test_one_sync_serves_all_who_asked_meanwhile_and_comes_before_they_are_told(
    writes: Any, synced: list[int]
) -> None:
    asks(Gateway(writes, 1, inline=True), *((form(), Told((b"name=Lena",))) for _ in range(8)))

    assert synced == [0]
    assert Told.all == [b"kept"] * 8


def test_beside_the_loop_everybody_waits_for_her_own(writes: Any, synced: list[int]) -> None:
    asks(Gateway(writes, 1, inline=True), *((asked(REPORT), Told()) for _ in range(2)))

    assert len(synced) == 2
    assert synced[0] == 0


def test_where_the_disk_refuses_nobody_is_told_that_it_is_kept(
    writes: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", refuses)
    several = [Talk((b"name=Lena",)) for _ in range(2)]
    asks(Gateway(writes, 1, inline=True), *((form(), one) for one in several))

    assert [one.told[0] for one in several] == [503, 503]
    assert b"the disk did not take" in several[0].told[1]


def test_what_has_to_be_waited_for_is_waited_for_beside_the_loop() -> None:
    """In the loop others would wait with it."""
    waited: list[float] = []

    def waits(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        assert (bodies.TRY in environ) == (patience() < 1)
        waited.append(patience())
        start("200 OK" if patience() > 1 else "503 Service Unavailable", [])
        return [b""]

    hers = Talk()
    asks(Gateway(waits, 1, inline=True), (asked(), hers))

    assert hers.told == [200]
    assert waited[0] < 1 < waited[1]


class Rows:
    """An answer that is made bit by bit."""

    def __init__(self) -> None:
        self.made = 0
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        for row in (b"Amira\n", b"", b"Jonas\n", b"Lena\n"):
            self.made += 1
            yield row

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def made() -> list[Rows]:
    return []


@pytest.fixture
def exports(made: list[Rows]) -> Callable[..., Iterable[bytes]]:
    """An app that makes rows."""

    def export(_environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        start("200 OK", [])
        made.append(Rows())
        return made[-1]

    return export


def test_what_is_made_bit_by_bit_is_sent_so(exports: Any, made: list[Rows]) -> None:
    reader = Talk()
    asks(Gateway(exports, 2, inline=True), (asked(REPORT, method="GET"), reader))

    assert reader.told == [200, b"Amira\n", b"Jonas\n", b"Lena\n"]
    assert (made[0].made, made[0].closed) == (4, True)


def test_and_ends_where_the_reader_leaves(exports: Any, made: list[Rows]) -> None:
    reader = Talk(left=True)
    asks(Gateway(exports, 2, inline=True), (asked(REPORT, method="GET"), reader))

    assert (made[0].made, made[0].closed) == (1, True)


def test_who_leaves_before_a_thread_is_free_is_not_answered_but_her_form_is_kept() -> None:
    """Clicking again and again at what takes long would hold up everybody."""
    free, told = threading.Event(), []

    def takes_long(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        free.wait(10)
        told.append((environ["REQUEST_METHOD"], environ["wsgi.input"].read()))
        return echoes(environ, start)

    class Leaves(Talk):
        async def receive(self) -> dict[str, Any]:
            self.left = self.read == len(self.sent)
            return await super().receive()

    served = Gateway(takes_long, 1, inline=True)
    stays = Talk()
    leave = [(asked(REPORT, method="GET"), Leaves()) for _ in range(5)]
    everybody = [
        (asked(REPORT, method="GET"), stays),
        *leave,
        (form(REPORT), Leaves((b"name=Lena",))),
    ]

    async def all_of_them() -> None:
        asking = [
            asyncio.create_task(served(scope, talk.receive, talk.send)) for scope, talk in everybody
        ]
        await asyncio.sleep(0.1)
        free.set()
        await asyncio.gather(*asking)

    asyncio.run(all_of_them())

    assert told == [("GET", b""), ("POST", b"name=Lena")]
    assert stays.told[0] == 200


def test_what_is_short_is_sent_at_once_by_whatever_bits_it_is_made(
    exports: Any, made: list[Rows]
) -> None:
    student = Talk()
    asks(Gateway(exports, 1, inline=True), (asked("/static/picture", method="GET"), student))

    assert student.told == [200, b"Amira\nJonas\nLena\n"]
    assert made[0].closed


def test_no_thread_waits_for_whoever_takes_it(exports: Any, made: list[Rows]) -> None:
    """Nor is more made than the next piece."""

    class Full(Talk):
        async def send(self, message: dict[str, Any]) -> None:
            await asyncio.sleep(3600 if message.get("body") else 0)

    served, other = Gateway(exports, 1, inline=True), Talk()

    async def both() -> None:
        full = Full()
        stuck = asyncio.create_task(served(asked(REPORT, method="GET"), full.receive, full.send))
        while not (made and made[0].made == 3):
            await asyncio.sleep(0.01)
        await served(form("/preferences", 0), other.receive, other.send)
        assert (made[0].made, made[0].closed) == (3, False)
        stuck.cancel()
        await asyncio.gather(stuck, return_exceptions=True)

    asyncio.run(both())

    assert len(other.told) == 4
    assert made[0].closed
