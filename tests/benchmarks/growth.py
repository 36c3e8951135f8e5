"""What a save costs with few attempts stored and with very many."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from pathlib import Path

from tests.benchmarks import servers, student
from tests.benchmarks.figures import middle, show, spread
from tests.benchmarks.student import Student, Times
from tests.benchmarks.wire import Client

RESPONSES = 3
"""Responses of each attempt that is made up."""


def run(*, quick: bool) -> None:
    """Print the cost of a save at both sizes and their ratio; the two take turns."""
    sizes = (1_000, 50_000 if quick else 1_000_000)
    with tempfile.TemporaryDirectory() as name:
        running, codes = [], []
        for size in sizes:
            folder = Path(name) / str(size)
            folder.mkdir()
            codes.append(student.prepare(folder))
            fill(folder / "quiz.sqlite", size)
            running.append(servers.quiz(folder))
        with servers.running(*running):
            found = asyncio.run(_measure([s.port for s in running], codes, 100 if quick else 400))
    for size, seconds in zip(sizes, found, strict=True):
        show(f"{size:,} attempts: p50/p95/p99/worst ms", spread(seconds))
    show("the second over the first, median", f"{middle(found[1]) / middle(found[0]):.2f}", "1")


async def _measure(ports: list[int], codes: list[str], saves: int) -> list[list[float]]:
    students = [Student(Client(p), c, Times()) for p, c in zip(ports, codes, strict=True)]
    for one in students:
        await one.joins("Amira")
        await one.opens()
    for number in range(saves):
        for one in students:
            await one.saves(number)
    return [one.times.seconds["save"] for one in students]


def fill(path: Path, attempts: int) -> None:
    """Store so many attempts that were handed in, each of a student of its own, with responses."""
    base = sqlite3.connect(path)
    numbers = (
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {attempts})"
    )
    base.executescript(
        f"""
        PRAGMA synchronous=OFF;
        BEGIN;
        {numbers} INSERT INTO student (id, name, created_at)
          SELECT i + 1000, 'Student ' || i, '2026-01-01 09:00:00.000000' FROM n;
        {numbers} INSERT INTO attempt
            (token_hash, assignment_id, version_id, student_id, number, seed, started_at,
             submitted_at, submitted_by)
          SELECT lower(hex(randomblob(32))), a.id, a.version_id, i + 1000, 1, '',
            '2026-01-01 09:00:00.000000', '2026-01-01 10:30:00.000000', 'time' FROM n, assignment a WHERE a.version_id IS NOT NULL;
        INSERT INTO response (attempt_id, item, revision, writer, number, raw, received_at, late)
          SELECT t.id, 'item-' || k.value, 1, lower(hex(randomblob(6))), 1,
            '{{"raw": {{"": ["people-near"]}}}}', '2026-01-01 09:10:00.000000', 0
          FROM attempt t, json_each('[{",".join(map(str, range(RESPONSES)))}]') k;
        COMMIT;
        PRAGMA wal_checkpoint(TRUNCATE);
        """
    )
    base.close()
