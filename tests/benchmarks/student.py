"""A student: joins, opens the room, sends ten answers, hands in, looks at the result."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from quiz import config, create_app
from quiz.assessment import scoring
from quiz.assessment.formats import markdown
from quiz.assessment.types import of
from quiz.storage import assignments, db, migrations, sets
from quiz.web import fields

if TYPE_CHECKING:
    from pathlib import Path

    from quiz.assessment.model import QuestionSet
    from tests.benchmarks.wire import Browser, Reply

ANSWERS = 10
SET = "geneva-talks"
_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
_WRITER = re.compile(rb'name="writer"[^>]*value="([^"]+)"')


class Refused(Exception):
    """The server answered what a student should not be shown."""


@dataclass
class Times:
    """What was measured: seconds by step, bytes by step, journeys that ended well."""

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    size: dict[str, int] = field(default_factory=dict)
    journeys: int = 0

    def note(self, step: str, reply: Reply, *statuses: int) -> Reply:
        """Keep what a step took; another status than these is an error."""
        if reply.status not in statuses:
            raise Refused(f"{step}: {reply.status} {reply.body[:300]!r}")
        self.seconds[step].append(reply.seconds)
        self.size[step] = len(reply.body)
        return reply


def prepare(folder: Path, url: str = "") -> str:
    """Make a database with the shipped set given to students; give the join code."""
    uri = url or f"sqlite:///{folder / 'quiz.sqlite'}"
    app = create_app({"SQLALCHEMY_DATABASE_URI": uri})
    with app.app_context():
        now = datetime.now(UTC)
        migrations.upgrade()
        path = config.folder("questions") / f"{SET}.md"
        sets.load(path.read_text("utf-8"), origin=str(path), name=SET, now=now)
        code = assignments.create(SET, now=now, minutes=90).code
        db.engine.dispose()
    return code


@lru_cache(maxsize=1)
def questions() -> QuestionSet:
    """Read the set that is answered."""
    found = markdown.read((config.folder("questions") / f"{SET}.md").read_text("utf-8"), SET).set
    assert found is not None
    return found


@lru_cache(maxsize=1)
def answers() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Give the first ten questions' ids with the fields of their model answers."""
    return tuple(
        (
            item.id,
            tuple(
                fields.fields_of(item.id, scoring.Answer(of(item).model(item))).items(multi=True)
            ),
        )
        for item in questions().items[:ANSWERS]
    )


@lru_cache(maxsize=1)
def expected() -> bytes:
    """Say what the result must show: the points that the core gives for these answers."""
    given = {i.id: scoring.Answer(of(i).model(i)) for i in questions().items[:ANSWERS]}
    score = scoring.score_attempt(questions(), given)
    return f"<b>{score.points:g} / {score.max:g}</b>".encode()


@dataclass
class Student:
    """Somebody with a browser, before or in the middle of an attempt."""

    client: Browser
    code: str
    times: Times
    url: str = ""
    token: str = ""
    writer: str = ""

    async def joins(self, name: str) -> None:
        """Open the link and begin."""
        landing = f"/join/{self.code}"
        page = self.times.note("join", await self.client.get(landing), 200).body
        form = [("csrf_token", _found(_TOKEN, page)), ("writer", _found(_WRITER, page))]
        reply = await self.client.post(landing, [*form, ("name", name)])
        self.url = self.times.note("start", reply, 302, 303).location

    async def opens(self) -> None:
        """Open the reading room."""
        page = self.times.note("open", await self.client.get(self.url), 200).body
        self.token, self.writer = _found(_TOKEN, page), _found(_WRITER, page)

    async def saves(self, number: int) -> None:
        """Send the next answer, as the page's script does."""
        reply = await self.client.post(f"{self.url}/save", self.answer(number))
        self.times.note("save", reply, 200)
        if b"data-revision" not in reply.body:
            raise Refused(f"no receipt: {reply.body[:300]!r}")

    def answer(self, number: int) -> list[tuple[str, str]]:
        """Give the form of the ``number``-th answer; beyond ten they begin anew."""
        again, place = divmod(number, ANSWERS)
        item, sent = answers()[place]
        return [
            *sent,
            (f"seen.{item}", str(again)),
            *(("item", item), ("writer", self.writer), ("number", str(number + 1))),
            ("csrf_token", self.token),
        ]

    async def hands_in(self) -> None:
        """Hand in, and look at the result; its points must be those of the core."""
        reply = await self.client.post(f"{self.url}/submit", [("csrf_token", self.token)])
        self.times.note("submit", reply, 302, 303)
        page = self.times.note("result", await self.client.get(f"{self.url}/result"), 200).body
        if expected() not in page:
            raise Refused(f"the result is not {expected()!r}")
        self.times.journeys += 1


async def journey(client: Browser, code: str, times: Times, name: str) -> None:
    """Go the whole way."""
    student = Student(client, code, times)
    await student.joins(name)
    await student.opens()
    for number in range(ANSWERS):
        await student.saves(number)
    await student.hands_in()


def _found(pattern: re.Pattern[bytes], page: bytes) -> str:
    match = pattern.search(page)
    if match is None:
        raise Refused(f"no {pattern.pattern!r} in {page[:300]!r}")
    return match[1].decode()
