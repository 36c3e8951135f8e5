"""The cast, and the world in which they play: one real database for each test.

What Hypothesis tries is the same in every run, so that a change is judged by what it changes, and
no test is timed. `HYPOTHESIS_PROFILE=thorough pytest tests/assessment` looks long, at new examples
each time; what it finds becomes a test of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from quiz import create_app
from tests.postgres import Server, server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

settings.register_profile(
    "quick",
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", settings.get_profile("quick"), max_examples=1_000, derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

MakeApp = Callable[..., "Flask"]

SAMPLES = Path(__file__).parent / "samples"

HARBOUR = (SAMPLES / "harbour.md").read_text(encoding="utf-8")
"""A small set with one question of each kind of answer; practice, feedback: evidence."""


@dataclass
class Clock:
    """The time of a story, which passes only when told to."""

    now: datetime = field(default=datetime(2026, 3, 2, 9, tzinfo=UTC))

    def passes(self, **units: float) -> datetime:
        """Let time pass, as in ``clock.passes(minutes=5)``; give the time that it is then."""
        self.now += timedelta(**units)
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Nine o'clock on a Monday."""
    return Clock()


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """A SQLite file of the test's own."""
    return f"sqlite:///{(tmp_path / 'quiz.sqlite').as_posix()}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL of the tests' own; tests that want it are skipped where there is none."""
    with server() as running:
        if running is None:
            pytest.skip("PostgreSQL or psycopg is not installed")
        yield running


@pytest.fixture
def make_app() -> Iterator[MakeApp]:
    """Make an application on a database, as another process would; it is closed in the end."""
    from quiz.storage import db

    with ExitStack() as closing:

        def make(url: str, **settings: object) -> Flask:
            app = create_app({"SQLALCHEMY_DATABASE_URI": url, **settings})
            with app.app_context():
                closing.callback(db.engine.dispose)
            return app

        yield make


@pytest.fixture
def app(make_app: MakeApp, database_url: str) -> Flask:
    """The application on a database of its own, empty and in its newest form."""
    from quiz.storage import migrations

    settings = {"TESTING": True, "SECRET_KEY": "for tests only", "QUIZ_SYNCHRONOUS": "NORMAL"}
    made = make_app(database_url, **settings)
    with made.app_context():
        migrations.upgrade()
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser of a stranger: nobody has joined anything in it yet."""
    return app.test_client()
