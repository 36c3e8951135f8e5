"""The app with another database for a while: an empty one in memory, of which nothing stays."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from quiz.storage import db, sqlite, tables, turns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from sqlalchemy import Engine


@contextmanager
def aside(app: Flask) -> Iterator[None]:
    """Let all that the app does in this block, within its context, be of no consequence.

    Nobody else may use the app meanwhile.
    """
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    queue = turns.WriteQueue(None)
    sqlite.prepare(engine, "OFF", queue.without_log)
    other: dict[str, Any] = {"quiz.queue": queue, "quiz.alone": True, "quiz.memory": {}}
    with app.app_context():
        engines = cast("dict[str | None, Engine]", db.engines)
        own, kept = engines[None], {name: app.extensions[name] for name in other}
        engines[None] = engine
        app.extensions |= other
        try:
            tables.Base.metadata.create_all(engine)
            yield
        finally:
            engines[None] = own
            app.extensions |= kept
            engine.dispose()
