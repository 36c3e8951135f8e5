"""``quiz serve``: as a school runs it."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from quiz import storage
from quiz.storage import assignments, attempts, reading, tables, turns, writing
from quiz.storage.accounts import links
from quiz.storage.attempts import responses
from tests.cli.conftest import Quiz
from tests.conftest import HARBOUR, file_of
from tests.ports import free_port
from tests.visitor import PATIENCE, Visitor
from tests.waiting import wait_until

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def port() -> int:
    return free_port()


def refuses(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def server_of(port: int, path: str) -> str:
    """What a server calls itself, whether it likes the request or not."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with closing(connection):
        connection.request("GET", path)
        return str(connection.getresponse().headers["Server"]).strip()


def somebody_waits(session: Session) -> bool:
    """Whether another process waits for what this transaction holds."""
    file = storage.file()
    if file is None:
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        return bool(session.scalar(text(waiting)))
    lock = turns.lock_of(file).stat().st_ino
    locks = Path("/proc/locks").read_text("ascii").splitlines()
    return any("->" in line and f":{lock} " in line for line in locks)


@pytest.fixture
def start(harbour: Path, database_url: str, newest_file: Path, port: int) -> Iterator[Start]:
    """Start a server that has the harbour beside the shipped sets; end it after the test.

    Its database is in the newest form already, unless the story gives it another.
    """
    started: list[subprocess.Popen[str]] = []
    if (file := file_of(database_url)) and not file.exists():
        shutil.copyfile(newest_file, file)

    def serve(*options: str, **settings: str) -> subprocess.Popen[str]:
        environment = (
            os.environ
            | {
                "QUIZ_DATABASE_URL": database_url,
                "QUIZ_QUESTIONS": str(harbour.parent),
            }
            | settings
        )
        command = [sys.executable, "-m", "quiz", "serve", "--port", str(port), *options]
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield serve
    for process in started:
        with suppress(ProcessLookupError):  # its workers may be there when it is gone
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def greeting(process: subprocess.Popen[str], last: str = "is open at") -> str:
    """Read what it prints, up to the address, or to another line."""
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if last in line:
            return said
    raise AssertionError(said)


def page(port: int, path: str = "/") -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def test_it_loads_the_sets_prints_the_address_and_stops_when_told(
    start: Start, port: int, empty_url: str
) -> None:
    server = start(QUIZ_DATABASE_URL=empty_url)
    said = greeting(server)

    assert "harbour, version 1" in said
    assert f"Quiz is open at http://127.0.0.1:{port}" in said
    assert "The night ferry" in page(port)

    server.send_signal(signal.SIGTERM)
    assert server.wait(PATIENCE) == 0


@pytest.mark.parametrize(
    "stop",
    [
        lambda server: server.send_signal(signal.SIGTERM),
        lambda server: os.killpg(server.pid, signal.SIGINT),
        lambda server: os.killpg(server.pid, signal.SIGTERM),
    ],
    ids=["systemd", "Ctrl-C tells all processes", "a supervisor tells all processes"],
)
def test_told_to_stop_it_first_answers_what_it_has_begun(
    start: Start, port: int, app: Flask, stop: Callable[[subprocess.Popen[str]], None]
) -> None:
    """Lena's answer is on its way into the database when the server is told to stop."""
    server = start()
    greeting(server)
    lena = Visitor(f"http://127.0.0.1:{port}")
    lena.joins("Lena")
    with ThreadPoolExecutor() as her, app.app_context():
        with writing() as ours:
            attempt = ours.scalars(select(tables.Attempt).with_for_update()).one().id
            receipt = her.submit(lena.saves, "leaves", "at-ten")
            wait_until(
                lambda: receipt.done() or somebody_waits(ours),
                "her answer waits for our turn to end",
            )
            assert not receipt.done()
            stop(server)
            wait_until(lambda: refuses(port), "nobody else is let in")
            assert server.poll() is None, "it does not leave her answer alone"
        assert receipt.result(PATIENCE) == 200
        with reading() as session:
            assert responses.counting(session, attempt)["leaves"].answer.raw == {"": ("at-ten",)}

    assert server.wait(PATIENCE) == 0


def test_the_figures_of_all_processes_are_shown_on_a_port_of_their_own(
    start: Start, port: int
) -> None:
    other = free_port()
    server = start("--workers", "2", QUIZ_METRICS_PORT=str(other), QUIZ_LOG="json")
    greeting(server)
    lena = Visitor(f"http://127.0.0.1:{port}")
    lena.joins("Lena")
    lena.saves("leaves", "at-nine")
    lena.saves("leaves", "at-ten")
    lena.sends(f"{lena.url}/submit")
    for _ in range(19):
        page(port)
    wait_until(lambda: not refuses(other), "the figures are shown")
    figures = page(other, "/metrics")
    for path in ("/metrics", "/" + "x" * 70_000):
        assert server_of(other, path) == "quiz", "no software and no version"

    counted = re.findall(r'quiz_requests_total{method="GET",route="/",status="200"} (\S+)', figures)
    assert [float(number) for number in counted] == [20]
    assert 'quiz_request_seconds_count{route="/"} 20.0' in figures
    assert 'quiz_answers_total{outcome="kept"} 2.0' in figures
    assert 'quiz_attempts_submitted_total{by="student"} 1.0' in figures
    with pytest.raises(urllib.error.HTTPError):
        page(port, "/metrics")


def test_what_is_rehearsed_before_anybody_comes_is_told_of_nobody(start: Start, port: int) -> None:
    server = start(QUIZ_LOG="json")
    said = greeting(server)

    assert "request" not in said


def test_nothing_is_counted_unless_it_is_wanted(start: Start, port: int) -> None:
    greeting(start())
    with pytest.raises(urllib.error.HTTPError, match="404"):
        page(port, "/metrics")


def test_a_server_that_was_killed_can_be_started_again_at_once(start: Start, port: int) -> None:
    killed = start()
    greeting(killed)
    killed.kill()
    killed.wait()
    said = greeting(start())

    assert "version" not in said, "nothing had changed"
    assert "The night ferry" in page(port)


def test_a_worker_that_waits_does_not_outlive_its_main_process(
    start: Start, port: int, app: Flask
) -> None:
    """It would keep the port, and what it holds of the database, from the one that comes after."""
    killed = start()
    greeting(killed)
    lena = Visitor(f"http://127.0.0.1:{port}")
    lena.joins("Lena")
    with ThreadPoolExecutor() as her, app.app_context():
        with writing() as ours:
            ours.scalars(select(tables.Attempt).with_for_update()).one()
            receipt = her.submit(lena.saves, "leaves", "at-ten")
            wait_until(lambda: somebody_waits(ours), "her answer waits for our turn to end")
            killed.kill()
            wait_until(receipt.done, "the worker is gone")
        assert receipt.exception(PATIENCE) is not None, "she was told nothing"
    greeting(start())


def test_a_worker_that_dies_again_and_again_is_started_again_and_again(
    start: Start, port: int
) -> None:
    server = start("--workers", "1")
    greeting(server)

    def workers() -> set[int]:
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
        return set(map(int, children.read_text("ascii").split()))

    for _ in range(2):
        killed = workers()
        for worker in killed:
            os.kill(worker, signal.SIGKILL)
        wait_until(lambda: len(workers() - killed) == len(killed), "others")  # noqa: B023
    wait_until(lambda: not refuses(port), "it answers")
    assert "The night ferry" in page(port)

    server.send_signal(signal.SIGTERM)
    assert server.wait(PATIENCE) == 0


def test_as_long_as_there_is_no_account_it_prints_a_link_to_the_first(
    start: Start, port: int, app: Flask
) -> None:
    server = start()
    said = greeting(server, "/account/first/")
    server.kill()
    server.wait()
    again = greeting(start(), "/account/first/")
    before, after = (
        re.search(rf"http://127.0.0.1:{port}/account/first/(\S+)\n", text) for text in (said, again)
    )

    assert before is not None
    assert after is not None
    with app.app_context():
        now = datetime.now(UTC)
        assert links.open_link(before[1], now) is None, "the newest start's link is the one"
        opened = links.open_link(after[1], now)
    assert opened is not None
    assert opened.kind == "first"


def test_an_attempt_whose_time_ran_out_meanwhile_is_submitted(
    start: Start, quiz: Quiz, harbour: Path, app: Flask
) -> None:
    quiz("load", harbour)
    with app.app_context():
        began = datetime.now(UTC) - timedelta(hours=1)
        assignment = assignments.create("harbour", now=began, minutes=40)
        attempt, token = attempts.start(assignment, name="Lena", now=began)
    greeting(start())

    with app.app_context():
        until = time.monotonic() + PATIENCE
        while (found := attempts.find(token)) is None or found.submitted_at is None:
            assert time.monotonic() < until, "it is not submitted"
            time.sleep(0.1)
    assert found.submitted_at == attempt.end


def test_a_set_with_errors_is_told_and_the_others_are_served(
    start: Start, port: int, harbour: Path
) -> None:
    broken = harbour.with_name("broken.md")
    broken.write_text(HARBOUR.replace("[x] At ten", "[ ] At ten"), encoding="utf-8")
    said = greeting(start())

    assert re.search(r"broken\.md:23:\d+ E\d\d\d ", said)
    assert "The night ferry" in page(port)


def test_a_port_in_use_is_a_clear_sentence(
    quiz: Quiz, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quiz.cli import listening

    monkeypatch.setattr(listening, "PATIENCE", 0.0)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        result = quiz("serve", "--port", port)

    assert result.exit_code == 1
    assert result.output.startswith(f"Error: Port {port} on 127.0.0.1 is in use.")


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("QUIZ_DATABASE_URL", "sqlite://", "in memory"),
        ("QUIZ_QUESTIONS", "/no/such/folder", "/no/such/folder, which is no folder"),
        ("QUIZ_HOST", "not an address", "no address of this machine"),
    ],
)
def test_what_cannot_work_is_a_clear_sentence_too(
    quiz: Quiz, port: int, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, words: str
) -> None:
    monkeypatch.setenv(setting, value)
    result = quiz("serve", "--port", port)

    assert result.exit_code == 1
    assert words in result.output
