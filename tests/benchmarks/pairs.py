"""In one process: each figure as a ratio to a yardstick, least, median and most of the pairs."""

from __future__ import annotations

import json
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from flask import Flask

from quiz import config, create_app
from quiz.assessment import scoring
from quiz.assessment.check import check
from quiz.assessment.formats import markdown
from quiz.assessment.prose import markdown as parser
from quiz.assessment.types import of
from quiz.storage import migrations, sets

PAIRS = 40
SOURCE = (config.folder("questions") / "geneva-talks.md").read_text(encoding="utf-8")

Work = Callable[[], object]
Pair = tuple[Work, Work]


def timed(work: Work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratios(ours: Work, yardstick: Work, count: int) -> tuple[list[float], float]:
    """Run both in turn; give the ratios, and the median of ours in milliseconds."""
    for work in (ours, yardstick) * 3:
        work()
    pairs = [(timed(ours), timed(yardstick)) for _ in range(count)]
    return [a / b for a, b in pairs], 1000 * statistics.median(a for a, _ in pairs)


def read(_: Path) -> Pair:
    return lambda: markdown.read(SOURCE), lambda: parser().parse(SOURCE)


def checked(_: Path) -> Pair:
    reading = markdown.read(SOURCE)
    return lambda: check(reading), lambda: markdown.read(SOURCE)


def score(_: Path) -> Pair:
    found = markdown.read(SOURCE).set
    assert found is not None
    answers = {item.id: scoring.Answer(of(item).model(item)) for item in found.items}
    stored = {name: scoring.to_json(answer) for name, answer in answers.items()}
    return lambda: scoring.score_attempt(found, answers), lambda: json.loads(json.dumps(stored))


class Pages:
    """An app with a practice set, an attempt begun, and a page that says hello."""

    def __init__(self, folder: Path) -> None:
        app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'quiz.sqlite'}"})
        with app.app_context():
            migrations.upgrade()
            sets.load(SOURCE, origin="bench", name="bench", now=datetime.now(UTC))
        self.client = app.test_client()
        hello = Flask("hello")
        hello.add_url_rule("/", view_func=lambda: "hello")
        self.hello = hello.test_client()
        home = self.client.get("/").text
        landing = self._found(r'"(/join/[^"]+)"', home)
        token = self._found(r'name="csrf_token"[^>]*value="([^"]+)"', self.client.get(landing).text)
        started = self.client.post(landing, data={"csrf_token": token, "name": "Amira"})
        self.address = started.headers["Location"]
        self.page = self.client.get(self.address).text

    @staticmethod
    def _found(pattern: str, page: str) -> str:
        match = re.search(pattern, page)
        assert match, pattern
        return match[1]

    def room(self) -> None:
        assert self.client.get(self.address).status_code == 200

    def saves(self) -> Iterator[int]:
        """Save one more answer each time; give the revision."""
        csrf = self._found(r'name="csrf_token"[^>]*value="([^"]+)"', self.page)
        writer = self._found(r'name="writer"[^>]*value="([^"]+)"', self.page)
        for number in count(1):
            choice = ("People-near", "advisers")[number % 2]
            data = {"item": "mood", "a.mood": choice, "writer": writer, "number": number}
            data |= {"seen.mood": number - 1, "csrf_token": csrf}
            answer = self.client.post(f"{self.address}/save", data=data)
            assert answer.status_code == 200, answer.text
            yield number


def room(folder: Path) -> Pair:
    pages = Pages(folder)
    return pages.room, lambda: pages.hello.get("/")


def save(folder: Path) -> Pair:
    saves = Pages(folder).saves()
    bare = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    bare.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (a, b)")
    return lambda: next(saves), lambda: bare.execute("INSERT INTO t VALUES (1, 'people-near')")


def result(folder: Path) -> Pair:
    pages = Pages(folder)
    csrf = pages._found(r'name="csrf_token"[^>]*value="([^"]+)"', pages.page)  # noqa: SLF001
    pages.client.post(f"{pages.address}/submit", data={"csrf_token": csrf})
    address = f"{pages.address}/result?evidence=mood"
    return lambda: pages.client.get(address), lambda: pages.hello.get("/")


FIGURES: dict[str, Callable[[Path], Pair]] = {
    "read": read,
    "check": checked,
    "score": score,
    "room": room,
    "save": save,
    "result": result,
}


def _shown(name: str) -> Callable[..., None]:
    def run(*, quick: bool) -> None:
        with tempfile.TemporaryDirectory() as folder:
            found, ours = ratios(*FIGURES[name](Path(folder)), PAIRS // 4 if quick else PAIRS)
        least, median, most = min(found), statistics.median(found), max(found)
        print(f"  {least:.1f} {median:.1f} {most:.1f} times its yardstick; ours {ours:.2f} ms")  # noqa: T201

    return run


RUNS = {f"{name}-alone": _shown(name) for name in FIGURES}
