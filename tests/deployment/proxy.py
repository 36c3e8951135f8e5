"""A proxy as a school puts one before the service: it spreads requests over the hosts that answer.

It adds the X-Forwarded headers, takes a prefix off the path where it is to serve one, and answers
502 where no host answers. One request a connection.
"""

from __future__ import annotations

import asyncio
import re
import threading
from contextlib import contextmanager, suppress
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import Iterator, Sequence

    Ends = tuple[StreamReader, StreamWriter]

HOST = "127.0.0.1"


class Proxy:
    """Listens on a port of its own and passes on to the ports of the hosts, each in its turn."""

    def __init__(self, ports: Sequence[int], prefix: str) -> None:
        """Know the hosts, and the path below which the service is to be found: ``/quiz``."""
        self._ports, self._prefix, self._turn = ports, prefix, count()
        # The loop itself would let go of a task that waits for somebody who is gone.
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    @property
    def url(self) -> str:
        """The address that people open."""
        return f"http://{HOST}:{self.port}{self._prefix}"

    async def run(self, ready: threading.Event) -> None:
        """Pass on until told to stop."""
        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        async with await asyncio.start_server(self._serve, HOST, 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            ready.set()
            await self._done.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def stop(self) -> None:
        """Stop; what is on its way is cut off."""
        self._loop.call_soon_threadsafe(self._done.set)

    async def _serve(self, client: StreamReader, back: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                head = (await client.readuntil(b"\r\n\r\n")).decode("latin-1")
                await self._pass_on(self._rewritten(head), client, back)
        finally:
            back.close()

    async def _pass_on(self, head: bytes, client: StreamReader, back: StreamWriter) -> None:
        start = next(self._turn)
        for number in range(len(self._ports)):
            port = self._ports[(start + number) % len(self._ports)]
            with suppress(ConnectionRefusedError):
                answer, host = await asyncio.open_connection(HOST, port)
                return await exchanged(head, (client, back), (answer, host))
        back.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        return await back.drain()

    def _rewritten(self, head: str) -> bytes:
        first, _, rest = head.partition("\r\n")
        method, path, version = first.split(" ")
        path = path.removeprefix(self._prefix) or "/"
        rest = re.sub(r"(?im)^(connection|x-forwarded-[\w-]+):.*\r\n", "", rest)
        host = re.search(r"(?im)^host: *(.*)\r$", rest)
        added = (
            "Connection: close",
            "X-Forwarded-For: 192.0.2.7",
            "X-Forwarded-Proto: http",
            f"X-Forwarded-Host: {host[1] if host else ''}",
            *([f"X-Forwarded-Prefix: {self._prefix}"] if self._prefix else []),
        )
        return "\r\n".join((f"{method} {path} {version}", *added, rest)).encode("latin-1")


async def copied(source: StreamReader, target: StreamWriter) -> None:
    """Copy what comes until nothing comes any more."""
    with suppress(OSError):
        while part := await source.read(65536):
            target.write(part)
            await target.drain()


async def exchanged(head: bytes, here: Ends, there: Ends) -> None:
    """Send a request's head and whatever follows it; copy back what is answered."""
    there[1].write(head)
    sending = asyncio.create_task(copied(here[0], there[1]))
    try:
        await copied(there[0], here[1])
    finally:
        sending.cancel()
        there[1].close()


@contextmanager
def proxy(*ports: int, prefix: str = "") -> Iterator[Proxy]:
    """Run a proxy, in a thread, for as long as the block lasts."""
    made, ready = Proxy(ports, prefix), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(made.run(ready)))
    thread.start()
    assert ready.wait(60)
    try:
        yield made
    finally:
        made.stop()
        thread.join(60)
