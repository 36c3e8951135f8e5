"""Whole journeys at 1, 8 and 32 at a time, beside hello and a bare durable INSERT."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from weakref import WeakKeyDictionary

from tests import postgres
from tests.benchmarks import servers, student, yardstick
from tests.benchmarks.figures import middle, percentile, show, spread
from tests.benchmarks.servers import Server
from tests.benchmarks.student import Student, Times
from tests.benchmarks.wire import Client

AT_ONCE = (1, 8, 32)
MOODLE = {1: 125, 8: 254, 32: 274}
"""Journeys a minute of a tuned Moodle on two cores (issue 6)."""

Turn = Callable[[Client, Times], Awaitable[None]]


@dataclass
class Load:
    """What a load came to: the times, and the seconds of clock and processors that it took."""

    times: Times = field(default_factory=Times)
    wall: float = 0.0
    driver: float = 0.0
    server: float = 0.0


async def load(server: Server, turn: Turn, at_once: int, seconds: float, into: Load) -> None:
    """Let so many clients take turns for so long; each ends the turn that it has begun."""
    began, driver, cpu = time.perf_counter(), time.process_time(), server.cpu()

    async def client() -> None:
        own = Client(server.port)
        while time.perf_counter() - began < seconds:
            await turn(own, into.times)
        own.close()

    await asyncio.gather(*(client() for _ in range(at_once)))
    into.wall += time.perf_counter() - began
    into.driver += time.process_time() - driver
    into.server += server.cpu() - cpu


async def hello(client: Client, times: Times) -> None:
    times.note("hello", await client.get(yardstick.HELLO), 200)


async def insert(client: Client, times: Times) -> None:
    sent = [("item", "mood"), ("raw", '{"raw": {"": ["people-near"]}}')]
    times.note("insert", await client.post(yardstick.INSERT, sent), 200)


def journeys(code: str) -> Turn:
    names = count(1)

    async def turn(client: Client, times: Times) -> None:
        fresh = Client(client._port)  # noqa: SLF001 - each student has cookies of her own
        await student.journey(fresh, code, times, f"Student {next(names)}")
        fresh.close()

    return turn


def saves(code: str) -> Turn:
    """Send answers one after the other, as many at a time as there are clients, and nothing else."""
    numbers = count()
    return _over_and_over(code, lambda student: student.saves(next(numbers)))


def rooms(code: str) -> Turn:
    """Open the reading room one time after the other, and nothing else."""
    return _over_and_over(code, Student.opens)


def _over_and_over(code: str, step: Callable[[Student], Awaitable[None]]) -> Turn:
    names = count(1)
    begun: WeakKeyDictionary[Client, Student] = WeakKeyDictionary()

    async def turn(client: Client, times: Times) -> None:
        if client not in begun:
            begun[client] = Student(client, code, Times())
            await begun[client].joins(f"Writer {next(names)}")
            await begun[client].opens()
        begun[client].times = times
        await step(begun[client])

    return turn


WORKERS = min(2, os.cpu_count() or 1)
"""Of the yardstick: as many processes as `quiz serve` has on SQLite."""


def run(*, quick: bool) -> None:
    """Print all figures, each beside its yardsticks; the three take turns of a few seconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _run(folder, student.prepare(folder), servers.quiz(folder), quick=quick)


def on_postgres(*, quick: bool) -> None:
    """Print the same with PostgreSQL, which syncs each commit; the yardstick's INSERT is SQLite's."""
    with tempfile.TemporaryDirectory() as name, postgres.server(durable=True) as server:
        folder, url = Path(name), server.database()
        quiz = servers.quiz(folder, QUIZ_DATABASE_URL=url)
        _run(folder, student.prepare(folder, url), quiz, quick=quick)


def _run(folder: Path, code: str, quiz: Server, *, quick: bool) -> None:
    rounds, seconds = (1, 2.0) if quick else (4, 6.0)
    bare = servers.yardstick(folder, WORKERS)
    with servers.running(quiz, bare):
        asyncio.run(load(quiz, journeys(code), 4, 1.0, Load()))  # warm
        for at_once in AT_ONCE:
            loads = [Load(), Load(), Load(), Load(), Load()]
            for _ in range(rounds):
                turns = (
                    *((bare, hello), (bare, insert)),
                    *((quiz, saves(code)), (quiz, rooms(code)), (quiz, journeys(code))),
                )
                for (server, turn), into in zip(turns, loads, strict=True):
                    asyncio.run(load(server, turn, at_once, seconds / 3, into))
            _show(at_once, loads, quiz)


def _show(at_once: int, loads: list[Load], quiz: Server) -> None:
    hellos, inserts, alone, opened, ours = loads
    times, saved = ours.times.seconds, alone.times.seconds["save"]
    rooms = opened.times.seconds["open"]
    bare, said = inserts.times.seconds["insert"], hellos.times.seconds["hello"]
    a_minute = 60 * ours.times.journeys / ours.wall
    print(f" {at_once} at a time")  # noqa: T201
    show("journeys a minute", f"{a_minute:.0f}", f"{25 * MOODLE[at_once]}, 25 x Moodle's")
    show("  times Moodle's", f"{a_minute / MOODLE[at_once]:.1f}", "25")
    show(
        "processors busy: server, driver",
        f"{ours.server / ours.wall:.2f}, {ours.driver / ours.wall:.2f}",
    )
    show("server's CPU ms a journey", f"{1000 * ours.server / ours.times.journeys:.1f}")
    show("hello a second", f"{len(said) / hellos.wall:.0f}")
    show("bare inserts a second", f"{len(bare) / inserts.wall:.0f}")
    show("saves a second, and nothing else", f"{len(saved) / alone.wall:.0f}")
    show("  a save over a bare insert, median", f"{middle(saved) / middle(bare):.2f}", "2")
    show("saves a second within the journeys", f"{len(times['save']) / ours.wall:.0f}")
    show("  a save over a bare insert, median", f"{middle(times['save']) / middle(bare):.2f}", "2")
    show("rooms a second, and nothing else", f"{len(rooms) / opened.wall:.0f}")
    show("  room over hello, median", f"{middle(rooms) / middle(said):.2f}", "6")
    tail = percentile(times["save"], 0.99) / middle(times["save"])
    show("save p99 over its median", f"{tail:.1f}", "below 10")
    show("insert p50/p95/p99/worst ms", spread(bare))
    for step, found in times.items():
        show(f"{step} p50/p95/p99/worst ms", f"{spread(found)}   {ours.times.size[step]} bytes")
    show(
        "saves in all, the worst ms",
        f"{len(times['save'])}, {1000 * max(times['save']):.0f}",
        "below 1000 of 20,000",
    )
    show("memory MB (PSS)", f"{quiz.memory():.0f}", "below 150")
