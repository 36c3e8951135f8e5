"""The power goes twenty times while fifty students answer, and not one receipt was a lie.

Both numbers and the seed come from the environment, for a longer run: see CONTRIBUTING.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING

from tests.conftest import file_of, url_of
from tests.faults.kept import is_whole, looking, missing, nothing_is_lost
from tests.faults.service import ROOT, prepared
from tests.faults.students import Student, receipts
from tests.waiting import awaited

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.service import Service

KILLS = int(os.environ.get("QUIZ_FAULTS_KILLS", "20"))
STUDENTS = int(os.environ.get("QUIZ_FAULTS_STUDENTS", "50"))
SEED = int(os.environ.get("QUIZ_FAULTS_SEED", "20261125"))


def test_the_server_is_killed_twenty_times_and_nothing_is_lost(
    empty_url: str, tmp_path: Path
) -> None:
    """In the middle of it a file of SQLite is copied: all that was acknowledged before is in it."""
    service = prepared(empty_url)
    random = Random(SEED)
    students = [
        Student(f"Student {n}", service.port, service.code, Random(random.random()))
        for n in range(STUDENTS)
    ]
    try:
        service.start()
        awaited(exam(service, students, random, tmp_path))
    finally:
        service.kill()

    nothing_is_lost(service.database, students)
    assert sum(student.lost for student in students) >= KILLS, "they were killed under load"


async def exam(service: Service, students: list[Student], random: Random, folder: Path) -> None:
    """Have all students answer while the service is killed again and again."""
    over = asyncio.Event()
    async with asyncio.TaskGroup() as at_work:
        for student in students:
            at_work.create_task(student.attempts(over))
        for kill in range(KILLS):
            before = len(receipts(students))
            wanted = before + random.randint(1, 2 * STUDENTS)
            while len(receipts(students)) < wanted:
                await asyncio.sleep(0.001)
            await asyncio.sleep(random.uniform(0, 0.02))
            if kill == KILLS // 2 and file_of(service.database):
                await asyncio.to_thread(backs_up, service, students, folder / "copy.sqlite")
            service.kill()
            await asyncio.to_thread(service.start)
        over.set()


def backs_up(service: Service, students: list[Student], copy: Path) -> None:
    """Make a copy under load; it is whole, and has every answer acknowledged before it began."""
    told = receipts(students)
    subprocess.run(
        [sys.executable, "-m", "quiz", "backup", str(copy)],
        env=os.environ | {"QUIZ_DATABASE_URL": service.database},
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    assert missing(url_of(copy), told) == []
    with looking(url_of(copy)) as connection:
        is_whole(connection)
