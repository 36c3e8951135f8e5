"""``quiz serve``: the service, ready to use."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from quiz import metrics
from quiz.cli import listening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask


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
    from quiz.cli import logs
    from quiz.cli.app import application, url
    from quiz.storage.accounts import links

    with ExitStack() as ends:
        with application() as app:
            host, port = host or app.config["QUIZ_HOST"], port or app.config["QUIZ_PORT"]
            logs.set_up(app.config["QUIZ_LOG"])
            _refuse_memory(app)
            listener = ends.enter_context(listening.bound(host, port))
            _load(app)
            processes = workers or _processes(app)
            first = links.first_link(datetime.now(UTC))
            _let_go()
        show_figures = ends.enter_context(_figures(app))

        def started() -> None:
            _greet(host, port, app.config["QUIZ_ADDRESS"] or url(host, port), first)
            show_figures()

        _run(app, listener, processes, started)


def _run(app: Flask, listener: socket.socket, workers: int, started: Callable[[], None]) -> None:
    """Serve until told to stop; then each worker answers what it has begun, and ends.

    ``started`` is called in a thread of its own when the workers are about to begin.
    """
    from quiz.cli import processes, rehearsal, worker

    if processes.FORKS:
        rehearsal.rehearse(app)
        worker.settle(app)
    listening.let_in(listener)
    processes.keep(
        workers,
        worker.work,
        (app if processes.FORKS else None, listener, listening.connections()),
        started=lambda: threading.Thread(target=started, daemon=True).start(),
        stopping=listener.close,
    )


@contextmanager
def _figures(app: Flask) -> Iterator[Callable[[], None]]:
    """Let all processes count, if that is wanted; give what opens the port of the figures.

    The figures of processes that have ended count on, or sums would go down.
    """
    host, port = app.config["QUIZ_METRICS_HOST"], app.config["QUIZ_METRICS_PORT"]
    if not port:
        yield lambda: None
        return
    listening.bound(host, port).close()  # the libraries that show them listen themselves
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


def _refuse_memory(app: Flask) -> None:
    if app.config["SQLALCHEMY_DATABASE_URI"] in {"sqlite://", "sqlite:///:memory:"}:
        raise click.ClickException("A database in memory cannot be shared with the workers.")


def _let_go() -> None:
    """Close connections: a forked worker must not inherit one."""
    from quiz.storage import db

    db.engine.dispose()
