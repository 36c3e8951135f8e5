"""The service is stopped and started under load; the page's script tries again, as it always does."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from tests.benchmarks import servers, student
from tests.benchmarks.figures import show
from tests.benchmarks.servers import Server
from tests.benchmarks.student import ANSWERS, Student, Times
from tests.benchmarks.wire import Client, Lost

STUDENTS = 48
AWAY = {429, 500, 502, 503, 504}
"""What the script takes for a server that is away (static/js/lib/send.js)."""


def run(*, quick: bool) -> None:
    """Print how many students were shown an error, and the longest wait for a receipt."""
    for _ in range(1 if quick else 3):
        with tempfile.TemporaryDirectory() as name:
            code = student.prepare(Path(name))
            quiz = servers.quiz(Path(name))
            with servers.running(quiz):
                asyncio.run(_story(quiz, code))


async def _story(quiz: Server, code: str) -> None:
    times = Times()
    students = [Student(Client(quiz.port), code, times) for _ in range(STUDENTS)]
    for number, one in enumerate(students):
        await one.joins(f"Student {number}")
        await one.opens()
    answering = [asyncio.create_task(_answers(one)) for one in students]
    await asyncio.sleep(1)
    stopped = time.perf_counter()
    await asyncio.to_thread(quiz.stop)
    quiz.start()
    await asyncio.to_thread(quiz.wait)
    away = time.perf_counter() - stopped
    waits = await asyncio.gather(*answering, return_exceptions=True)
    shown = [wait for wait in waits if isinstance(wait, BaseException)]
    longest = max((wait for wait in waits if isinstance(wait, float)), default=0.0)
    show(f"students of {STUDENTS} who saw an error", str(len(shown)), "0; Moodle 16")
    show("  seconds without a server; longest wait", f"{away:.1f}; {longest:.1f}")
    show("  whole attempts with the right result", str(times.journeys), str(STUDENTS))
    for error in shown[:3]:
        show("  ", repr(error))


async def _answers(one: Student) -> float:
    """Answer over some three seconds, hand in; give the longest time until a receipt."""
    longest = 0.0
    for number in range(ANSWERS):
        began = time.perf_counter()
        await _until_received(one, number)
        longest = max(longest, time.perf_counter() - began)
        await asyncio.sleep(0.3)
    await one.hands_in()
    return longest


async def _until_received(one: Student, number: int) -> None:
    """Send an answer until there is a receipt, with the pauses of static/js/lib/queue.js."""
    wait = 1.0
    while True:
        try:
            reply = await one.client.post(f"{one.url}/save", one.answer(number))
        except Lost:
            reply = None
        if reply is not None and reply.status not in AWAY:
            one.times.note("save", reply, 200)
            return
        await asyncio.sleep(wait)
        wait = min(2 * wait, 10.0)
