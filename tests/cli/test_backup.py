"""``quiz backup``: a copy that opens, and never over another file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quiz.cli import main
from tests.cli.conftest import Quiz


def backup(target: Path) -> Result:
    return CliRunner().invoke(main, ["backup", str(target)])


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "quiz.sqlite"
    monkeypatch.setenv("QUIZ_DATABASE_URL", f"sqlite:///{path}")
    return path


def test_a_copy_holds_what_was_written_while_the_database_is_open(
    database: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.sqlite"
    with closing(sqlite3.connect(database, isolation_level=None)) as open_one:
        open_one.execute("PRAGMA journal_mode=WAL")
        open_one.execute("CREATE TABLE t (x)")
        open_one.execute("INSERT INTO t VALUES (7)")
        result = backup(target)

    assert result.exit_code == 0, result.output
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT x FROM t").fetchall() == [(7,)]


def test_a_file_that_is_there_is_never_written_over(database: Path, tmp_path: Path) -> None:
    sqlite3.connect(database).close()
    database.write_bytes(b"")
    target = tmp_path / "precious.txt"
    target.write_text("mine", encoding="utf-8")
    result = backup(target)

    assert result.exit_code == 1
    assert "is there already" in result.stderr
    assert target.read_text(encoding="utf-8") == "mine"


def test_without_a_database_nothing_is_made(database: Path, tmp_path: Path) -> None:
    result = backup(tmp_path / "copy.sqlite")

    assert result.exit_code == 1
    assert "no database" in result.stderr
    assert not (tmp_path / "copy.sqlite").exists()


def test_a_damaged_database_gives_no_copy(database: Path, tmp_path: Path) -> None:
    database.write_bytes(b"this is no database at all" * 200)
    result = backup(tmp_path / "copy.sqlite")

    assert result.exit_code == 1
    assert list(tmp_path.glob("copy*")) == []


def test_postgresql_is_told_its_own_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZ_DATABASE_URL", "postgresql://localhost/quiz")

    assert "pg_dump" in backup(tmp_path / "copy.sqlite").stderr


def test_nobody_else_on_the_machine_reads_the_database_or_its_copy(
    quiz: Quiz, harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They hold names, answers and the key that signs sessions."""
    monkeypatch.setenv("QUIZ_DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'quiz.sqlite'}")
    assert quiz("load", harbour).exit_code == 0
    assert backup(tmp_path / "new" / "copy.sqlite").exit_code == 0
    made = [tmp_path / "new", *(tmp_path / "new").iterdir()]
    assert len(made) >= 4
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []
