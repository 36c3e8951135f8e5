"""What stands between granian and the app: what students ask for is answered in the event loop.

Python runs one thread at a time, and threads that hand it on at each look into the database take a
third more of a processor. So what students ask for all day is answered in the loop, one after the
other, and all else in threads beside it. What the loop has committed is put on the disk once for
all who asked meanwhile, before any of them is told (`quiz.storage.turns.at_once`).

A request is read to its end before anybody works on it: one that comes slowly, or never to its end,
holds up nobody.
"""

from __future__ import annotations

import asyncio
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from granian.rsgi import ProtocolClosed, ProtocolError  # type: ignore[attr-defined]

from quiz.storage import turns
from quiz.web import bodies
from quiz.web.application import MOST
from quiz.web.headers import Pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from granian.rsgi import HTTPProtocol, Scope  # type: ignore[attr-defined]

    from quiz.storage.disk import Debts

    Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

SHORT = ("/attempts/", "/join/", "/static/", "/healthz")
"""How the paths begin of what is answered in the loop: never for long, unless a disk is ill."""

BUSY = 503
"""What the app answers where something has to be waited for that does not come soon."""

PATIENCE = 30.0
"""Seconds in which what is sent has to be there."""

LULL = 0.0001
"""Seconds without a request after which nobody else is expected to ask meanwhile."""

TICK = 1.0
"""Seconds between looks at who has not sent all of it in time."""

SMALL, MOST_HELD = 64_000, 128_000_000
"""Bytes of what is read whoever sends it; and of all that is larger, until it is answered."""

REFUSED = {411: "Length Required", 408: "Request Timeout", 503: "Service Unavailable"}
"""What is told to those whose request never comes to the app."""

OURS = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.input_terminated": True,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}
"""What is the same for each request."""


class Refused(Exception):
    """What is sent is not read to its end; the status says why."""

    def __init__(self, status: int) -> None:
        super().__init__(REFUSED[status])
        self.status = status


class Reply(NamedTuple):
    """What an app has answered."""

    status: int
    headers: Pairs
    body: Iterable[bytes]


class _Start:
    """What an app calls with the status and the headers of its answer."""

    status = 500
    headers: Pairs = []  # noqa: RUF012 - never added to

    def __call__(self, status: str, headers: Pairs, _error: object = None) -> None:
        self.status, self.headers = int(status.partition(" ")[0]), headers


class Gateway:
    """Serves a WSGI app by granian's interface for event loops (RSGI)."""

    def __init__(self, app: Wsgi, threads: int, *, inline: bool) -> None:
        """``threads``: how many answer what takes long; ``inline``: the rest needs none of them."""
        self._app, self._inline = app, inline
        self._pool = ThreadPoolExecutor(threads, "request")
        self._asking = self._held = 0  # how many ask, and how many bytes of theirs are large
        self._ended = 0.0  # when the last was answered
        self._senders: dict[asyncio.Task[Any], float] = {}  # until when it has to be there
        self._owed: list[tuple[Debts, asyncio.Future[Exception | None]]] = []
        self.loop: asyncio.AbstractEventLoop | None = None  # when it runs

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin: granian is about to run the loop."""
        self.loop = loop
        loop.call_later(TICK, self._tick)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer a request."""
        held: list[int] = []
        alone = not self._asking and time.perf_counter() - self._ended > LULL
        self._asking += 1
        try:
            sent = await self._sent(scope, protocol, held)
            await self._asked(scope, protocol, sent, alone=alone)
        except Refused as refused:
            protocol.response_bytes(refused.status, [], str(refused).encode())
        except (ProtocolClosed, ProtocolError):
            pass  # nobody is there any more
        finally:
            self._asking, self._ended = self._asking - 1, time.perf_counter()
            self._held -= sum(held)

    def stop(self) -> None:
        """Wait no longer for what has not been sent yet."""
        for sender in self._senders:
            sender.cancel()

    def _tick(self) -> None:
        assert self.loop is not None
        now = self.loop.time()
        for sender, until in self._senders.items():
            if until < now:
                sender.cancel()
        self.loop.call_later(TICK, self._tick)

    async def _sent(self, scope: Scope, protocol: HTTPProtocol, held: list[int]) -> bytes:
        """Wait for all that is sent, if it comes in time. Raises Refused."""
        if "transfer-encoding" in scope.headers:
            raise Refused(411)  # whether it came to its end could not be told
        length = scope.headers.get("content-length", "")
        size = int(length) if length.isdecimal() else 0
        if not 0 < size <= MOST:  # the app refuses more, and reads none of it
            return b""
        sender = asyncio.current_task()
        assert sender is not None
        self._senders[sender] = asyncio.get_running_loop().time() + PATIENCE
        try:
            return await (protocol() if size <= SMALL else self._large(protocol, held))
        except asyncio.CancelledError:
            raise Refused(408) from None
        finally:
            del self._senders[sender]

    async def _large(self, protocol: HTTPProtocol, held: list[int]) -> bytes:
        """Read what is large, as long as there is room for it; ``held`` is what it takes."""
        pieces = []
        async for piece in protocol:
            if self._held + len(piece) > MOST_HELD:
                raise Refused(503)
            self._held += len(piece)
            held.append(len(piece))
            pieces.append(piece)
        return b"".join(pieces)

    async def _asked(
        self, scope: Scope, protocol: HTTPProtocol, sent: bytes, *, alone: bool
    ) -> None:
        short = self._inline and scope.path.startswith(SHORT)
        reply = await self._at_once(scope, sent, alone=alone) if short else None
        if reply is None:
            loop = asyncio.get_running_loop()
            work = partial(self._in_thread, scope, sent, protocol, loop)
            reply = await loop.run_in_executor(self._pool, work)
        if reply is not None:
            protocol.response_bytes(reply.status, reply.headers, _whole(reply.body))

    async def _at_once(self, scope: Scope, sent: bytes, *, alone: bool) -> Reply | None:
        """Answer in the loop, and wait for the disk with all others that do.

        Gives None where something else has to be waited for. What a student sends twice counts
        once, so it may be asked again.
        """
        with turns.at_once() as debts:
            reply = self._answer(environ(scope, sent) | {bodies.TRY: True})
        alone = alone and self._asking == 1
        if debts and (error := _hindered(debts) if alone else await self._paid(debts)):
            with turns.at_once():
                return self._answer(environ(scope, sent) | {bodies.LOST: error})
        return None if reply.status == BUSY else reply

    async def _paid(self, debts: Debts) -> Exception | None:
        """Wait until what was committed is on the disk; give what hindered that."""
        loop = asyncio.get_running_loop()
        if not self._owed:
            loop.call_soon(self._pay)  # after those who have asked by now
        told: asyncio.Future[Exception | None] = loop.create_future()
        self._owed.append((debts, told))
        return await told

    def _pay(self) -> None:
        owed, self._owed = self._owed, []
        for debts, told in owed:
            error = _hindered(debts)
            if not told.done():  # who asked may have gone
                told.set_result(error)

    def _in_thread(
        self, scope: Scope, sent: bytes, protocol: HTTPProtocol, loop: asyncio.AbstractEventLoop
    ) -> Reply | None:
        """Answer in a thread; give what can be sent at once, and send all else bit by bit."""
        reply = self._answer(environ(scope, sent))
        if isinstance(reply.body, list | tuple):
            return reply
        transport = protocol.response_stream(reply.status, reply.headers)
        try:
            with suppress(ProtocolClosed, ProtocolError):  # the reader has left
                for piece in filter(None, reply.body):
                    asyncio.run_coroutine_threadsafe(_send(transport, piece), loop).result()
        finally:
            _close(reply.body)
        return None

    def _answer(self, environ: dict[str, Any]) -> Reply:
        told = _Start()
        body = self._app(environ, told)
        return Reply(told.status, told.headers, body)


def environ(scope: Scope, sent: bytes) -> dict[str, Any]:
    """Say a request as WSGI does (PEP 3333).

    A header with an underscore in its name is left out: it would pass for one with a hyphen that
    only our proxy may send.
    """
    client, server = scope.client.rpartition(":")[0], scope.server.rpartition(":")
    found = {
        **OURS,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": _latin(scope.path),
        "QUERY_STRING": _latin(scope.query_string),
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": server[0].strip("[]"),
        "SERVER_PORT": server[2],
        "REMOTE_ADDR": client.strip("[]"),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(sent),
        "wsgi.errors": sys.stderr,
    }
    for name, value in scope.headers.items():
        if "_" not in name:
            key = _KEYS.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
            found[key] = f"{found[key]}{_JOINTS.get(name, ',')}{value}" if key in found else value
    return found


def _latin(words: str) -> str:
    """Say words as WSGI does: each byte as a letter."""
    return words if words.isascii() else words.encode("utf-8", "replace").decode("latin-1")


_KEYS = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
_JOINTS = {"cookie": "; "}


def _hindered(debts: Debts) -> Exception | None:
    """Pay, and give what hindered that; whatever it is, who waits has to be told."""
    try:
        debts.pay()
    except Exception as error:  # noqa: BLE001 - the app answers it as its own
        return error
    return None


async def _send(transport: Any, piece: bytes) -> None:  # noqa: ANN401 - granian's own
    await transport.send_bytes(piece)


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        _close(body)


def _close(body: Iterable[bytes]) -> None:
    getattr(body, "close", lambda: None)()
