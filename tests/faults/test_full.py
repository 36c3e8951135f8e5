"""The disk is full in the middle of an exam: nobody is told a lie, and it goes on once there is room.

The disk of the first story is a limit on the size of files that the running service may write, so
that it can be told as anybody; that of the second is a real one, in memory, where one may mount it.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.conftest import url_of
from tests.faults.kept import missing, nothing_is_lost
from tests.faults.service import Service, running
from tests.faults.students import Student, receipts
from tests.waiting import awaited

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

NAMES = ("Amira", "Ben", "Jonas", "Lena")
DISK = 12 * 2**20
"""Bytes of the disk in memory: a few times the database."""


def students_of(service: Service) -> list[Student]:
    return [
        Student(name, service.port, service.code, Random(name), pause=(0.1, 0.3)) for name in NAMES
    ]


def test_no_file_may_grow_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    for service in running(url_of(tmp_path / "quiz.sqlite")):
        students = students_of(service)
        awaited(full_in_the_middle(service, students, no_room_for_files(service)))
        the_story_ends_well(service, students)


def test_a_real_disk_is_full_and_nothing_acknowledged_is_lost(disk: Path) -> None:
    for service in running(url_of(disk / "quiz.sqlite")):
        students = students_of(service)
        awaited(full_in_the_middle(service, students, no_room_on(disk)))
        the_story_ends_well(service, students)


async def full_in_the_middle(
    service: Service, students: list[Student], full: AbstractContextManager[None]
) -> None:
    """Fill the disk while all answer; free it when each has been told that it cannot be kept."""
    over = asyncio.Event()
    async with asyncio.TaskGroup() as at_work:
        for student in students:
            at_work.create_task(student.attempts(over))
        while len(receipts(students)) < 2 * len(students):
            await asyncio.sleep(0.01)
        with full:
            while not all(student.refused for student in students):
                await asyncio.sleep(0.01)
            assert missing(service.database, receipts(students)) == []
        over.set()


def the_story_ends_well(service: Service, students: list[Student]) -> None:
    nothing_is_lost(service.database, students)
    for refused in (reply for student in students for reply in student.refused):
        assert refused.status == 503
        assert b"Answers that were saved are safe" in refused.body


@contextmanager
def no_room_for_files(service: Service) -> Iterator[None]:
    """Let no process of the service write beyond the first bytes of a file."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    for process in service.processes():
        resource.prlimit(process, resource.RLIMIT_FSIZE, (4096, most))
    yield
    for process in service.processes():
        resource.prlimit(process, resource.RLIMIT_FSIZE, (most, most))


@contextmanager
def no_room_on(disk: Path) -> Iterator[None]:
    """Fill a disk to the last byte, and empty it again."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(bytes(4096))
            except OSError:
                break
    yield
    ballast.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk in memory; only an administrator can have one."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(tmp_path)]
    mounted = subprocess.run(command, capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"the story with files that cannot grow was told; {mounted.stderr.decode()}")
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)
