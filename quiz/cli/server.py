"""The server of each process: uvicorn, which also ends who sends no head, or too much of one."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from quiz.cli import gateway

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from quiz.cli.gateway import Gateway

PATIENCE_AT_THE_END = 10
"""Seconds that a worker may take to answer what it has begun, when the service is told to stop.

An answer of ours takes five at most, the wait for a locked database; a large export may be cut.
"""

HEAD = 10
"""Seconds in which the head of a request has to be there, and the next one has to begin."""

MOST_OF_HEAD = 64_000
"""Bytes of a head; proxies let through far less."""

AHEAD = 4_000_000
"""Bytes of an answer that are made before the reader has taken them: all of a common export, so
that no thread waits for who reads slowly."""

STEP = 100_000
"""Bytes that a slow reader has taken before more are made."""

LATE = 0.1
"""Seconds in which a connection that was being made when we were told to stop has to ask."""

TICKS = 10
"""Of uvicorn's in a second."""


class Connection(HttpToolsProtocol):
    """A connection; it knows how much of a head has come, and whether it is one too many."""

    most = 0
    """How many there may be in this process."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, or hang up at once where there are too many."""
        super().connection_made(transport)
        self._head = 0  # how much of one has come
        self._since: tuple[object, float] | None = None  # how far it had come, and when
        transport.set_write_buffer_limits(AHEAD, AHEAD - STEP)
        if len(self.connections) > self.most:
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """Read what has come, unless it is a head that does not end."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before or not self.silent:
            self._head = 0
        elif (head := self._head + len(data)) > MOST_OF_HEAD:
            self.transport.abort()
        else:
            self._head = head

    @property
    def silent(self) -> bool:
        """Whether it has asked for nothing that is not answered: it has yet to send a head."""
        return self.cycle is None or self.cycle.response_complete

    def look(self, now: float) -> None:
        """Hang up where a head has not come, or nothing of an answer is taken, for too long.

        Between two requests, uvicorn has a look itself: it closes, once all is taken.
        """
        closing, idle = self.transport.is_closing(), self.timeout_keep_alive_task is not None
        if not closing and (idle or not self.silent):
            self._since = None
            return
        waits = (self.cycle, self.transport.get_write_buffer_size())
        if self._since is None or self._since[0] != waits:
            self._since = waits, now
        elif now - self._since[1] > (gateway.STALL if closing else HEAD):
            self.transport.abort()


class Server(uvicorn.Server):
    """Serves a gateway until it is told to stop."""

    def __init__(self, served: Gateway, most: int) -> None:
        """``most``: how many connections there may be."""
        super().__init__(_config(served, type("Connection", (Connection,), {"most": most})))
        self._gateway = served

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: the main process says when to stop."""
        yield

    async def on_tick(self, counter: int) -> bool:
        """Look around once a second; tell whether to stop."""
        if counter % TICKS == 0:
            now = asyncio.get_running_loop().time()
            self._gateway.look(now)
            for connection in list(self.server_state.connections):
                connection.look(now)  # type: ignore[union-attr]
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in, wait for no form that is on its way, and end what has begun."""
        self._gateway.stop()
        late = asyncio.create_task(self._end_late())
        await super().shutdown(sockets)
        late.cancel()

    async def _end_late(self) -> None:
        """End connections that were being made when all were told; each may ask for one thing."""
        told = set(self.server_state.connections)
        while True:
            await asyncio.sleep(LATE)
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
        timeout_graceful_shutdown=PATIENCE_AT_THE_END,
    )
