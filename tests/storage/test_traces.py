"""What is erased of a person stands in no file any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quiz.assessment.scoring import Answer
from quiz.storage import attempts, reading, tables, traces
from quiz.storage.students import personal
from quiz.storage.upkeep import purging
from tests.conftest import file_of
from tests.storage.conftest import Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from quiz.storage.assignments import Assignment
    from tests.conftest import Clock


DATABASE = "sqlite"
"""This is about files."""


@pytest.fixture
def folder(database_url: str) -> Path:
    """Where the database lies."""
    file = file_of(database_url)
    assert file is not None
    return file.parent


@pytest.fixture
def amira(given: Callable[..., Assignment], clock: Clock) -> int:
    """Amira has written an essay; the number by which she is known."""
    attempt, _ = attempts.start(given(), name="Amira Quux", now=clock.now)
    Page(attempt, "tablet").saves(Answer({"": ("zymurgy " * 2_000,)}), now=clock.now)
    attempts.submit(attempt, now=clock.passes(minutes=1))
    return attempt.student_id


def found(folder: Path) -> set[bytes]:
    """Which of her words stand in any file of the database."""
    files = b"".join(path.read_bytes() for path in folder.glob("quiz.sqlite*"))
    return {words for words in (b"Amira Quux", b"zymurgy") if words in files}


def test_who_is_erased_stands_in_no_file(amira: int, folder: Path) -> None:
    """Nor in the log beside the database, which SQLite keeps for as long as it likes."""
    assert found(folder) == {b"Amira Quux", b"zymurgy"}
    personal.erase(None, amira, "Amira Quux")
    assert found(folder) == set()


def test_nor_does_what_is_purged(amira: int, folder: Path, clock: Clock) -> None:
    assert purging.purge(clock.passes(days=400)).students == 1
    assert found(folder) == set()


def test_while_somebody_reads_the_log_stays_and_that_is_told(
    amira: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next time it goes."""
    monkeypatch.setattr(traces, "TRIES", 1)
    monkeypatch.setattr(traces, "WAIT", 1)
    with reading() as session:
        session.get(tables.Student, amira)
        personal.erase(None, amira, "Amira Quux")
        assert not traces.wipe()
    assert traces.wipe()
    assert found(folder) == set()
