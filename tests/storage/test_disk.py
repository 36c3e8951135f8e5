"""A process that begins does not trust what others have left in the log of the database."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from quiz.storage import disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATABASE = "sqlite"
"""All of this is about it alone; `tests/conftest.py` sees to it."""

pytestmark = pytest.mark.skipif(not disk.SETTLES, reason="SQLite waits for the disk here")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "quiz.sqlite"


@pytest.fixture
def before(file: Path) -> Iterator[sqlite3.Connection]:
    """Another process, which has written something that stands in the log alone."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE answer (words)")
        yield connection


def in_log(file: Path) -> bool:
    return file.with_name(f"{file.name}-wal").stat().st_size > 0


def test_the_first_turn_of_a_process_writes_the_log_home_and_the_others_do_not(
    file: Path, before: sqlite3.Connection
) -> None:
    """What stands there may have been refused, and another process was told of it."""
    ours = disk.Disk(file)
    ours.ready()
    assert not in_log(file)

    before.execute("INSERT INTO answer VALUES ('York')")
    ours.ready()

    assert in_log(file)


def test_a_worker_that_is_forked_is_another_process(
    file: Path, before: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = disk.Disk(file)
    ours.ready()
    before.execute("INSERT INTO answer VALUES ('York')")
    monkeypatch.setattr(os, "getpid", lambda: -1)

    ours.ready()

    assert not in_log(file)


def test_who_reads_on_holds_up_no_answer_and_it_is_tried_again(
    file: Path, before: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, now = disk.Disk(file), [100.0]
    monkeypatch.setattr("quiz.storage.disk.time.monotonic", lambda: now[0])
    before.execute("BEGIN")
    before.execute("SELECT * FROM answer").fetchone()
    ours.ready()
    before.rollback()
    ours.ready()
    assert in_log(file), "not with each answer"

    now[0] += disk.AGAIN
    ours.ready()

    assert not in_log(file)


def test_where_another_program_holds_the_database_the_turn_itself_waits(
    file: Path, before: sqlite3.Connection
) -> None:
    before.execute("BEGIN IMMEDIATE")
    disk.Disk(file).ready()
    before.rollback()

    assert in_log(file)


def test_a_disk_that_does_not_take_the_log_takes_no_answer_even_when_somebody_reads_later(
    file: Path, before: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here something does say that it was refused."""

    def full(_file: Path, _wait: float) -> bool:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    ours = disk.Disk(file)
    with monkeypatch.context() as patch:
        patch.setattr(disk, "_write_home", full)
        with pytest.raises(disk.Unsettled, match="full"):
            ours.ready()
    before.execute("BEGIN")
    before.execute("SELECT * FROM answer").fetchone()
    with pytest.raises(disk.Unsettled, match="somebody reads"):
        ours.ready()
    before.rollback()

    ours.ready()

    assert not in_log(file)


def test_without_a_log_all_is_at_home(file: Path) -> None:
    ours = disk.Disk(file)
    ours.ready()

    assert not file.exists()
