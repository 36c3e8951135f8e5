"""What stands between the server and the app: what students ask for is answered in the event loop.

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
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote_to_bytes

from werkzeug.exceptions import (
    HTTPException,
    RequestEntityTooLarge,
    RequestTimeout,
    ServiceUnavailable,
)

from quiz.storage import turns
from quiz.web import bodies
from quiz.web.application import MOST
from quiz.web.headers import Pairs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quiz.storage.disk import Debts

    Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

SHORT = ("/attempts/", "/join/", "/static/", "/healthz")
"""How the paths begin of what is answered in the loop: never for long, unless a disk is ill."""

BUSY = 503
"""What the app answers where something has to be waited for that does not come soon."""

PATIENCE = 30.0
"""Seconds in which what is sent has to be there."""

STALL = 60.0
"""Seconds in which a reader has to take something; systems take much at once from us."""

LULL = 0.0001
"""Seconds without a request after which nobody else is expected to ask meanwhile."""

SMALL, MOST_HELD = 64_000, 128_000_000
"""Bytes of what is read whoever sends it; and of all that is larger, until it is answered."""

OURS = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.input_terminated": True,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}
"""What is the same for each request."""


class Left(Exception):
    """Whoever asked is not there any more."""


class Reply(NamedTuple):
    """What an app has answered."""

    status: int
    headers: Pairs
    body: Iterable[bytes]


class Asked(NamedTuple):
    """A request that is read: what WSGI says of it, and what was sent."""

    environ: dict[str, Any]
    sent: bytes

    def told(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - WSGI
        """Give it as an app is told; anew each time, for the app notes things in it."""
        return {**self.environ, "wsgi.input": BytesIO(self.sent), **more}


class _Start:
    """What an app calls with the status and the headers of its answer."""

    status = 500
    headers: Pairs = []  # noqa: RUF012 - never added to

    def __call__(self, status: str, headers: Pairs, _error: object = None) -> None:
        self.status, self.headers = int(status.partition(" ")[0]), headers


class Gateway:
    """Serves a WSGI app by the interface for event loops (ASGI)."""

    def __init__(self, app: Wsgi, threads: int, *, inline: bool) -> None:
        """``threads``: how many answer what takes long; ``inline``: the rest needs none of them."""
        self._app, self._inline = app, inline
        self._pool = ThreadPoolExecutor(threads, "request")
        self._asking = self._held = 0  # how many ask, and how many bytes of theirs are large
        self._ended = 0.0  # when the last was answered
        self._senders: dict[asyncio.Task[Any], float] = {}  # until when it has to be there
        self._owed: list[tuple[Debts, asyncio.Future[Exception | None]]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        held: list[int] = []
        alone = not self._asking and time.perf_counter() - self._ended > LULL
        self._asking += 1
        try:
            found = environ(scope)
            try:
                asked = Asked(found, await self._sent(found, receive, held))
            except HTTPException as refused:
                asked = Asked({**found, bodies.LOST: refused}, b"")
            last = bodies.LOST in asked.environ
            await self._answers(asked, receive, send, alone=alone, last=last)
        except Left:
            pass
        finally:
            self._asking, self._ended = self._asking - 1, time.perf_counter()
            self._held -= sum(held)

    def stop(self) -> None:
        """Wait no longer for what has not been sent yet."""
        for sender in self._senders:
            sender.cancel()

    def look(self, now: float) -> None:
        """Wait no longer for what should have been there by now, as the loop's clock says."""
        for sender, until in self._senders.items():
            if until < now:
                sender.cancel()

    async def _sent(self, found: dict[str, Any], receive: Receive, held: list[int]) -> bytes:
        """Wait for all that is sent, if it comes in time. Raises Left, or what is answered."""
        chunked = "HTTP_TRANSFER_ENCODING" in found
        length = found.get("CONTENT_LENGTH", "")
        size = int(length) if length.isdecimal() else 0
        if not chunked and not 0 < size <= MOST:  # the app refuses more, and reads none of it
            return b""
        sender = asyncio.current_task()
        assert sender is not None
        self._senders[sender] = asyncio.get_running_loop().time() + PATIENCE
        try:
            sent = await self._read(receive, held, large=chunked or size > SMALL)
        except asyncio.CancelledError:
            raise RequestTimeout from None
        finally:
            del self._senders[sender]
        if chunked:
            found["CONTENT_LENGTH"] = str(len(sent))
        return sent

    async def _read(self, receive: Receive, held: list[int], *, large: bool) -> bytes:
        """Read what is sent, as long as there is room for it; ``held`` is what it takes."""
        pieces, more = [], True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Left
            piece, more = message.get("body", b""), message.get("more_body", False)
            if large:
                self._hold(len(piece), held)
            pieces.append(piece)
        return b"".join(pieces)

    def _hold(self, size: int, held: list[int]) -> None:
        """Have room for a piece of what is large, or refuse it."""
        if sum(held) + size > MOST:
            raise RequestEntityTooLarge
        if self._held + size > MOST_HELD:
            raise ServiceUnavailable
        self._held += size
        held.append(size)

    async def _answers(
        self, asked: Asked, receive: Receive, send: Send, *, alone: bool = False, last: bool = False
    ) -> None:
        """Have the app answer; after the ``last`` answer nothing more is read."""
        short = self._inline and asked.environ["PATH_INFO"].startswith(SHORT)
        reply = await self._at_once(asked, alone=alone) if short else None
        if reply is None:
            loop = asyncio.get_running_loop()
            talk = partial(self._in_thread, asked, receive, send, loop)
            reply = await loop.run_in_executor(self._pool, talk)
        if reply is not None:
            await send(_head(reply, last=last))
            await send({"type": "http.response.body", "body": _whole(reply.body)})

    async def _at_once(self, asked: Asked, *, alone: bool) -> Reply | None:
        """Answer in the loop, and wait for the disk with all others that do.

        Gives None where something else has to be waited for. What a student sends twice counts
        once, so it may be asked again.
        """
        with turns.at_once() as debts:
            more = {} if bodies.LOST in asked.environ else {bodies.TRY: True}
            reply = self._answer(asked.told(**more))
        alone = alone and self._asking == 1
        if debts and (error := _hindered(debts) if alone else await self._paid(debts)):
            with turns.at_once():
                return self._answer(asked.told(**{bodies.LOST: error}))
        return None if reply.status == BUSY and more else reply

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
        self, asked: Asked, receive: Receive, send: Send, loop: asyncio.AbstractEventLoop
    ) -> Reply | None:
        """Answer in a thread; give what can be sent at once, and send all else bit by bit."""
        reply = self._answer(asked.told())
        if isinstance(reply.body, list | tuple):
            return reply

        def put(message: dict[str, Any]) -> bool:
            """Send something; tell whether the reader is still there."""
            taken = asyncio.run_coroutine_threadsafe(_taken(send, message), loop).result()
            return taken and not left.done()

        left = asyncio.run_coroutine_threadsafe(_leaves(receive), loop)
        try:
            put(_head(reply))
            for piece in filter(None, reply.body):
                if not put({"type": "http.response.body", "body": piece, "more_body": True}):
                    return None  # the server hangs up where an answer has no end
            put({"type": "http.response.body"})
        finally:
            left.cancel()
            _close(reply.body)
        return None

    def _answer(self, environ: dict[str, Any]) -> Reply:
        told = _Start()
        body = self._app(environ, told)
        return Reply(told.status, told.headers, body)


def environ(scope: Scope) -> dict[str, Any]:
    """Say a request as WSGI does (PEP 3333), without what is sent.

    A header with an underscore in its name is left out: it would pass for one with a hyphen that
    only our proxy may send.
    """
    client, server = scope["client"] or ("", 0), scope["server"] or ("", 0)
    found = {
        **OURS,
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": _path(scope["raw_path"]),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": client[0],
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
    }
    for name, value in scope["headers"]:
        if key := _key(name):
            said = value.decode("latin-1")
            found[key] = f"{found[key]}{_JOINTS.get(name, ',')}{said}" if key in found else said
    return found


def _path(raw: bytes) -> str:
    """Say a path as WSGI does: each byte as a letter."""
    return (unquote_to_bytes(raw) if b"%" in raw else raw).decode("latin-1")


@lru_cache(maxsize=100)
def _key(name: bytes) -> str:
    """Say a header's name as WSGI does; nothing, where it is to be left out."""
    if b"_" in name:
        return ""
    key = name.decode("latin-1").upper().replace("-", "_")
    return key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"


_JOINTS = {b"cookie": "; "}


def _head(reply: Reply, *, last: bool = False) -> dict[str, Any]:
    """Say how an answer begins."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
    if last:
        headers.append((b"connection", b"close"))
    return {"type": "http.response.start", "status": reply.status, "headers": headers}


def _hindered(debts: Debts) -> Exception | None:
    """Pay, and give what hindered that; whatever it is, who waits has to be told."""
    try:
        debts.pay()
    except Exception as error:  # noqa: BLE001 - the app answers it as its own
        return error
    return None


async def _taken(send: Send, message: dict[str, Any]) -> bool:
    """Send something; tell whether what was sent before was taken in time."""
    try:
        async with asyncio.timeout(STALL):
            await send(message)
    except TimeoutError:
        return False
    return True


async def _leaves(receive: Receive) -> None:
    """Wait until the reader is gone, or has all of it."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        _close(body)


def _close(body: Iterable[bytes]) -> None:
    getattr(body, "close", lambda: None)()
