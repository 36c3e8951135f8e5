"""``quiz restore``: a copy in its place again, whatever lay there, and never under a service."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quiz import create_app
from quiz.cli import main
from quiz.storage import db, migrations, sets

Quiz = Callable[..., Result]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of SQLite, whatever the other tests run on."""
    folder = tmp_path / "service"
    folder.mkdir()
    monkeypatch.setenv("QUIZ_DATABASE_URL", f"sqlite:///{folder / 'quiz.sqlite'}")
    return folder / "quiz.sqlite"


@pytest.fixture
def quiz(database: Path) -> Quiz:
    """Run a command on that file."""
    return lambda *words: CliRunner().invoke(main, [str(w) for w in words], catch_exceptions=False)


@pytest.fixture
def copy(quiz: Quiz, database: Path, newest_file: Path, harbour: Path, tmp_path: Path) -> Path:
    """A copy of the database with the harbour in it; later a second version was loaded."""
    target = tmp_path / "copy.sqlite"
    shutil.copyfile(newest_file, database)
    quiz("load", harbour)
    assert quiz("backup", target).exit_code == 0
    harbour.write_text(harbour.read_text("utf-8").replace("night ferry", "day ferry"), "utf-8")
    quiz("load", harbour)
    return target


def versions(database: Path) -> list[int]:
    """The numbers of the versions that a database holds."""
    with closing(sqlite3.connect(database)) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM version ORDER BY id")]


def lying_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")


def test_the_copy_is_the_database_and_what_was_there_is_kept(
    quiz: Quiz, database: Path, copy: Path
) -> None:
    assert versions(database) == [1, 2]
    before = copy.read_bytes()
    result = quiz("restore", copy)

    assert result.exit_code == 0, result.output
    assert versions(database) == [1]
    assert copy.read_bytes() == before
    kept = list(database.parent.glob("*.before-restore-*"))
    assert len(kept) == 1
    assert kept[0].name in result.output
    assert versions(kept[0]) == [1, 2]
    assert lying_in(database.parent) == ["quiz.sqlite", kept[0].name]


def test_where_nothing_lies_it_is_put_there(quiz: Quiz, database: Path, copy: Path) -> None:
    database.unlink()
    result = quiz("restore", copy)

    assert result.exit_code == 0, result.output
    assert versions(database) == [1]
    assert lying_in(database.parent) == ["quiz.sqlite"]


def test_a_damaged_database_gives_way_and_is_kept(quiz: Quiz, database: Path, copy: Path) -> None:
    database.write_bytes(b"this was a database " * 500)
    result = quiz("restore", copy)

    assert result.exit_code == 0, result.output
    assert versions(database) == [1]
    kept = next(database.parent.glob("*.before-restore-*"))
    assert kept.read_bytes().startswith(b"this was a database")


def test_what_a_killed_server_left_in_the_log_is_kept_too(
    quiz: Quiz, database: Path, copy: Path, tmp_path: Path
) -> None:
    """Its newest answers are in the -wal file; the file alone would lack them."""
    with closing(sqlite3.connect(database, isolation_level=None)) as killed:
        killed.execute("PRAGMA journal_mode=WAL")
        killed.execute("PRAGMA wal_autocheckpoint=0")
        killed.execute("UPDATE setting SET value = 'the last that was written'")
        wreck = {side: database.with_name(database.name + side) for side in ("", "-wal")}
        found = {side: path.read_bytes() for side, path in wreck.items()}
    for side, path in wreck.items():
        path.write_bytes(found[side])
    assert quiz("restore", copy).exit_code == 0

    kept = next(database.parent.glob("*.before-restore-*"))
    with closing(sqlite3.connect(kept)) as connection:
        value = connection.execute("SELECT value FROM setting").fetchone()[0]
    assert value == "the last that was written"


def test_an_older_copy_is_brought_to_the_newest_form(
    quiz: Quiz, database: Path, tmp_path: Path
) -> None:
    from alembic import command

    old = tmp_path / "old.sqlite"
    app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{old}"})
    with app.app_context():
        command.upgrade(migrations.config(), "0001")
        db.engine.dispose()
    assert quiz("restore", old).exit_code == 0

    app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{database}"})
    with app.app_context():
        assert sets.newest("harbour") is None, "it can be asked, so it has the newest form"
        db.engine.dispose()


def test_while_the_service_runs_it_refuses(quiz: Quiz, database: Path, copy: Path) -> None:
    app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{database}"})
    result = quiz("restore", copy)
    with app.app_context():
        db.engine.dispose()

    assert result.exit_code == 1
    assert "Stop the service first" in result.output
    assert versions(database) == [1, 2]
    assert lying_in(database.parent) == ["quiz.sqlite"]
    assert quiz("restore", copy).exit_code == 0, "now it has stopped"


def spoil(path: Path) -> None:
    """Overwrite the middle of a file."""
    whole = path.read_bytes()
    path.write_bytes(whole[:6000] + b"\xff" * 8000 + whole[14000:])


def alter(statement: str) -> Callable[[Path], None]:
    """Do something to a database that no version of the program does."""

    def altered(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(statement)

    return altered


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (spoil, "cannot be restored"),
        (lambda path: path.write_text("a letter"), "not a database"),
        (lambda path: path.write_bytes(b""), "no database of this service"),
        (alter("DROP TABLE alembic_version"), "no database of this service"),
        (alter("UPDATE alembic_version SET version_num = '9999'"), "newer version"),
        (alter("UPDATE version SET set_id = 'gone'"), "refers to one of question_set that is gone"),
    ],
)
def test_a_copy_that_cannot_be_trusted_changes_nothing(
    quiz: Quiz, database: Path, copy: Path, harm: Callable[[Path], None], words: str
) -> None:
    harm(copy)
    result = quiz("restore", copy)

    assert result.exit_code == 1
    assert words in result.output
    assert versions(database) == [1, 2]
    assert lying_in(database.parent) == ["quiz.sqlite"]


def test_postgresql_is_told_its_own_way(
    quiz: Quiz, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZ_DATABASE_URL", "postgresql://localhost/quiz")

    assert "pg_restore" in quiz("restore", copy).output
