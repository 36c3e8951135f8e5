"""``quiz serve``: the service, ready to use."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

PATIENCE = 3.0
"""Seconds to wait for a port: workers of a server that was killed leave within one."""


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
    from quiz.cli.app import application
    from quiz.storage import links

    with application() as app:
        host, port = host or app.config["QUIZ_HOST"], port or app.config["QUIZ_PORT"]
        _refuse_memory(app)
        _wait_for_port(host, port)
        _load(app)
        processes = workers or _processes(app)
        threads = app.config["QUIZ_THREADS"]
        first = links.first_link(datetime.now(UTC))
        _let_go()
    _run(host, port, processes, threads, first)


def _run(host: str, port: int, workers: int, threads: int, first: str | None) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "quiz.cli.worker:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=threads,  # granian's own number is far too high for Python
        runtime_threads=1,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )
    server.on_startup(
        lambda: threading.Thread(target=_greet, args=(host, port, first), daemon=True).start()
    )
    server.serve()


def _greet(host: str, port: int, first: str | None) -> None:
    """Print the address, and the first account's link, as soon as somebody answers there."""
    from quiz.cli.app import url

    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - it is looked up, not bound
    while True:
        # At first: the workers are forked just now, and a thread had better be asleep then.
        time.sleep(0.1)
        with suppress(OSError), socket.create_connection((everywhere.get(host, host), port), 1):
            break
    click.echo(f"Quiz is open at {url(host, port)} (Ctrl-C stops it)")
    if first is not None:
        click.echo(f"Make the first account: {url(host, port)}/account/first/{first}")


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
    """SQLite has one writer at a time, so more processes only wait; PostgreSQL uses all."""
    from quiz.storage import db

    if app.config["QUIZ_WORKERS"]:
        return int(app.config["QUIZ_WORKERS"])
    return 1 if db.engine.dialect.name == "sqlite" else os.cpu_count() or 1


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
