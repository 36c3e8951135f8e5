"""The port of the figures: what Prometheus reads, by a server that does not tell what it is."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import make_wsgi_app
from prometheus_client.exposition import ThreadingWSGIServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from prometheus_client import CollectorRegistry

NAME = "quiz"
"""What the server calls itself: no software, no version."""


class _Quiet(WSGIRequestHandler):
    server_version, sys_version = NAME, ""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: ANN401 - as the library has it
        """Log nothing: it is asked every few seconds."""


def show(host: str, port: int, registry: CollectorRegistry) -> WSGIServer:
    """Open the port, in a thread of its own that ends with the process."""
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    kind: Any = type("Server", (ThreadingWSGIServer,), {"address_family": family})
    server: WSGIServer = make_server(host, port, _named(make_wsgi_app(registry)), kind, _Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _named(app: WSGIApplication) -> WSGIApplication:
    """Say the server's name in each answer; else the library says its own and Python's version."""

    def named(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def begin(
            status: str,
            headers: list[tuple[str, str]],
            *more: Any,  # noqa: ANN401 - as WSGI has it
        ) -> Callable[[bytes], object]:
            return start(status, [*headers, ("Server", NAME)], *more)

        return app(environ, begin)

    return named
