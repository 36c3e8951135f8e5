"""Ports for the servers that tests start."""

from __future__ import annotations

import os
import socket
from itertools import count

LOWEST, HIGHEST = 20_000, 32_000
"""Below the range from which Linux takes the port of a connection that goes out.

From that range a port could be taken while the server of a story is down: by anybody, even by the
one who asks whether the server is back, and so is connected to himself.
"""

_NEXT = count(os.getpid() * 101)  # processes that run tests at once begin at places of their own


def free_port() -> int:
    """Give a port on which nobody listens, another one each time."""
    for number in _NEXT:
        port = LOWEST + number % (HIGHEST - LOWEST)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError
