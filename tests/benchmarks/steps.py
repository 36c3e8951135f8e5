"""Where a journey's processor time goes: each request, in one process and without a network.

Processor time tells the same on a machine that is busy, where the clock does not.
"""

from __future__ import annotations

import io
import re
import statistics
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from flask import Flask

from quiz import create_app
from tests.benchmarks import student
from tests.benchmarks.student import Times
from tests.benchmarks.wire import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

_COOKIE = re.compile(r"([^=]+)=([^;]*)")


@dataclass
class Straight:
    """A browser of one student that calls the application; its seconds are of the processor."""

    app: Flask
    _cookies: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str) -> Reply:
        return self._call("GET", path, b"")

    async def post(self, path: str, fields: Sequence[tuple[str, str]]) -> Reply:
        return self._call("POST", path, urlencode(fields).encode())

    def _call(self, method: str, path: str, body: bytes) -> Reply:
        environ, answer = self._environ(method, path, body), _Answer()
        began = time.process_time()
        chunks = self.app.wsgi_app(environ, answer)
        found = b"".join(chunks)
        getattr(chunks, "close", lambda: None)()
        seconds = time.process_time() - began
        for line in answer.all("Set-Cookie"):
            if match := _COOKIE.match(line):
                self._cookies[match[1]] = match[2]
        return Reply(answer.status, "".join(answer.all("Location")), found, seconds)

    def _environ(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        address = urlsplit(path)
        return {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": address.path,
            "QUERY_STRING": address.query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_ACCEPT_LANGUAGE": "en",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
        }


@dataclass
class _Answer:
    """What an application says before it gives the body."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)

    def __call__(
        self, status: str, headers: list[tuple[str, str]], _error: object = None, /
    ) -> Callable[[bytes], object]:
        self.status, self.headers = int(status[:3]), headers
        return bytes  # for those who write before they return; nobody does

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.casefold() == name.casefold()]


def run(*, quick: bool) -> None:
    """Print the median processor time of each request, and what a whole journey comes to."""
    rounds = 10 if quick else 100
    hello = Flask("hello")
    hello.add_url_rule("/", view_func=lambda: "hello")
    with tempfile.TemporaryDirectory() as name:
        code = student.prepare(Path(name))
        quiz = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{Path(name) / 'quiz.sqlite'}"})
        times, said = Times(), Times()
        for number in range(rounds + 3):
            if number == 3:  # warm by now
                times, said = Times(), Times()
            _now(student.journey(Straight(quiz), code, times, f"Student {number}"))
            said.note("hello", _now(Straight(hello).get("/")), 200)
    _show(times, statistics.median(said.seconds["hello"]))


def _now(work: Coroutine[Any, Any, Any]) -> Any:
    """Run what never waits."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    raise RuntimeError("it waited")


def _show(times: Times, hello: float) -> None:
    a_journey: defaultdict[str, float] = defaultdict(float)
    for step, found in times.seconds.items():
        a_journey[step] = sum(found) / times.journeys
        middle = statistics.median(found)
        print(f"  {step:8} {1e6 * middle:7.0f} us, {middle / hello:5.1f} hellos")  # noqa: T201
    whole = sum(a_journey.values())
    parts = ", ".join(f"{step} {100 * part / whole:.0f} %" for step, part in a_journey.items())
    print(f"  a journey {1e3 * whole:.2f} ms: {parts}")  # noqa: T201
