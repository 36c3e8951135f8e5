"""``quiz serve``: the service, ready to use."""

from __future__ import annotations

import logging
import multiprocessing
import os
import socket
import threading
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from quiz import metrics

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from granian.server.mp import MPServer
    from granian.server.mt import MTServer

PATIENCE = 5.0
"""Seconds to wait for a port: workers of a server that was killed leave within three."""

PATIENCE_AT_THE_END = 10
"""Seconds that a worker may take to answer what it has begun, when the service is told to stop.

An answer of ours takes five at most, the wait for a locked database; a large export may be cut.
"""

HEAD = 10_000
"""Milliseconds in which the head of a request has to be there, and the next one has to begin."""

MOST_CONNECTIONS = 10_000
"""In each process. One that waits costs some kilobytes, and no thread; beyond that many, nobody is
let in until one ends. Granian's own limit is so low that a thousand who say nothing shut it."""

SPARE_FILES = 200
"""Open files beside the connections: the database, logs, what a request reads."""

PAUSE = 1.0
"""Seconds until workers are started again that died twice within seconds."""


@click.command()
@click.option("--host", help="Address to listen on; 0.0.0.0 for the whole network.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes that answer requests.")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Start the service.

    Brings the database to its newest form, loads the shipped question sets and those in the folders
    of QUIZ_QUESTIONS, says what is wrong with any that cannot be loaded, and prints the address. As
    long as nobody has an account it prints a link that makes the first one; it works once.
    Stop it with Ctrl-C; whatever a student was told is saved stays saved, however it stops.

    \b
    Example:
        quiz serve --host 0.0.0.0 --port 8080
    """
    from quiz.cli.app import application, url
    from quiz.storage.accounts import links

    with application() as app:
        host, port = host or app.config["QUIZ_HOST"], port or app.config["QUIZ_PORT"]
        _refuse_memory(app)
        _wait_for_port(host, port)
        _load(app)
        processes = workers or _processes(app)
        first = links.first_link(datetime.now(UTC))
        _let_go()
    with _figures(app) as show_figures:

        def started() -> None:
            _greet(host, port, app.config["QUIZ_ADDRESS"] or url(host, port), first)
            show_figures()

        _run(app, host, port, processes, started)


def _run(app: Flask, host: str, port: int, workers: int, started: Callable[[], None]) -> None:
    """Serve until told to stop; then each worker answers what it has begun, and ends.

    ``started`` is called in a thread of its own when the workers are about to begin. Granian gives
    up when a worker dies twice within seconds, as where memory is short; a class waits, so we begin
    anew.
    """
    server, loader = _server(app, host, port, workers), _loader(app)
    server.on_startup(lambda: threading.Thread(target=started, daemon=True).start())
    while True:
        try:
            server.serve(target_loader=loader, wrap_loader=False)
            return
        except SystemExit:
            if not server.interrupt_children or server.interrupt_signal:
                raise
        logging.getLogger("_granian").error("The workers are started again")
        server.main_loop_interrupt.clear()
        if server.main_loop_interrupt.wait(PAUSE):  # told to stop meanwhile
            return
        server = _server(app, host, port, workers)


def _server(app: Flask, host: str, port: int, workers: int) -> MPServer | MTServer:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces, Loops
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    from quiz.cli import logs

    return Granian(
        "quiz.cli.worker:application",
        factory=True,
        interface=Interfaces.RSGI,
        loop=Loops.asyncio,
        websockets=False,
        http=HTTPModes.http1,  # what proxies speak; nobody else needs more
        http1_settings=HTTP1Settings(header_read_timeout=HEAD),
        backpressure=_connections(),
        address=host,
        port=port,
        workers=workers,
        runtime_threads=1,
        workers_kill_timeout=PATIENCE_AT_THE_END,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_dictconfig=logs.granian(app.config["QUIZ_LOG"]),
    )


def _loader(app: Flask) -> Callable[[], Any]:
    """What gives a worker its app: this one where workers are forked, for they share its memory."""
    from quiz.cli import rehearsal, worker

    if multiprocessing.get_start_method() != "fork":
        return worker.application
    rehearsal.rehearse(app)
    worker.settle(app)
    return partial(worker.begin, app)


@contextmanager
def _figures(app: Flask) -> Iterator[Callable[[], None]]:
    """Let all processes count, if that is wanted; give what opens the port of the figures.

    The figures of processes that have ended count on, or sums would go down.
    """
    host, port = app.config["QUIZ_METRICS_HOST"], app.config["QUIZ_METRICS_PORT"]
    if not port:
        yield lambda: None
        return
    _wait_for_port(host, port)
    with TemporaryDirectory(prefix="quiz-metrics-", ignore_cleanup_errors=True) as folder:
        metrics.count_in(folder)
        yield lambda: _show_figures(host, port)


def _show_figures(host: str, port: int) -> None:
    from prometheus_client import CollectorRegistry
    from prometheus_client.multiprocess import MultiProcessCollector

    from quiz.cli import figures

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    figures.show(host, port, registry)


def _greet(host: str, port: int, address: str, first: str | None) -> None:
    """Print the address, and the first account's link, as soon as somebody answers there."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - it is looked up, not bound
    while True:
        # At first: the workers are forked just now, and a thread had better be asleep then.
        time.sleep(0.1)
        with suppress(OSError), socket.create_connection((everywhere.get(host, host), port), 1):
            break
    click.echo(f"Quiz is open at {address} (Ctrl-C stops it)")
    if first is not None:
        click.echo(f"Make the first account: {address}/account/first/{first}")


def _load(app: Flask) -> None:
    """Load the shipped sets and those of the folders; say what was new and what was refused."""
    from quiz.cli import sets

    for path, loaded in sets.load_all(sets.files(_folders(app))):
        if loaded.changed or loaded.refused:
            sets.tell(path, loaded)


def _folders(app: Flask) -> list[Path]:
    from pathlib import Path

    from quiz import config

    given = [Path(folder) for folder in app.config["QUIZ_QUESTIONS"]]
    for missing in (folder for folder in given if not folder.is_dir()):
        raise click.ClickException(f"QUIZ_QUESTIONS names {missing}, which is no folder.")
    return [config.folder("questions"), *given]


def _processes(app: Flask) -> int:
    """One a processor; on SQLite two are enough: it has one writer at a time, and others wait."""
    from quiz.storage import db

    if app.config["QUIZ_WORKERS"]:
        return int(app.config["QUIZ_WORKERS"])
    processors = os.cpu_count() or 1
    return min(2, processors) if db.engine.dialect.name == "sqlite" else processors


def _connections() -> int:
    """As many as the system lets a process have, with files to spare."""
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return MOST_CONNECTIONS
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    files = wanted if most == resource.RLIM_INFINITY else min(most, wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(files - SPARE_FILES, SPARE_FILES)


def _refuse_memory(app: Flask) -> None:
    if app.config["SQLALCHEMY_DATABASE_URI"] in {"sqlite://", "sqlite:///:memory:"}:
        raise click.ClickException("A database in memory cannot be shared with the workers.")


def _let_go() -> None:
    """Close connections: a forked worker must not inherit one."""
    from quiz.storage import db

    db.engine.dispose()


def _wait_for_port(host: str, port: int) -> None:
    """Make sure that nobody else listens there: the server would share the port and not say so."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return _try_port(host, port)
        except socket.gaierror:
            raise click.ClickException(f"{host!r} is no address of this machine.") from None
        except OSError as error:
            if isinstance(error, PermissionError) or time.monotonic() > until:
                raise click.ClickException(_refusal(host, port, error)) from None
            time.sleep(0.2)


def _try_port(host: str, port: int) -> None:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)


def _refusal(host: str, port: int, error: OSError) -> str:
    import errno

    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Stop what uses it, or choose one with --port."
    return f"Cannot listen on {host}, port {port}: {error.strerror}."
