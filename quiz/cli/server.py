"""The server of each process: uvicorn's, which hangs up on who sends no head and takes nothing."""

from __future__ import annotations

import asyncio
import math
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from quiz.cli import listening, processes

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from quiz.cli.gateway import Gateway

HEAD = 10
"""Seconds in which the head of a request has to be there, and the next one has to begin."""

MOST_OF_HEAD = 64_000
"""Bytes of a head that does not come at once; proxies let through far less."""

STALL = 60.0
"""Seconds in which a reader has to take something; systems take much at once from us."""

AHEAD = 4_000_000
"""Bytes that wait in memory for a reader, at most; the rest of an export waits in its file."""

STEP = 100_000
"""Bytes that a slow reader has taken before more are read from there."""

LET_IN = 16
"""Connections that are let in before others of this process, or other processes, have their turn.

Where files are short asyncio complains as often, too.
"""

LATE = 0.1
"""Seconds that what is on its way when we are told to stop has to be there."""

SLEPT = 3.0
"""Seconds between two looks beyond which what has come meanwhile is not read yet."""

TICKS = 10
"""Of uvicorn's in a second."""


class Connection(HttpToolsProtocol):
    """A connection; it knows how much of a head has come, and what waits for its reader."""

    most = 0
    """How many there may be in this process."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, or hang up at once where there are too many."""
        super().connection_made(transport)
        self._begun, self._head = False, 0  # whether a head is being read, and how much of it
        self._over = False  # whether no more is read
        self._waits: tuple[object, float] | None = None  # what we wait after, and since when
        transport.set_write_buffer_limits(AHEAD, AHEAD - STEP)
        if len(self.connections) > self.most:
            transport.abort()

    def on_message_begin(self) -> None:
        """Begin to read a head."""
        super().on_message_begin()
        self._begun, self._head = True, 0

    def on_headers_complete(self) -> None:
        """Have it answered, unless something else is being answered: nobody asks in advance.

        What follows a body without a length is no header, and what follows a request to speak
        something else is no request.
        """
        self._begun, ahead = False, self._open()
        if not ahead:
            super().on_headers_complete()
        chunked = any(name == b"transfer-encoding" for name, _ in self.headers)
        if ahead or chunked or self.parser.should_upgrade():
            self._end()

    def on_body(self, body: bytes) -> None:
        """Take a piece of what is sent."""
        if not self._over:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Know that all of it has come."""
        if not self._over:
            super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        """Read what has come, unless it is a head that does not end."""
        if self._over:
            return
        before = self._begun
        super().data_received(data)
        if before and self._begun:
            self._head += len(data)
            if self._head > MOST_OF_HEAD:
                self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request; one that came before it is answered first."""
        if self._open():
            self._end()
        else:
            super().send_400_response(msg)

    def _open(self) -> bool:
        """Whether something is being answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def _end(self) -> None:
        """Read no more; hang up when what is being answered is."""
        self._over, self.cycle.keep_alive = True, False

    def look(self, now: float) -> None:
        """Hang up where a head does not come, or nothing of an answer is taken, for too long."""
        waits = self._waiting()
        if waits is None or self._waits is None or self._waits[0] != waits:
            self._waits = None if waits is None else (waits, now)
        elif now - self._waits[1] > (STALL if waits[0] else HEAD):
            self.transport.abort()

    def _waiting(self) -> tuple[int, int] | None:
        """Tell what we wait for: so many bytes to be taken, or the head of one more request.

        Between two requests uvicorn waits, and closes when all of an answer is taken.
        """
        if held := self.transport.get_write_buffer_size():
            return held, 0
        if not self._open() and self.timeout_keep_alive_task is None:
            return 0, id(self.scope)
        return None


class Server(uvicorn.Server):
    """Serves a gateway until it is told to stop."""

    def __init__(self, served: Gateway, most: int) -> None:
        """``most``: how many connections there may be."""
        super().__init__(_config(served, type("Connection", (Connection,), {"most": most})))
        self._gateway = served
        self._looked = 0.0

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: the main process says when to stop."""
        yield

    async def on_tick(self, counter: int) -> bool:
        """Look around once a second; tell whether to stop."""
        if counter % TICKS == 0:
            self._look(asyncio.get_running_loop().time())
        return await super().on_tick(counter)

    def _look(self, now: float) -> None:
        """End what has not come in time; not at once where it was we who slept."""
        slept, self._looked = now - self._looked > SLEPT, now
        if slept:
            return
        self._gateway.look(now)
        for connection in list(self.server_state.connections):
            connection.look(now)  # type: ignore[union-attr]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to let in; as many as before may wait for that."""
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(listening.BACKLOG)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in, wait for no form that is on its way, and end what has begun."""
        late = asyncio.create_task(self._end_late())
        await super().shutdown(sockets)
        late.cancel()

    async def _end_late(self) -> None:
        """End what comes late: connections that were being made when all were told, and forms.

        Each may ask for one thing, and has a moment to do so.
        """
        told = set(self.server_state.connections)
        while True:
            await asyncio.sleep(LATE)
            self._gateway.look(math.inf)
            there = set(self.server_state.connections)
            for connection in there & told:
                connection.shutdown()
            told = there


def _config(served: Gateway, connection: type[Connection]) -> uvicorn.Config:
    return uvicorn.Config(
        served,
        interface="asgi3",
        http=connection,  # what proxies speak is HTTP/1.1; nobody else needs more
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,  # the app knows how many proxies there are
        server_header=False,
        timeout_keep_alive=HEAD,
        timeout_graceful_shutdown=processes.ENDING,
        backlog=LET_IN,
    )
