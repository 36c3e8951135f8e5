"""The cast, and the world in which they play: one real database for each test.

Fast ones come first: the core, what needs a database, and at last what starts servers and browsers.

What Hypothesis tries is the same in every run, so that a change is judged by what it changes, and
no test is timed. `HYPOTHESIS_PROFILE=thorough pytest tests/assessment` looks long, at new examples
each time; what it finds becomes a test of its own.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests import places

# The core's tests come here too and need none of the web or the database: they are not loaded.
if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from jinja2 import BytecodeCache

    from tests.postgres import Server

# Where it is set, each of the many servers that are started would compile all of the service anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

MakeApp = Callable[..., "Flask"]

SAMPLES = Path(__file__).parent / "samples"

DATABASES = {"sqlite": ["sqlite"], "postgres": ["postgres"], "both": ["sqlite", "postgres"]}
"""What ``--database`` may say, and on what each test then runs."""

SETTINGS = {"TESTING": True, "SECRET_KEY": "for tests only", "QUIZ_SYNCHRONOUS": "NORMAL"}
"""Of the application in the stories; its database need not outlive a loss of power."""

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


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let one choose the database on which every story is told."""
    parser.addoption(
        "--database",
        choices=sorted(DATABASES),
        help="the database of all tests; by default storage's run on both, the others on SQLite",
    )


def pytest_xdist_auto_num_workers() -> int | None:
    """Let half as many more tell stories as there are cores: who waits for a browser needs none."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None  # somebody knows better
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (cores or 1) * 3 // 2


ORDER = ["assessment", "", "storage", "web", "cli", "fuzz", "faults", "deployment", "pages"]
"""The folders of the tests ("" is this one), the fast ones first; short stories end the run."""


def set_up_hypothesis() -> None:
    """Say how many examples are tried, and which."""
    from hypothesis import HealthCheck, settings

    settings.register_profile(
        "quick",
        max_examples=10,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.register_profile(
        "thorough", settings.get_profile("quick"), max_examples=1_000, derandomize=False
    )
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """What was loaded for the tests stays: to look through it time and again takes a fifth of a run."""
    if not session.config.pluginmanager.has_plugin("dsession"):  # xdist's, which only deals out
        set_up_hypothesis()
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the fast ones first, for each of the processes among which xdist parts the tests.

    It gives each of them a row of neighbours, so the modules are dealt out in as many rows.
    """
    here = Path(__file__).parent

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(here).parts[:-1][:1]
        return ORDER.index(folder[0] if folder else "")

    modules = [list(found) for _, found in groupby(sorted(items, key=rank), lambda i: i.path)]
    rows: list[list[pytest.Item]] = [[] for _ in range(xdist_rows(config))]
    for module in modules:
        min(rows, key=len).extend(module)
    items[:] = [item for row in rows for item in row]


def xdist_rows(config: pytest.Config) -> int:
    """Give the number of processes that tell the stories."""
    return int(getattr(config, "workerinput", {}).get("workercount", 1))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tell a story once on each database that was asked for, or on the one that it is about."""
    if "database_kind" in metafunc.fixturenames:
        storage = Path(__file__).parent / "storage" in metafunc.definition.path.parents
        chosen = metafunc.config.getoption("database") or ("both" if storage else "sqlite")
        chosen = getattr(metafunc.module, "DATABASE", chosen)
        metafunc.parametrize("database_kind", DATABASES[chosen], scope="session")


@pytest.fixture(scope="session")
def light() -> Iterator[Path]:
    """A folder for databases that outlive no story: to wait for a disk takes longer than most."""
    with TemporaryDirectory(prefix="quiz-", dir=places.light()) as made:
        yield Path(made)


@pytest.fixture(scope="session")
def stage_url(database_kind: str, request: pytest.FixtureRequest, light: Path) -> str:
    """The URL of the database on which stories are told, one after the other."""
    if database_kind == "sqlite":
        stage = light / "stage"
        stage.mkdir(exist_ok=True)
        return url_of(stage / "quiz.sqlite")
    return str(request.getfixturevalue("migrated"))


@pytest.fixture
def database_url(stage_url: str) -> Iterator[str]:
    """An empty database: a file of SQLite that is yet to be, or one in PostgreSQL's newest form."""
    yield stage_url
    if file := file_of(stage_url):
        for left in file.parent.iterdir():
            left.unlink()
    else:
        from tests.postgres import empty

        empty(stage_url)


def url_of(file: Path) -> str:
    """Give the URL of a file of SQLite."""
    return f"sqlite:///{file.as_posix()}"


def file_of(url: str) -> Path | None:
    """Give the file that a database of SQLite is; None for another."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


@pytest.fixture
def empty_url(database_kind: str, request: pytest.FixtureRequest, light: Path) -> Iterator[str]:
    """Another database of the same kind, not set up yet."""
    if database_kind == "sqlite":
        with TemporaryDirectory(dir=light) as made:
            yield url_of(Path(made) / "empty.sqlite")
    else:
        with request.getfixturevalue("postgres").lent() as url:
            yield url


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL of the tests' own."""
    from tests.postgres import server

    with server() as running:
        yield running


@pytest.fixture(scope="session")
def migrated(postgres: Server, compiled: BytecodeCache) -> str:
    """A database of PostgreSQL in its newest form; each story leaves it empty."""
    from quiz.storage import migrations

    url = postgres.database()
    with making(compiled) as make, make(url).app_context():
        migrations.upgrade()
    return url


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates that one application has compiled, for all others."""
    from jinja2 import FileSystemBytecodeCache

    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))


@contextmanager
def making(compiled: BytecodeCache) -> Iterator[MakeApp]:
    """Make applications, which are closed in the end."""
    from quiz import create_app
    from quiz.storage import db

    with ExitStack() as closing:

        def make(url: str, **settings: object) -> Flask:
            app = create_app({"SQLALCHEMY_DATABASE_URI": url, **settings})
            app.jinja_env.bytecode_cache = compiled
            with app.app_context():
                closing.callback(db.engine.dispose)
            return app

        yield make


@pytest.fixture
def make_app(compiled: BytecodeCache) -> Iterator[MakeApp]:
    """Make an application on a database, as another process would."""
    with making(compiled) as make:
        yield make


@pytest.fixture(scope="session")
def newest_file(compiled: BytecodeCache, light: Path) -> Path:
    """A file of SQLite in its newest form, of which each story takes a copy."""
    from quiz.storage import migrations

    file = light / "newest.sqlite"
    with making(compiled) as make, make(url_of(file), **SETTINGS).app_context():
        migrations.upgrade()
    return file


@pytest.fixture(scope="module")
def other_url(
    database_kind: str, request: pytest.FixtureRequest, compiled: BytecodeCache, light: Path
) -> Iterator[str]:
    """Another database of the same kind in its newest form, for all stories of a module at once."""
    if database_kind == "sqlite":
        with TemporaryDirectory(dir=light) as made:
            file = Path(made) / "other.sqlite"
            shutil.copyfile(request.getfixturevalue("newest_file"), file)
            yield url_of(file)
    else:
        from quiz.storage import migrations

        with request.getfixturevalue("postgres").lent() as url:
            with making(compiled) as make, make(url).app_context():
                migrations.upgrade()
            yield url


@pytest.fixture(scope="session")
def lasting_app(stage_url: str, compiled: BytecodeCache) -> Iterator[Flask]:
    """The application of all stories: to make one costs more than most of them."""
    with making(compiled) as make:
        yield make(stage_url, **SETTINGS)


@pytest.fixture
def app(lasting_app: Flask, database_url: str, newest_file: Path) -> Iterator[Flask]:
    """The application on an empty database in its newest form; it remembers no other story."""
    from quiz.storage import db, turns

    if file := file_of(database_url):
        shutil.copyfile(newest_file, file)
        lasting_app.extensions["quiz.queue"] = turns.WriteQueue(file)
    lasting_app.extensions["quiz.memory"].clear()
    config = dict(lasting_app.config)
    yield lasting_app
    lasting_app.config.clear()
    lasting_app.config.update(config)
    if file:
        with lasting_app.app_context():
            db.engine.dispose()


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a password."""
    hash_quickly(monkeypatch)


def hash_quickly(patch: pytest.MonkeyPatch) -> None:
    """Hash without the work that makes guessing slow; what else is done is the same."""
    from argon2 import PasswordHasher

    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    patch.setattr("quiz.storage.accounts.passwords._hasher", hasher)
    patch.setattr("quiz.storage.accounts.passwords._nobodys", lambda: hasher.hash("nobody's"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser of a stranger: nobody has joined anything in it yet."""
    return app.test_client()
