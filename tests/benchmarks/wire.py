"""A light HTTP client: one connection, kept open, raw bytes; what it costs is the driver's share."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Sequence

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nset-cookie: *([^=]+)=([^;\r]*)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: *([^\r]*)", re.IGNORECASE)


class Lost(ConnectionError):
    """The connection could not be made, or broke before the answer was there."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and how many seconds it took."""

    status: int
    location: str
    body: bytes
    seconds: float


class Browser(Protocol):
    """What a student answers with; over the network (`Client`) or not."""

    async def get(self, path: str) -> Reply:
        """Fetch a page."""

    async def post(self, path: str, fields: Sequence[tuple[str, str]]) -> Reply:
        """Send a form."""


class _Wire(asyncio.Protocol):
    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.data = b""
        self.done: asyncio.Future[tuple[bytes, bytes]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.data += data
        end = self.data.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self.data[:end]
        length = _LENGTH.search(head)
        size = int(length[1]) if length else 0
        if len(self.data) >= end + 4 + size and self.done and not self.done.done():
            body, self.data = self.data[end + 4 : end + 4 + size], self.data[end + 4 + size :]
            self.done.set_result((head, body))

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        if self.done and not self.done.done():
            self.done.set_exception(Lost("the connection broke"))


class Client:
    """A browser of one student: a connection and its cookies."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._wire: _Wire | None = None
        self._cookies: dict[bytes, bytes] = {}

    async def get(self, path: str) -> Reply:
        """Fetch a page. Raises Lost."""
        return await self._send("GET", path, b"")

    async def post(self, path: str, fields: Sequence[tuple[str, str]]) -> Reply:
        """Send a form. Raises Lost."""
        return await self._send("POST", path, urlencode(fields).encode())

    def close(self) -> None:
        """Hang up."""
        if self._wire and self._wire.transport:
            self._wire.transport.close()
        self._wire = None

    async def _send(self, method: str, path: str, body: bytes) -> Reply:
        start = time.perf_counter()
        wire = await self._connected()
        assert wire.transport
        wire.done = asyncio.get_running_loop().create_future()
        wire.transport.write(self._head(method, path, body) + body)
        head, found = await wire.done
        for name, value in _COOKIE.findall(head):
            self._cookies[name] = value
        location = _LOCATION.search(head)
        return Reply(
            int(head[9:12]),
            location[1].decode() if location else "",
            found,
            time.perf_counter() - start,
        )

    async def _connected(self) -> _Wire:
        if self._wire is None or self._wire.transport is None:
            loop = asyncio.get_running_loop()
            try:
                _, self._wire = await loop.create_connection(_Wire, "127.0.0.1", self._port)
            except OSError as error:
                raise Lost(str(error)) from error
        return self._wire

    def _head(self, method: str, path: str, body: bytes) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Language: en"]
        if method == "POST":
            lines += [
                f"Content-Length: {len(body)}",
                "Content-Type: application/x-www-form-urlencoded",
            ]
        head = "\r\n".join(lines).encode()
        if self._cookies:
            pairs = b"; ".join(name + b"=" + value for name, value in self._cookies.items())
            head += b"\r\nCookie: " + pairs
        return head + b"\r\n\r\n"
