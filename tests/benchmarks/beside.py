"""What a save costs while a teacher opens one report after the other."""

from __future__ import annotations

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from quiz import create_app
from quiz.storage import db
from quiz.storage.accounts import links
from tests.benchmarks import journeys, servers, student
from tests.benchmarks.figures import middle, percentile, show, spread
from tests.benchmarks.journeys import Load
from tests.benchmarks.servers import Server
from tests.benchmarks.wire import Client

AT_ONCE = 16
PAGES = {"": "a glance", "export/report.xlsx": "a spreadsheet"}
"""A glance at a class, and all of it as a spreadsheet."""

_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


def run(*, quick: bool) -> None:
    """Print a save's times with nothing beside it, and with each report; they take turns."""
    rounds, seconds = (1, 1.0) if quick else (3, 4.0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        code, quiz = student.prepare(folder), servers.quiz(folder)
        with servers.running(quiz):
            asyncio.run(journeys.load(quiz, journeys.journeys(code), 8, 2 * seconds, Load()))
            asyncio.run(_measure(quiz, folder, code, rounds, seconds))


async def _measure(quiz: Server, folder: Path, code: str, rounds: int, seconds: float) -> None:
    teacher = await _signed_in(quiz, folder)
    loads = {page: Load() for page in (None, *PAGES)}
    for _ in range(rounds):
        for page, into in loads.items():
            reading = asyncio.create_task(_reads(teacher, code, page))
            await journeys.load(quiz, journeys.saves(code), AT_ONCE, seconds, into)
            if reading.done():
                reading.result()  # which raises what went wrong
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            teacher.close()
    alone = loads[None].times.seconds["save"]
    for page, load in loads.items():
        saves, what = load.times.seconds["save"], "nothing" if page is None else PAGES[page]
        show(f"beside {what}: p50/p95/p99/worst ms", spread(saves))
        ratio = percentile(saves, 0.99) / percentile(alone, 0.99)
        show("  median, p99 over those alone", f"{middle(saves) / middle(alone):.1f}, {ratio:.1f}")


async def _reads(teacher: Client, code: str, page: str | None) -> None:
    while page is not None:
        reply = await teacher.get(f"/reports/{code}/{page}")
        if reply.status != 200:
            raise student.Refused(f"the report: {reply.status}")


async def _signed_in(quiz: Server, folder: Path) -> Client:
    """Make the first account, by the link that the shell gives."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'quiz.sqlite'}"})
    with app.app_context():
        link = f"/account/first/{links.first_link(datetime.now(UTC))}"
        db.engine.dispose()
    teacher = Client(quiz.port)
    token = _TOKEN.search((await teacher.get(link)).body)
    assert token is not None
    form = [("csrf_token", token[1].decode()), ("name", "Ms Hill")]
    form += [("email", "hill@school.example"), ("password", "the secret of Ms Hill")]
    reply = await teacher.post(link, form)
    if reply.status not in {302, 303}:
        raise student.Refused(f"the first account: {reply.status}")
    return teacher
