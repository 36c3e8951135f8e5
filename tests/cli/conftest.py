"""A shell on a machine of the test's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quiz.cli import main
from tests.conftest import HARBOUR, file_of

Quiz = Callable[..., Result]


@pytest.fixture
def quiz(database_url: str, newest_file: Path, monkeypatch: pytest.MonkeyPatch) -> Quiz:
    """Run a command as ``quiz("load", path)``, on a database in its newest form."""
    if file := file_of(database_url):
        shutil.copyfile(newest_file, file)
    monkeypatch.setenv("QUIZ_DATABASE_URL", database_url)
    monkeypatch.setenv("QUIZ_SYNCHRONOUS", "NORMAL")

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)

    return run


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """The harbour as a file."""
    path = tmp_path / "harbour.md"
    path.write_text(HARBOUR, encoding="utf-8")
    return path
