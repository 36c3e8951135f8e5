"""Migrations of the database: run by ``quiz serve`` and ``quiz db upgrade``."""

from __future__ import annotations

from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import inspect, text

from quiz.storage import db, reading, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from alembic.config import Config
    from sqlalchemy.orm import Session

HERE = Path(__file__).parent


class NewerDatabase(Exception):
    """The database has a form that this program does not know."""


def upgrade(*, apart: bool = False) -> None:
    """Bring the database to the newest form, and make the secret that it keeps.

    All of it happens or none of it; where two processes come at once, one waits for the other.
    Alembic is loaded only where there is something to do: it is large, and a start mostly has none.
    With ``apart`` a process that is forked for it loads it, if it can share the database, and the
    memory is free again; no other thread may run then.
    """
    with reading() as session:
        present = form(session)
    if present is not None and present not in revisions():
        raise NewerDatabase(present)
    if present != newest():
        shared = not current_app.extensions["quiz.alone"]
        _in_a_fork(_run) if apart and shared else _run()
    key = settings.make_secret_key()
    current_app.secret_key = current_app.secret_key or key


def _run() -> None:
    from alembic import command

    command.upgrade(config(), "head")


def _in_a_fork(work: Callable[[], None]) -> None:
    """Do it in a forked process, whose errors are raised here."""
    from concurrent.futures import ProcessPoolExecutor

    db.engine.dispose()  # a connection must not be taken along
    with ProcessPoolExecutor(1, get_context("fork")) as pool:
        pool.submit(work).result()


def form(session: Session) -> str | None:
    """Name the form that the database has; None where it is not set up yet."""
    if not inspect(session.connection()).has_table("alembic_version"):
        return None
    found: str | None = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def revisions() -> list[str]:
    """Name the forms that a database can have had, the newest first; files are named for them."""
    steps = (HERE / "versions").glob("[0-9]*.py")
    return sorted((path.name.partition("_")[0] for path in steps), reverse=True)


@lru_cache(maxsize=1)
def newest() -> str:
    """Name the form that this program needs."""
    return revisions()[0]


def config() -> Config:
    """Tell Alembic where the migrations lie; what it works on, `env` takes from the app."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return made
