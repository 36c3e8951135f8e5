"""Another program holds the database for three seconds: SQLite's own lock, not our queue's."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.conftest import file_of, url_of
from tests.faults.kept import nothing_is_lost
from tests.faults.service import Service, running
from tests.faults.students import Student, receipts
from tests.waiting import awaited

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 3

FOREIGN = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
"""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    yield from running(url_of(tmp_path / "quiz.sqlite"))


def test_locked_for_three_seconds_everybody_waits_and_nothing_is_lost(service: Service) -> None:
    """Whoever waits longer than the service does is told so, and tries again."""
    students = [
        Student(name, service.port, service.code, Random(name))
        for name in ("Amira", "Ben", "Jonas", "Lena")
    ]
    held = awaited(locked_in_the_middle(service, students))

    assert held <= len(students), "but for what was on its way, nothing was acknowledged meanwhile"
    nothing_is_lost(service.database, students)
    for refused in (reply for student in students for reply in student.refused):
        assert refused.status == 503
        assert b"Answers that were saved are safe" in refused.body


async def locked_in_the_middle(service: Service, students: list[Student]) -> int:
    """Lock the database while everybody answers; give how many receipts came all the same."""
    over = asyncio.Event()
    async with asyncio.TaskGroup() as at_work:
        for student in students:
            at_work.create_task(student.attempts(over))
        while len(receipts(students)) < 10:
            await asyncio.sleep(0.01)
        foreign = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", FOREIGN, str(file_of(service.database))),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert foreign.stdout is not None
        assert await foreign.stdout.readline() == b"locked\n"
        before = len(receipts(students))
        await asyncio.sleep(SECONDS)
        held = len(receipts(students)) - before
        await foreign.communicate(b"done\n")
        over.set()
    return held
