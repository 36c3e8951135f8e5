"""A class of 200 opens the link in the same second: how long until all see the questions."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from tests.benchmarks import servers, student
from tests.benchmarks.figures import middle, show, spread
from tests.benchmarks.student import Student, Times
from tests.benchmarks.wire import Client

STUDENTS = 200


def run(*, quick: bool) -> None:
    """Print the time until the first, the middle and the last student see the questions."""
    for _ in range(1 if quick else 3):
        with tempfile.TemporaryDirectory() as name:
            code = student.prepare(Path(name))
            quiz = servers.quiz(Path(name))
            with servers.running(quiz):
                times = Times()
                seen = asyncio.run(_rush(quiz.port, code, times))
        show("all 200 see the questions, seconds", f"{max(seen):.2f}", "2; Moodle 15")
        show("  half of them", f"{middle(seen):.2f}")
        for step, found in times.seconds.items():
            show(f"  {step} p50/p95/p99/worst ms", spread(found))


async def _rush(port: int, code: str, times: Times) -> list[float]:
    began = time.perf_counter()

    async def one(number: int) -> float:
        await asyncio.sleep(number / STUDENTS)  # within the same second
        arrived = time.perf_counter()
        somebody = Student(Client(port), code, times)
        await somebody.joins(f"Student {number}")
        await somebody.opens()
        return time.perf_counter() - (began if number == STUDENTS - 1 else arrived)

    return await asyncio.gather(*(one(number) for number in range(STUDENTS)))
