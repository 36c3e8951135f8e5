"""Forms that are begun and never sent to their end: they may hold a thread, and not all of them.

The server reads what is sent in the thread that works on it, and waits for it without a limit. A
phone that has left its network, or somebody who means ill, would hold that thread for good. So the
system asks on quiet connections whether anybody is there still; and where all threads of a worker
wait for such pieces, and for nothing else, its connections are ended: it had nothing to lose, and
the pages' scripts send again what had no receipt.
"""

from __future__ import annotations

import logging
import os
import socket
import stat
import struct
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PATIENCE = 5.0
"""Seconds that all threads may wait for the next piece; each of 64 kB, or the rest."""

QUIET, AGAIN, TIMES = 15, 5, 3
"""Seconds after which a connection is asked whether anybody is there, and again; how often."""

_FILES = "/dev/fd"
_LAST_RECEIVED = struct.Struct("=52xI")
"""Where Linux tells in its TCP_INFO how many milliseconds ago something came."""

log = logging.getLogger(__name__)


class Arrivals:
    """Serves an app, and notes which threads wait for what is being sent."""

    def __init__(self, app: Callable[..., Iterable[bytes]], threads: int) -> None:
        """``threads``: how many answer requests."""
        self._app, self._threads = app, threads
        self._since: dict[int, float] = {}  # by thread

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI
        """Answer a request."""
        if "CONTENT_LENGTH" in environ or "HTTP_TRANSFER_ENCODING" in environ:
            environ["wsgi.input"] = _Arriving(environ["wsgi.input"], self._since)
        return self._app(environ, start_response)

    def held_up(self) -> bool:
        """Whether all threads wait, and have done so for long."""
        waiting = list(self._since.values())
        return len(waiting) >= self._threads and time.monotonic() - max(waiting) > PATIENCE

    def watch(self) -> None:
        """Look each second, for as long as the process lives."""
        wait = threading.Event().wait
        asked = False
        while not wait(1.0):
            asked = asked or _ask_the_quiet()
            if self.held_up():
                log.warning("forms did not come to their end: %s connections were ended", cut())


class _Arriving:
    """What a client sends, read piece by piece."""

    def __init__(self, sent: Any, since: dict[int, float]) -> None:  # noqa: ANN401 - WSGI
        self._sent, self._since = sent, since

    def read(self, size: int = -1) -> bytes:
        found: bytes = self._awaited(self._sent.read, size)
        return found

    def readline(self, size: int = -1) -> bytes:
        found: bytes = self._awaited(self._sent.readline, size)
        return found

    def readlines(self, hint: int = -1) -> list[bytes]:
        found: list[bytes] = self._awaited(self._sent.readlines, hint)
        return found

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def _awaited(self, read: Callable[..., Any], size: int) -> Any:  # noqa: ANN401 - what it gives
        me = threading.get_ident()
        self._since[me] = time.monotonic()
        try:
            return read() if size is None or size < 0 else read(size)
        finally:
            del self._since[me]


def cut() -> int:
    """End the connections on which nothing has come for long, or else all; give how many.

    To be called while no thread works on anything but waits for its client.
    """
    found = list(_inbound())
    quiet = [one for one in found if _quiet_for(one) > PATIENCE]
    for connection in quiet or found:
        with suppress(OSError):  # it has ended by itself
            connection.shutdown(socket.SHUT_RDWR)
    for connection in found:
        connection.close()
    return len(quiet or found)


def _ask_the_quiet() -> bool:
    """Have the system ask on what is let in from now on; tell whether there is where to let in."""
    listening = [one for one in _sockets() if _listens(one)]
    for one in listening:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in (("IDLE", QUIET), ("INTVL", AGAIN), ("CNT", TIMES)):
            if hasattr(socket, f"TCP_KEEP{option}"):
                one.setsockopt(socket.IPPROTO_TCP, getattr(socket, f"TCP_KEEP{option}"), value)
        one.close()
    return bool(listening)


def _inbound() -> Iterator[socket.socket]:
    """The connections that clients have made to us."""
    found = list(_sockets())
    ours = {one.getsockname()[1] for one in found if _listens(one)}
    for one in found:
        if not _listens(one) and one.getsockname()[1] in ours:
            yield one
        else:
            one.close()


def _sockets() -> Iterator[socket.socket]:
    """All of this process that speak TCP, each by a handle of its own.

    Nothing else is opened: whoever closes a handle of a file lets go of all locks on it, SQLite's.
    """
    try:
        names = os.listdir(_FILES)  # noqa: PTH208 - the names are numbers
    except OSError:  # Windows
        return
    for name in names:
        with suppress(OSError):
            if not stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                continue
            one = socket.socket(fileno=os.dup(int(name)))
            if one.family in {socket.AF_INET, socket.AF_INET6} and one.type == socket.SOCK_STREAM:
                yield one
            else:
                one.close()


def _listens(one: socket.socket) -> bool:
    return bool(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def _quiet_for(connection: socket.socket) -> float:
    """Seconds since something came; 0 where the system does not say."""
    if not hasattr(socket, "TCP_INFO"):
        return 0.0
    with suppress(OSError):
        told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_RECEIVED.size)
        return float(_LAST_RECEIVED.unpack(told)[0]) / 1000
    return 0.0
