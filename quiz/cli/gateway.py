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
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    LengthRequired,
    RequestTimeout,
    ServiceUnavailable,
)

from quiz.cli.wsgi import Scope, environ
from quiz.storage import turns
from quiz.web import bodies
from quiz.web.application import MOST
from quiz.web.headers import Pairs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quiz.storage.disk import Debts

    Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

T = TypeVar("T")

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

SHORT = ("/attempts/", "/join/", "/static/", "/healthz")
"""How the paths begin of what is answered in the loop: never for long, unless a disk is ill."""

BUSY = 503
"""What the app answers where something has to be waited for that does not come soon."""

PATIENCE, SLOWEST = 30.0, 20_000
"""Seconds in which what is sent has to be there, and bytes for which it has one more."""

LULL = 0.0001
"""Seconds without a request after which nobody else is expected to ask meanwhile."""

SMALL, MOST_HELD = 64_000, 128_000_000
"""Bytes of what is read whoever sends it; and of all that is larger, until it is answered."""


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

    @property
    def last(self) -> bool:
        """Whether nobody can tell where a next request would begin: not all of it was read."""
        return bodies.LOST in self.environ or "HTTP_EXPECT" in self.environ

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
            asked = await self._read(environ(scope), receive, held)
            reply = await self._reply(asked, receive, alone=alone)
            if isinstance(reply.body, list | tuple):
                await send(_head(reply, last=asked.last))
                await send(_body(b"".join(reply.body)))
            else:
                await self._bit_by_bit(reply, receive, send)
        except Left:
            pass
        finally:
            self._asking, self._ended = self._asking - 1, time.perf_counter()
            self._held -= sum(held)

    def look(self, now: float) -> None:
        """Wait no longer for what should have been there by now, as the loop's clock says."""
        for sender, until in self._senders.items():
            if until < now:
                sender.cancel()

    async def _read(self, found: dict[str, Any], receive: Receive, held: list[int]) -> Asked:
        """Read a request to its end, or say why it is not read. Raises Left."""
        try:
            return Asked(found, await self._sent(found, receive, held))
        except HTTPException as refused:
            return Asked({**found, bodies.LOST: refused}, b"")

    async def _sent(self, found: dict[str, Any], receive: Receive, held: list[int]) -> bytes:
        """Wait for all that is sent, if it comes in time. Raises Left, or what is answered."""
        if "HTTP_TRANSFER_ENCODING" in found:
            raise LengthRequired
        length = found.get("CONTENT_LENGTH", "")
        size = int(length) if length.isdecimal() else 0
        if size and "HTTP_UPGRADE" in found:  # it is not told whether that is meant for us
            raise BadRequest
        if not 0 < size <= MOST:  # the app refuses more, and reads none of it
            return b""
        sender = asyncio.current_task()
        assert sender is not None
        now = asyncio.get_running_loop().time()
        self._senders[sender] = now + PATIENCE + size / SLOWEST
        try:
            return await self._pieces(receive, held, large=size > SMALL)
        except asyncio.CancelledError:
            raise RequestTimeout from None
        finally:
            del self._senders[sender]

    async def _pieces(self, receive: Receive, held: list[int], *, large: bool) -> bytes:
        """Read what is sent, as long as there is room for it; ``held`` is what it takes."""
        pieces, more = [], True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Left
            piece, more = message.get("body", b""), message.get("more_body", False)
            if large and self._held + len(piece) > MOST_HELD:
                raise ServiceUnavailable
            if large:
                self._held += len(piece)
                held.append(len(piece))
            pieces.append(piece)
        return b"".join(pieces)

    async def _reply(self, asked: Asked, receive: Receive, *, alone: bool) -> Reply:
        """Have the app answer, in the loop if it can."""
        short = self._inline and asked.environ["PATH_INFO"].startswith(SHORT)
        if short and (reply := await self._at_once(asked, alone=alone)):
            return reply._replace(body=_whole(reply.body))
        if asked.environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            return await self._if_there(asked, receive)
        return await self._beside(self._answer, asked.told())

    async def _if_there(self, asked: Asked, receive: Receive) -> Reply:
        """Have a thread answer, unless whoever asked has left before one is free. Raises Left.

        Who asks for a long report, and asks again and again, would hold up everybody. What is sent
        with a form is kept, whether somebody waits for the answer or not.
        """
        work = self._pool.submit(self._answer, asked.told())
        reply, left = asyncio.wrap_future(work), asyncio.create_task(_leaves(receive))
        try:
            await asyncio.wait((reply, left), return_when=asyncio.FIRST_COMPLETED)
            if left.done() and work.cancel():
                raise Left
            return await reply
        finally:
            left.cancel()

    async def _beside(self, work: Callable[..., T], *given: Any) -> T:  # noqa: ANN401 - the work's
        """Have a thread do something that takes its time."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *given)

    async def _bit_by_bit(self, reply: Reply, receive: Receive, send: Send) -> None:
        """Send what is too long to be there at once; no thread waits for whoever reads it."""
        left = asyncio.create_task(_leaves(receive))
        pieces = filter(None, reply.body)
        try:
            piece, more = await self._beside(next, pieces, b""), True
            await send(_head(reply))
            while more and not left.done():
                following = await self._beside(next, pieces, b"")
                more = bool(following)
                await send(_body(piece, more=more))
                piece = following
        finally:
            left.cancel()
            await self._beside(_close, reply.body)

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

    def _answer(self, asked: dict[str, Any]) -> Reply:
        told = _Start()
        body = self._app(asked, told)
        return Reply(told.status, told.headers, body)


def _head(reply: Reply, *, last: bool = False) -> dict[str, Any]:
    """Say how an answer begins."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
    if last:
        headers.append((b"connection", b"close"))
    return {"type": "http.response.start", "status": reply.status, "headers": headers}


def _body(piece: bytes, *, more: bool = False) -> dict[str, Any]:
    """Say a piece of it. The last is told to be: who has it may ask for something else at once."""
    return {"type": "http.response.body", "body": piece, "more_body": more}


def _hindered(debts: Debts) -> Exception | None:
    """Pay, and give what hindered that; whatever it is, who waits has to be told."""
    try:
        debts.pay()
    except Exception as error:  # noqa: BLE001 - the app answers it as its own
        return error
    return None


async def _leaves(receive: Receive) -> None:
    """Wait until the reader is gone, or has all of it."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _whole(body: Iterable[bytes]) -> list[bytes]:
    """Give a body that is short: a page, or a picture."""
    if isinstance(body, list):
        return body
    try:
        return list(body)
    finally:
        _close(body)


def _close(body: Iterable[bytes]) -> None:
    getattr(body, "close", lambda: None)()
