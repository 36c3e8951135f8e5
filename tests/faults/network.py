"""A network as a school has one: it drops every tenth request and doubles every twentieth.

Of those dropped, every other one reaches the service and only its answer is lost, which a browser
cannot tell apart. A doubled one reaches it twice, the second time behind the back of the browser.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import AsyncIterator

HOST = "127.0.0.1"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Network:
    """Listens on a port of its own and passes requests on to that of the service, or does not."""

    service: int
    port: int = 0
    requests: int = 0
    dropped: int = 0
    doubled: int = 0
    lines: list[asyncio.Task[None]] = field(default_factory=list)

    async def carry(self, client: StreamReader, back: StreamWriter) -> None:
        """Carry what comes over one connection, which breaks where a request is dropped."""
        line = asyncio.current_task()
        assert line is not None
        self.lines.append(line)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                while await self._carried(await message(client), back):
                    pass
        finally:
            back.close()

    async def _carried(self, request: bytes, back: StreamWriter) -> bool:
        self.requests += 1
        number = self.requests
        if number % 10 == 0:
            self.dropped += 1
            if self.dropped % 2:
                await self._answer(request)
            return False
        if number % 20 == 5:
            self.doubled += 1
            await self._answer(request)
        back.write(await self._answer(request))
        await back.drain()
        return True

    async def _answer(self, request: bytes) -> bytes:
        answer, there = await asyncio.open_connection(HOST, self.service)
        try:
            there.write(request)
            return await message(answer)
        finally:
            there.close()


@asynccontextmanager
async def network(service: int) -> AsyncIterator[Network]:
    """Lay a bad network before the service, for as long as the block lasts."""
    made = Network(service)
    async with await asyncio.start_server(made.carry, HOST, 0) as server:
        made.port = server.sockets[0].getsockname()[1]
        yield made
        await asyncio.gather(*made.lines)  # each ends when the browser at its end hangs up


async def message(source: StreamReader) -> bytes:
    """Read one request or answer, head and body. Raises asyncio.IncompleteReadError."""
    head = await source.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return head + await source.readexactly(int(length[1]) if length else 0)
