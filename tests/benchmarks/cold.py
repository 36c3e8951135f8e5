"""From the command to the first byte of a page: the first start, and the next ones."""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path

from quiz import config
from quiz.web import assets
from tests.benchmarks import servers, student
from tests.benchmarks.figures import middle, show


def run(*, quick: bool) -> None:
    """Print the seconds to the first byte, the memory, and what the reading room weighs."""
    first: list[float] = []
    again: list[float] = []
    memory = 0.0
    for _ in range(1 if quick else 5):
        with tempfile.TemporaryDirectory() as name:
            for seconds in (first, again):
                quiz = servers.quiz(Path(name))
                began = time.perf_counter()
                with servers.running(quiz):
                    seconds.append(time.perf_counter() - began)
                    memory = quiz.memory()
    show("first start, empty folder: seconds", f"{middle(first):.2f}")
    show("cold start to the first byte: seconds", f"{middle(again):.2f}", "below 2")
    show("memory MB (PSS), nobody there yet", f"{memory:.0f}", "below 150")
    _weigh()


def _weigh() -> None:
    """What a browser fetches for the reading room, uncompressed."""
    import asyncio

    from tests.benchmarks.student import Student, Times
    from tests.benchmarks.wire import Client

    async def page(port: int, code: str) -> bytes:
        one = Student(Client(port), code, Times())
        await one.joins("Amira")
        return (await one.client.get(one.url)).body

    with tempfile.TemporaryDirectory() as name:
        code = student.prepare(Path(name))
        quiz = servers.quiz(Path(name))
        with servers.running(quiz):
            html = asyncio.run(page(quiz.port, code))
    built = assets.gather(config.folder("static"))
    named = re.findall(rb'(?:src|href)="/static/[0-9a-f]+/([^"]+)"', html)
    sizes = [len(html)]
    for path in {found.decode() for found in named}:
        body = built.files.get(path) or (config.folder("static") / path).read_bytes()
        sizes.append(len(body))
    show("requests for the reading room", str(len(sizes)), "at most 8")
    show("its bytes, scripts and styles included", f"{sum(sizes):,}", "at most 100,000")
