"""The set-up of SQLite: what was acknowledged is kept, what was undone is gone, each has a turn."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from quiz.storage import LOST, asking, migrations, reading, tables, turns, writing
from quiz.storage import disk as disks
from quiz.storage.turns import WriteQueue
from tests.conftest import MakeApp, file_of, url_of

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from quiz.storage import Transaction


DATABASE = "sqlite"
"""All of this is about it alone; `tests/conftest.py` sees to it."""


def add(session: Session, name: str) -> None:
    session.add(tables.Setting(name=name, value="x"))
    session.flush()


class Undone(Exception):
    """What a story says when it breaks off."""


def add_and_fail(session: Session, name: str) -> None:
    add(session, name)
    raise Undone


def release_and_fail(session: Session) -> None:
    with session.begin_nested():
        add(session, "released")
    raise Undone


def create_and_fail(session: Session) -> None:
    session.execute(text("CREATE TABLE undone (id INTEGER)"))
    raise Undone


def kept() -> set[str]:
    with reading() as session:
        return set(session.scalars(select(tables.Setting.name))) - {"secret-key"}


needs_fdatasync = pytest.mark.skipif(not disks.SETTLES, reason="SQLite waits for the disk here")


class Disk:
    """Stands between us and the disk: something happens before it has taken what was written."""

    def __init__(self) -> None:
        self._then: Callable[[int], None] = lambda _handle: None

    def then(self, happens: Callable[[int], None]) -> None:
        self._then = happens

    def take(self, handle: int) -> None:
        self._then(handle)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    made = Disk()
    monkeypatch.setattr(os, "fdatasync", made.take, raising=False)
    return made


class TestDurability:
    """An answer that was acknowledged outlives a crash of the program and a power cut."""

    @pytest.mark.parametrize(
        ("setting", "can", "pragma"), [("FULL", True, 1), ("FULL", False, 2), ("NORMAL", True, 1)]
    )
    def test_the_pragmas_are_those_that_were_chosen(
        self,
        make_app: MakeApp,
        database_url: str,
        monkeypatch: pytest.MonkeyPatch,
        setting: str,
        can: bool,
        pragma: int,
    ) -> None:
        """SQLite waits for the disk itself only where we cannot do it after the lock."""
        monkeypatch.setattr(disks, "SETTLES", can)
        app = make_app(database_url, QUIZ_SYNCHRONOUS=setting)
        with app.app_context(), reading() as session:
            found = {
                name: session.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }

        assert found == {
            "journal_mode": "wal",
            "synchronous": pragma,
            "foreign_keys": 1,
            "busy_timeout": 5000,
        }

    @needs_fdatasync
    def test_a_write_ends_when_it_is_on_the_disk_and_the_next_may_write_meanwhile(
        self, make_app: MakeApp, database_url: str, disk: Disk
    ) -> None:
        app = make_app(database_url, QUIZ_SYNCHRONOUS="FULL")
        log = Path(f"{file_of(database_url)}-wal")

        def writes_second() -> None:
            with app.app_context(), writing() as session:
                add(session, "second")

        def meanwhile(handle: int) -> None:
            seen.append((os.fstat(handle).st_ino == log.stat().st_ino, kept()))
            if len(seen) == 1:
                other.start()
                until = time.monotonic() + 30
                while kept() != {"first", "second"} and time.monotonic() < until:
                    time.sleep(0.01)
                seen.append((other.is_alive(), kept()))

        seen, other = list[tuple[bool, set[str]]](), threading.Thread(target=writes_second)
        with app.app_context():
            disk.then(meanwhile)
            with writing() as session:
                add(session, "first")
            other.join()

        both = {"first", "second"}
        assert seen == [(True, {"first"}), (True, both), (True, both)]

    @needs_fdatasync
    def test_what_the_disk_refused_is_not_told_to_be_kept_before_all_of_it_is_written_home(
        self, make_app: MakeApp, database_url: str, disk: Disk
    ) -> None:
        """Linux tells of such an error once; the next time all seems well, and is not."""

        def refuse(_handle: int) -> None:
            disk.then(lambda _handle: None)
            raise OSError(errno.EIO, "Input/output error")

        app, file = make_app(database_url, QUIZ_SYNCHRONOUS="FULL"), file_of(database_url)
        assert file is not None
        with app.app_context():
            disk.then(refuse)
            with pytest.raises(LOST, match="the disk did not take"), writing() as session:
                add(session, "first")
            with closing(sqlite3.connect(file)) as reader:  # who reads on keeps it from being done
                reader.execute("BEGIN")
                reader.execute("SELECT * FROM setting").fetchone()
                with pytest.raises(LOST, match="not on the disk yet"), writing():
                    pytest.fail("nothing may be written")
                reader.rollback()
            with writing() as session:
                assert file.with_name(f"{file.name}-wal").stat().st_size == 0, "it is at home"
                add(session, "second")

            assert kept() == {"first", "second"}

    @needs_fdatasync
    def test_who_waits_while_the_disk_refuses_is_not_told_otherwise(
        self, tmp_path: Path, disk: Disk
    ) -> None:
        def refuse(_handle: int) -> None:
            second.start()
            raise OSError(errno.EIO, "Input/output error")

        def settle() -> None:
            try:
                log.settle(2)
            except disks.Unsettled as error:
                told.append(error)

        (tmp_path / "quiz.sqlite-wal").touch()
        log, told = disks.Disk(tmp_path / "quiz.sqlite"), list[disks.Unsettled]()
        second = threading.Thread(target=settle)
        assert (log.committed(), log.committed()) == (1, 2)
        disk.then(refuse)
        with pytest.raises(disks.Unsettled):
            log.settle(1)
        second.join()

        assert len(told) == 1

    @needs_fdatasync
    def test_one_wait_is_enough_for_all_who_committed_before_it(
        self, tmp_path: Path, disk: Disk
    ) -> None:
        (tmp_path / "quiz.sqlite-wal").touch()
        log, waits = disks.Disk(tmp_path / "quiz.sqlite"), list[int]()
        disk.then(waits.append)
        assert (log.committed(), log.committed()) == (1, 2)
        log.settle(1)
        log.settle(2)
        assert len(waits) == 1

        log.settle(log.committed())
        assert len(waits) == 2

    @needs_fdatasync
    def test_a_link_to_the_database_is_followed_to_its_log(
        self, make_app: MakeApp, database_url: str, disk: Disk, tmp_path: Path
    ) -> None:
        file, link, waits = file_of(database_url), tmp_path / "link.sqlite", list[int]()
        assert file is not None
        link.symlink_to(file)
        app = make_app(url_of(link), QUIZ_SYNCHRONOUS="FULL")
        disk.then(lambda handle: waits.append(os.fstat(handle).st_ino))
        with app.app_context():
            with writing() as session:
                add(session, "first")

            assert waits == [file.with_name(f"{file.name}-wal").stat().st_ino]
        assert turns.lock_of(file).exists()
        assert not turns.lock_of(link).exists()

    def test_a_database_that_need_not_outlive_a_power_cut_waits_for_no_disk(
        self, make_app: MakeApp, database_url: str, disk: Disk
    ) -> None:
        app = make_app(database_url, QUIZ_SYNCHRONOUS="NORMAL")
        with app.app_context():
            disk.then(lambda _handle: pytest.fail("nobody asked for it"))
            with writing() as session:
                add(session, "first")

    def test_without_a_log_sqlite_waits_for_the_disk_itself(
        self, make_app: MakeApp, tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As on a network share, where PRAGMA journal_mode=WAL changes nothing."""

        class Share(sqlite3.Connection):
            def execute(self, words: str, *values: object) -> sqlite3.Cursor:
                return super().execute(words.replace("=WAL", ""), *values)  # type: ignore[arg-type]

        monkeypatch.setattr("sqlite3.dbapi2.connect", partial(sqlite3.connect, factory=Share))
        app = make_app(url_of(tmp_path / "share.sqlite"), QUIZ_SYNCHRONOUS="FULL")
        disk.then(lambda _handle: pytest.fail("there is no log to wait for"))
        with app.app_context():
            migrations.upgrade()
            with writing() as session:
                found = session.scalar(text("PRAGMA synchronous"))
                add(session, "first")

            assert (found, kept()) == (2, {"first"})

    @needs_fdatasync
    def test_what_is_undone_need_not_be_on_the_disk(
        self, make_app: MakeApp, database_url: str, disk: Disk
    ) -> None:
        app = make_app(database_url, QUIZ_SYNCHRONOUS="FULL")
        with app.app_context():
            disk.then(lambda _handle: pytest.fail("nothing was written"))
            with pytest.raises(Undone), writing() as session:
                add_and_fail(session, "undone")

    @needs_fdatasync
    def test_a_log_that_was_taken_away_before_it_was_on_the_disk_is_gone(
        self, make_app: MakeApp, database_url: str
    ) -> None:
        app, file = make_app(database_url, QUIZ_SYNCHRONOUS="FULL"), file_of(database_url)
        assert file is not None
        with app.app_context():
            with writing() as session:
                add(session, "first")
            file.with_name(f"{file.name}-wal").unlink()
            with pytest.raises(disks.Gone), writing() as session:
                add(session, "second")

    def test_full_is_the_default(self) -> None:
        from quiz import config

        assert config.from_environment({})["QUIZ_SYNCHRONOUS"] == "FULL"

    def test_what_a_killed_process_had_committed_is_there_and_the_rest_is_not(
        self, database_url: str
    ) -> None:
        story = """
import os, signal
from quiz import create_app
from quiz.storage import writing, tables
with create_app().app_context():
    with writing() as session:
        session.add(tables.Setting(name="committed", value="x"))
    with writing() as session:
        session.add(tables.Setting(name="half-way", value="x"))
        session.flush()
        os.kill(os.getpid(), signal.SIGKILL)
"""
        root = Path(__file__).parents[2]
        killed = subprocess.run(
            [sys.executable, "-c", story],
            env={"QUIZ_DATABASE_URL": database_url, "PYTHONPATH": str(root)},
            check=False,
        )

        assert killed.returncode == -9
        assert kept() == {"committed"}
        with writing() as session:  # and its place in the queue is free
            add(session, "next")


class TestTransactions:
    def test_what_raises_is_undone(self) -> None:
        with pytest.raises(Undone), writing() as session:
            add_and_fail(session, "undone")

        assert kept() == set()

    def test_a_savepoint_that_was_released_is_undone_with_the_whole(self) -> None:
        with pytest.raises(Undone), writing() as session:
            release_and_fail(session)

        assert kept() == set()

    def test_a_savepoint_alone_can_be_undone(self) -> None:
        with writing() as session:
            add(session, "before")
            inner = session.begin_nested()
            add(session, "inner")
            inner.rollback()

        assert kept() == {"before"}

    def test_a_table_that_was_made_is_undone_too(self) -> None:
        with pytest.raises(Undone), writing() as session:
            create_and_fail(session)

        with reading() as session:
            assert session.execute(text("SELECT name FROM sqlite_master")).scalars().all()
            assert not session.execute(text("PRAGMA table_info(undone)")).all()

    def test_what_is_written_while_reading_is_undone(self) -> None:
        with reading() as session:
            add(session, "astray")

        assert kept() == set()

    def test_who_reads_is_not_held_up_by_who_writes_and_sees_the_state_before(self) -> None:
        with writing() as session:
            add(session, "new")
            assert kept() == set()
        assert kept() == {"new"}

    def test_a_read_that_becomes_a_write_is_no_way_to_lose_an_increment(self, app: Flask) -> None:
        with writing() as session:
            session.add(tables.Setting(name="count", value="0"))

        def count(_: int) -> None:
            with app.app_context(), writing() as session:
                row = session.get_one(tables.Setting, "count")
                row.value = str(int(row.value) + 1)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(count, range(80)))

        with reading() as session:
            assert session.get_one(tables.Setting, "count").value == "80"

    def test_two_processes_lose_no_increment_either(self, database_url: str) -> None:
        with writing() as session:
            session.add(tables.Setting(name="count", value="0"))
        story = """
from quiz import create_app
from quiz.storage import writing, tables
with create_app().app_context():
    for _ in range(40):
        with writing() as session:
            row = session.get_one(tables.Setting, "count")
            row.value = str(int(row.value) + 1)
"""
        root = str(Path(__file__).parents[2])
        env = {"QUIZ_DATABASE_URL": database_url, "PYTHONPATH": root}
        both = [subprocess.Popen([sys.executable, "-c", story], env=env) for _ in range(2)]

        assert [process.wait(60) for process in both] == [0, 0]
        with reading() as session:
            assert session.get_one(tables.Setting, "count").value == "80"


class TestQueue:
    """First come, first served; told without a clock."""

    def test_writers_are_let_in_as_they_came(self) -> None:
        queue, served = WriteQueue(None), list[int]()

        def write(number: int) -> None:
            with queue.turn():
                served.append(number)

        writers = [threading.Thread(target=write, args=(n,)) for n in range(12)]
        with queue.turn():
            for number, writer in enumerate(writers):
                writer.start()
                wait_until(lambda wanted=number + 1: queue.waiting == wanted)  # type: ignore[misc]
        for writer in writers:
            writer.join()

        assert served == list(range(12))

    def test_who_comes_back_at_once_waits_behind_those_who_came_before(self) -> None:
        queue, served = WriteQueue(None), list[str]()

        def patient() -> None:
            with queue.turn():
                served.append("patient")

        other = threading.Thread(target=patient)
        with queue.turn():
            other.start()
            wait_until(lambda: queue.waiting == 1)
        with queue.turn():
            served.append("greedy")
        other.join()

        assert served == ["patient", "greedy"]

    def test_who_waits_in_vain_is_told_and_leaves_the_line(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(turns, "PATIENCE", 0.05)
        queue, told = WriteQueue(None), list[sqlite3.OperationalError]()

        def write() -> None:
            try:
                with queue.turn():
                    pass
            except sqlite3.OperationalError as error:
                told.append(error)

        with queue.turn():
            other = threading.Thread(target=write)
            other.start()
            other.join()
            assert queue.waiting == 0
        with queue.turn():
            pass

        assert len(told) == 1

    def test_a_process_that_keeps_the_lock_is_not_waited_for_by_one_after_the_other(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Who comes in the moment after is told at once, and the one after that tries again."""
        monkeypatch.setattr(turns, "PATIENCE", 0.05)
        one, other = (WriteQueue(tmp_path / "quiz.sqlite") for _ in range(2))
        with one.turn():
            with pytest.raises(turns.Busy, match="another process"), other.turn():
                pass
            with pytest.raises(turns.Busy, match="in vain just now"), other.turn():
                pass
        other._respite = 0.0  # noqa: SLF001 - instead of waiting for it
        with other.turn():
            pass

    def test_who_cannot_wait_is_told_soon_and_lets_all_others_wait_as_before(
        self, tmp_path: Path
    ) -> None:
        """As the event loop, for which a thread then waits."""
        one, other = (WriteQueue(tmp_path / "quiz.sqlite") for _ in range(2))
        with one.turn():
            began = time.monotonic()
            for queue in (one, other):
                with (
                    ThreadPoolExecutor() as beside,
                    pytest.raises(turns.Busy, match=r"did not come|another process"),
                ):
                    beside.submit(turn_at_once, queue).result()
            assert time.monotonic() - began < turns.PATIENCE
        with other.turn():
            pass

    def test_a_connection_waits_as_long_as_whoever_uses_it(self) -> None:
        def waits(session: Transaction) -> float:
            milliseconds: int = session.execute(text("PRAGMA busy_timeout")).scalar_one()
            return milliseconds / 1000

        waited = []
        for _ in range(2):
            with turns.at_once(), asking() as line:
                waited.append(waits(line))
            with reading() as session:
                waited.append(waits(session))

        assert waited == [turns.SOON, turns.PATIENCE] * 2

    def test_a_write_within_a_write_is_an_error_and_not_a_standstill(self) -> None:
        with writing(), pytest.raises(RuntimeError, match="already writing"), writing():
            pass
        with writing() as session:
            add(session, "after")
        assert kept() == {"after"}

    def test_the_lock_between_processes_is_held_only_for_the_transaction(
        self, tmp_path: Path
    ) -> None:
        one, other = (WriteQueue(tmp_path / "quiz.sqlite") for _ in range(2))
        entered = threading.Event()

        def second() -> None:
            with other.turn():
                entered.set()

        thread = threading.Thread(target=second)
        with one.turn():
            thread.start()
            assert not entered.wait(0.2)
        assert entered.wait(10)
        thread.join()


def test_a_database_in_memory_works_too_with_threads(make_app: MakeApp) -> None:
    app = make_app("sqlite://")

    def add_one(number: int) -> None:
        with app.app_context(), writing() as session:
            add(session, f"n{number}")

    def look(_: int) -> None:
        with app.app_context():
            kept()

    with app.app_context():
        migrations.upgrade()
        with ThreadPoolExecutor(4) as pool:
            for work in (add_one, look):
                list(pool.map(work, range(20)))
        assert len(kept()) == 20


def turn_at_once(queue: WriteQueue) -> None:
    with turns.at_once(), queue.turn():
        pass


def wait_until(reached: Callable[[], bool]) -> None:
    """Wait for another thread to come to a point; the test's own time limit is generous."""
    pause = threading.Event()
    for _ in range(2000):
        if reached():
            return
        pause.wait(0.005)
    raise AssertionError("it never came so far")
