"""The address where the service listens: that nobody else has it, and how many may come."""

from __future__ import annotations

import errno
import os
import socket
import time

import click

PATIENCE = 5.0
"""Seconds to wait for a port: workers of a server that was killed leave within three."""

MOST_CONNECTIONS = 10_000
"""In each process. One that waits costs some kilobytes, and no thread; one that comes beyond that
many is hung up on."""

BACKLOG = 2048
"""Connections that wait to be let in; a system may allow for fewer."""

SPARE_FILES = 200
"""Open files beside the connections: the database, logs, what a request reads."""


def bound(host: str, port: int) -> socket.socket:
    """Give a socket at an address that nobody else has; it does not listen yet.

    Its protocol is named: of others asyncio does not know that what it sends must not wait.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return _bound(host, port)
        except socket.gaierror:
            raise click.ClickException(f"{host!r} is no address of this machine.") from None
        except OSError as error:
            if isinstance(error, PermissionError) or time.monotonic() > until:
                raise click.ClickException(_refusal(host, port, error)) from None
            time.sleep(0.2)


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    found = socket.socket(family, kind, protocol)
    try:
        if os.name != "nt":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
    except OSError:
        found.close()
        raise
    return found


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Stop what uses it, or choose one with --port."
    return f"Cannot listen on {host}, port {port}: {error.strerror}."


def let_in(listener: socket.socket) -> None:
    """Let connections wait for the first worker: from now on none is refused, whoever dies."""
    try:
        listener.listen(BACKLOG)
    except OSError as error:  # another one has begun at the same moment
        host, port, *_ = listener.getsockname()
        raise click.ClickException(_refusal(host, port, error)) from None


def connections() -> int:
    """As many as the system lets a process have, with files to spare."""
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return MOST_CONNECTIONS
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    files = wanted if most == resource.RLIM_INFINITY else min(most, wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(files - SPARE_FILES, files // 2)
