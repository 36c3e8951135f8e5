"""``quiz db``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from tests.cli.conftest import Quiz

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_upgrading_may_be_done_twice_and_tells_no_password(quiz: Quiz, database_url: str) -> None:
    for _ in range(2):
        result = quiz("db", "upgrade")
        assert result.exit_code == 0
        assert make_url(database_url).render_as_string() in result.output


def test_a_database_that_does_not_answer_is_told_in_a_sentence(
    quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZ_DATABASE_URL", "postgresql://nobody:geheim@127.0.0.1:1/none")
    result = quiz("db", "upgrade")

    assert result.exit_code == 1
    assert result.output.startswith("Error: The database does not answer")
    assert "geheim" not in result.output


def test_a_folder_that_is_made_for_the_database_is_its_owners_alone(
    quiz: Quiz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "school"
    monkeypatch.setenv("QUIZ_DATABASE_URL", f"sqlite:///{folder.as_posix()}/quiz.sqlite")
    quiz("db", "upgrade")

    assert folder.stat().st_mode & 0o077 == 0


def spoiled(file: Path) -> None:
    file.write_bytes(b"This is a letter, and no database. " * 100)


def from_tomorrow(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")


def a_file_for_a_folder(file: Path) -> None:
    file.parent.rmdir()
    file.parent.write_text("a file")


@pytest.mark.parametrize(
    ("happened", "words"),
    [
        (spoiled, "The database does not answer: file is not a database"),
        (from_tomorrow, "A newer version of this program has upgraded the database (to form 9999)"),
        (a_file_for_a_folder, "The folder of the database cannot be made"),
    ],
)
def test_a_file_that_we_cannot_work_with_is_told_in_a_sentence(
    quiz: Quiz,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    happened: Callable[[Path], None],
    words: str,
) -> None:
    file = tmp_path / "folder" / "quiz.sqlite"
    file.parent.mkdir()
    happened(file)
    monkeypatch.setenv("QUIZ_DATABASE_URL", f"sqlite:///{file.as_posix()}")
    result = quiz("db", "upgrade")

    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {words}")
    assert "Traceback" not in result.output
