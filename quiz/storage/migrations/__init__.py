"""Migrations of the database: run by ``quiz serve`` and ``quiz db upgrade``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import current_app

from quiz.storage import settings


def upgrade() -> None:
    """Bring the database to the newest form, and make the secret that it keeps.

    All of it happens or none of it; where two processes come at once, one waits for the other.
    """
    command.upgrade(config(), "head")
    key = settings.make_secret_key()
    current_app.secret_key = current_app.secret_key or key


def revisions() -> list[str]:
    """Name the forms that a database can have had, the newest first."""
    return [step.revision for step in ScriptDirectory.from_config(config()).walk_revisions()]


@lru_cache(maxsize=1)
def newest() -> str:
    """Name the form that this program needs."""
    return revisions()[0]


def config() -> Config:
    """Tell Alembic where the migrations lie; what it works on, `env` takes from the app."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return made
