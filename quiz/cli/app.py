"""The application, for commands that work on the database."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask


@contextmanager
def private() -> Iterator[None]:
    """Let nobody else on this machine read the files that are made meanwhile.

    The database and its copies hold names, answers and the key that signs sessions.
    """
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def application() -> Iterator[Flask]:
    """Make the app and bring its database to the newest form, within its context."""
    with _loading():
        from quiz import create_app, storage
        from quiz.cli import processes
        from quiz.storage import db, migrations

    try:
        with private(), _loading():
            app = _made(create_app)
        with private(), app.app_context():
            try:
                migrations.upgrade(apart=processes.FORKS)
                yield app
            finally:
                db.engine.dispose()
    except storage.LOST as error:
        words = getattr(error, "orig", error)
        raise click.ClickException(f"The database does not answer: {words}") from None
    except migrations.NewerDatabase as error:
        raise click.ClickException(
            f"A newer version of this program has upgraded the database (to form {error}). "
            "Install that version, or restore a backup from before."
        ) from None


def _made(create_app: Callable[[], Flask]) -> Flask:
    try:
        return create_app()
    except OSError as error:
        raise click.ClickException(
            f"The folder of the database cannot be made: {error.filename}: {error.strerror}"
        ) from None


@contextmanager
def _loading() -> Iterator[None]:
    """Load modules without looking for garbage meanwhile: a sixth of the time, and in vain."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def address(app: Flask) -> str:
    """Give the address that people open: the public one, else this machine's."""
    public: str | None = app.config["QUIZ_ADDRESS"]
    return public or url(app.config["QUIZ_HOST"], app.config["QUIZ_PORT"])


def url(host: str, port: int) -> str:
    """Give the URL of a host and port; an address that means all of them is this machine."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - it is compared, not bound
        host = "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
