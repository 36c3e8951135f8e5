"""Two hosts behind a proxy, a replica behind them: the primary dies, and no receipt was a lie."""

from __future__ import annotations

import time
import urllib.error
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import TYPE_CHECKING

from tests.deployment.proxy import proxy
from tests.deployment.replicated import pair
from tests.visitor import PATIENCE, Visitor

if TYPE_CHECKING:
    from tests.deployment.conftest import Host

STUDENTS = ("Amira", "Ben", "Jonas", "Lena")
SENT = "SELECT jsonb_path_query(raw::jsonb, '$.raw.*[*]') #>> '{}' FROM response"
EACH = 10
"""Answers that each has a receipt for before the primary dies, and once more after."""


class Student:
    """Somebody who types one answer after another and remembers what was acknowledged."""

    def __init__(self, name: str, base: str) -> None:
        """Begin an attempt."""
        self.name, self.visitor = name, Visitor(base)
        self.acknowledged: list[str] = []
        self.failed = 0
        self.visitor.joins(name)

    def answers(self, times: int) -> None:
        """Send that many answers, each again and again until there is a receipt for it."""
        until = time.monotonic() + PATIENCE
        for _ in range(times):
            value = f"{self.name} {len(self.acknowledged) + 1}"
            while not self._sent(value):
                assert time.monotonic() < until, f"no receipt for {value}"
                time.sleep(0.05)
            self.acknowledged.append(value)

    def _sent(self, value: str) -> bool:
        try:
            return self.visitor.saves("steers", value) == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            self.failed += 1
            return False


def test_the_primary_dies_under_load_and_no_acknowledged_answer_is_lost(host: Host) -> None:
    with pair() as databases:
        ports = [host(databases.url) for _ in range(2)]
        with proxy(*ports) as front, ThreadPoolExecutor(len(STUDENTS)) as pool:
            students = list(pool.map(lambda name: Student(name, front.url), STUDENTS))
            begun, lost = Barrier(len(STUDENTS) + 1, timeout=PATIENCE), Event()

            def works(student: Student) -> None:
                student.answers(EACH)
                begun.wait()
                while not lost.is_set():
                    student.answers(1)
                student.answers(EACH)

            at_work = [pool.submit(works, student) for student in students]
            begun.wait()
            databases.lose_the_primary()
            until = time.monotonic() + PATIENCE
            while not all(student.failed for student in students):
                assert time.monotonic() < until, "nobody notices that the primary is gone"
                time.sleep(0.05)
            databases.promote_the_replica()
            lost.set()
            for done in at_work:
                done.result(2 * PATIENCE)
            results = [student.visitor.opens(student.visitor.url) for student in students]

        kept = {str(row[0]) for row in databases.ask("two", SENT)}
        assert {value for student in students for value in student.acknowledged} - kept == set()
        for student, page in zip(students, results, strict=True):
            assert len(student.acknowledged) >= 2 * EACH
            assert f'value="{student.acknowledged[-1]}"' in page, "she sees what she sent last"
