"""The only room that knows SQLAlchemy: functions by noun, values in and values out.

`reading` and `writing` are the two ways to the database, each one transaction. A write waits in a
fair queue on SQLite (`quiz.storage.turns`) and says at its beginning that it will write.

`asking` and `adding` are the same two without the ORM, for what every student does many times over:
opening a page, saving an answer. Their statements are made once, when the module is loaded.
"""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import exc, make_url
from sqlalchemy.orm import Session

from quiz.storage import disk, sqlite, straight, turns
from quiz.storage.straight import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from sqlalchemy import URL

# Only for its engine: one an app, made from the app's configuration. Rows are on `tables.Base`,
# and each transaction has a session of its own.
db = SQLAlchemy()

Transaction = Session | Line
"""What a query is put to, with the ORM or without."""

LOST = (
    exc.OperationalError,
    exc.InterfaceError,
    exc.InternalError,
    exc.TimeoutError,
    sqlite3.OperationalError,  # of BEGIN, which is the driver's own, and of our queue
)
"""What a transaction raises when the database is away, locked, full or a replica; it is undone."""

POSTGRES = {
    # Many a pooler in transaction mode cannot keep prepared statements. Without one, 5 is quicker.
    "prepare_threshold": None,
    # Of several hosts the first may be dead, and a host that vanishes never says so.
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
}
"""Of each connection, unless the URL says otherwise: seconds, and milliseconds."""


def init_app(app: Flask) -> None:
    """Connect an application with its database and give it the secret that is kept there."""
    from quiz.storage import settings

    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    file = _sqlite_file(url)
    if file is not None:
        url = url.set(database=str(file))  # a relative one is taken for two places
        app.config["SQLALCHEMY_DATABASE_URI"] = url.render_as_string(hide_password=False)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # names and answers lie there
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", _engine_options(url, file))
    db.init_app(app)
    # Where we can, we wait for the disk ourselves, when the next may write already.
    settles = disk.SETTLES and app.config["QUIZ_SYNCHRONOUS"] == "FULL" and file is not None
    queue = app.extensions["quiz.queue"] = _queue(url, file, settles=settles)
    app.extensions["quiz.alone"] = url.get_backend_name() == "sqlite" and file is None
    app.extensions["quiz.memory"] = {}
    with app.app_context():
        if queue:
            synchronous = "NORMAL" if settles else app.config["QUIZ_SYNCHRONOUS"]
            sqlite.prepare(db.engine, synchronous, queue.without_log)
        app.secret_key = app.secret_key or settings.secret_key()


@contextmanager
def reading() -> Iterator[Session]:
    """Read in one transaction. What is written in it is undone."""
    with _alone_in_memory(), Session(db.engine) as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """Read and write in one transaction: kept when the block ends, undone when it raises."""
    with turn(), Session(db.engine) as session:
        session.connection(execution_options={sqlite.WRITES: True})
        yield session
        session.commit()


@contextmanager
def asking() -> Iterator[Line]:
    """Read in one transaction, without the ORM. What is written in it is undone."""
    with _alone_in_memory(), straight.line(db.engine) as line:
        yield line


@contextmanager
def adding() -> Iterator[Line]:
    """Read and write in one transaction, without the ORM: kept when the block ends."""
    with turn(), straight.line(db.engine, writes=True) as line:
        yield line


def turn() -> AbstractContextManager[None]:
    """Wait until this thread may write, and hold the right; on PostgreSQL there is no queue."""
    queue: turns.WriteQueue | None = current_app.extensions["quiz.queue"]
    return queue.turn() if queue else nullcontext()


def file() -> Path | None:
    """Give the file that a database of SQLite is; None where it is none."""
    return _sqlite_file(db.engine.url)


def _alone_in_memory() -> AbstractContextManager[None]:
    """A database in memory has one connection, so reads must wait for their turn as well."""
    return turn() if current_app.extensions["quiz.alone"] else nullcontext()


def _queue(url: URL, file: Path | None, *, settles: bool) -> turns.WriteQueue | None:
    if url.get_backend_name() != "sqlite":
        return None
    # SQLite's log lies beside what a link leads to, and so does the lock.
    return turns.WriteQueue(file and file.resolve(), settles=settles)


def _sqlite_file(url: URL) -> Path | None:
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return None
    return Path(str(url.database)).absolute()


def _engine_options(url: URL, file: Path | None) -> dict[str, object]:
    hidden: dict[str, object] = {"hide_parameters": True}  # errors are logged; answers are personal
    if url.get_backend_name() == "sqlite":
        more: dict[str, object] = {
            "pool_size": 8,
            "pool_use_lifo": True,  # which knows the most pages of the file
            "connect_args": {"timeout": 5},
        }
        return hidden if file is None else hidden | more
    # The driver would take the numbers of a URL for words.
    said = {name: int(str(url.query[name])) for name in POSTGRES if name in url.query}
    given = {**POSTGRES, **said}
    # After a fail-over the connections that are kept are dead.
    return hidden | {"pool_pre_ping": True, "connect_args": given}
