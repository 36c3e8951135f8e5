"""Students whose browsers go on trying: each answer is sent until there is a receipt for it.

They do over raw HTTP what the page's scripts do (`static/js/lib/queue.js`): a page load has a name
and numbers what it sends, what was lost goes out again under the same number, and a page that is
loaded again takes over what the one before could not send.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quiz.assessment import simulation
from quiz.assessment.formats import markdown
from quiz.web import fields
from tests.benchmarks.wire import Client, Lost
from tests.conftest import HARBOUR
from tests.visitor import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from quiz.assessment.model import QuestionSet
    from quiz.assessment.scoring import Answer
    from tests.benchmarks.wire import Reply

Fields = list[tuple[str, str]]

_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
_WRITER = re.compile(rb'name="writer"[^>]*value="([^"]+)"')
_SEEN = re.compile(r'name="seen\.([\w-]+)" value="(\d+)"')
_REVISION = re.compile(r'data-revision="(\d+)"')


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a student was told is kept: an answer, the revision, and who sent it under what."""

    address: str
    item: str
    revision: int
    writer: str
    number: int
    answer: Answer


@dataclass
class Tab:
    """A page of the reading room: its name, how often it has sent, and what it knows."""

    address: str
    token: str
    writer: str
    seen: dict[str, int]
    number: int = 0


@dataclass
class Student:
    """Somebody with a browser who keeps each receipt."""

    name: str
    port: int
    code: str
    random: Random
    pause: tuple[float, float] = (0.3, 1.0)
    receipts: list[Receipt] = field(default_factory=list)
    results: dict[str, str] = field(default_factory=dict)
    conflicts: int = 0
    lost: int = 0
    refused: list[Reply] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Sit down."""
        self.client = Client(self.port)

    async def attempts(self, over: asyncio.Event) -> None:
        """Take the harbour again and again, the last time to its end when it is over."""
        while not over.is_set() or not self.results:
            await self.attempt()
        self.client.close()

    async def attempt(self) -> None:
        """Join, answer everything in some order, hand in, and look at the result."""
        tab = await self.opens(await self.joins())
        answers = simulation.answers(harbour(), self.random.random(), self.random)
        for item in self.random.sample(sorted(answers), len(answers)):
            tab = await self.saves(tab, item, answers[item])
        await self.hands_in(tab)

    async def joins(self) -> str:
        """Begin an attempt; give the path of its private link."""
        landing = f"/join/{self.code}"
        page = (await self.gets(landing)).body
        form = [("csrf_token", _found(_TOKEN, page)), ("writer", _found(_WRITER, page))]
        reply = await self.posts(landing, [*form, ("name", self.name)])
        assert reply.status in {302, 303}, reply
        return reply.location

    async def opens(self, address: str) -> Tab:
        """Open the reading room; it knows of everything that there is a receipt for."""
        reply = await self.gets(address)
        assert reply.status == 200, reply
        seen = {item: int(n) for item, n in _SEEN.findall(reply.body.decode())}
        for receipt in self.receipts:
            if receipt.address == address:
                assert seen[receipt.item] >= receipt.revision, receipt
        return Tab(address, _found(_TOKEN, reply.body), _found(_WRITER, reply.body), seen)

    async def saves(self, tab: Tab, item: str, answer: Answer) -> Tab:
        """Send an answer until there is a receipt. Give the page that is open in the end."""
        tab.number += 1
        writer, number = tab.writer, tab.number
        while True:
            form = [*_form(item, answer, tab.seen[item]), ("number", str(number))]
            form += [("writer", writer), ("csrf_token", tab.token)]
            reply = await self._once(f"{tab.address}/save", form)
            if reply is None and self.random.random() < 0.5:
                tab = await self.opens(tab.address)  # the page is loaded again in between
            elif reply is not None and reply.status == 409:
                self.conflicts += 1
                tab.seen[item], tab.number = _revision(reply), tab.number + 1
                number = tab.number  # she chooses the answer of this page
            elif reply is not None:
                assert reply.status == 200, reply
                break
        tab.seen[item] = _revision(reply)
        kept = Receipt(tab.address, item, tab.seen[item], writer, number, answer)
        self.receipts.append(kept)
        return tab

    async def hands_in(self, tab: Tab) -> None:
        """Hand in, and look at the result."""
        reply = await self.posts(f"{tab.address}/submit", [("csrf_token", tab.token)])
        assert reply.status in {302, 303}, reply
        page = await self.gets(f"{tab.address}/result")
        assert page.status == 200, page
        self.results[tab.address] = page.body.decode()

    async def gets(self, path: str) -> Reply:
        """Open a page, again and again until it comes."""
        return await self._until_answered(path, None)

    async def posts(self, path: str, form: Fields) -> Reply:
        """Send a form, again and again until it is answered."""
        return await self._until_answered(path, form)

    async def _until_answered(self, path: str, form: Fields | None) -> Reply:
        until = time.monotonic() + PATIENCE
        while True:
            reply = await self._once(path, form)
            if reply is not None:
                return reply
            assert time.monotonic() < until, f"{path} is never answered"

    async def _once(self, path: str, form: Fields | None) -> Reply | None:
        """Ask once. None, after a pause, where no answer came or the service could give none."""
        asked = self.client.get(path) if form is None else self.client.post(path, form)
        try:
            reply = await asyncio.wait_for(asked, PATIENCE)
        except (Lost, OSError):
            self.lost += 1
        else:
            if reply.status < 500:
                return reply
            self.refused.append(reply)
        await asyncio.sleep(self.random.uniform(*self.pause))
        return None


def harbour() -> QuestionSet:
    """Read the set that is answered."""
    found = markdown.read(HARBOUR, "harbour").set
    assert found is not None
    return found


def receipts(students: Sequence[Student]) -> list[Receipt]:
    """Give all that anybody was told is kept."""
    return [receipt for student in students for receipt in student.receipts]


def _form(item: str, answer: Answer, seen: int) -> Fields:
    sent = list(fields.fields_of(item, answer).items(multi=True))
    return [*sent, ("item", item), (f"seen.{item}", str(seen))]


def _revision(reply: Reply) -> int:
    found = _REVISION.search(reply.body.decode())
    assert found is not None, reply
    return int(found[1])


def _found(pattern: re.Pattern[bytes], page: bytes) -> str:
    match = pattern.search(page)
    assert match is not None, page[:300]
    return match[1].decode()
