"""A real browser before the real service: `quiz serve` on a SQLite file of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Request, Response, Route

    from tests.pages.desk import Teacher

HERE = Path(__file__).resolve().parent
PATIENCE = 60.0
"""Seconds that the service may take to start and a page to come: a busy machine is slow."""

expect.set_options(timeout=PATIENCE * 1000)

DESK = {"width": 1360, "height": 860}
PHONE = {"width": 390, "height": 844}


class Service:
    """The service as a school runs it; it can be killed and started again on the same file."""

    def __init__(self, folder: Path, database: str) -> None:
        """Prepare a folder with the set of the stories; ``database`` is a URL."""
        self.database = database
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        (folder / "sets").mkdir()
        shutil.copy(HERE / "reading.md", folder / "sets" / "envoys.md")
        self.environment = os.environ | {
            "QUIZ_DATABASE_URL": database,
            "QUIZ_QUESTIONS": str(folder / "sets"),
            "QUIZ_SYNCHRONOUS": "NORMAL",
        }

    def start(self) -> None:
        """Start, and wait until a page comes."""
        command = "from quiz.cli import main; main()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", command, "serve", "--port", str(self.port)],
            env=self.environment,
            cwd=HERE.parents[1],
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None, "quiz serve ended by itself"
            assert time.monotonic() < until, "quiz serve does not answer"
            time.sleep(0.1)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url, timeout=PATIENCE):
                return True
        except (urllib.error.URLError, OSError):
            return False


@pytest.fixture(scope="session")
def service(database_kind: str, request: pytest.FixtureRequest, light: Path) -> Iterator[Service]:
    """The service that most stories share; each begins an attempt of its own."""
    folder = Path(mkdtemp(dir=light))
    database = f"sqlite:///{folder / 'quiz.sqlite'}"
    if database_kind != "sqlite":
        database = request.getfixturevalue("postgres").database()
    running = Service(folder, database)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def own_service(tmp_path: Path, empty_url: str) -> Iterator[Service]:
    """A service for one story, which may kill it."""
    running = Service(tmp_path, empty_url)
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without downloading another."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("These tests need a browser: apt-get install chromium", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def seat(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Give somebody a browser of their own; at the end none may have complained."""
    seats: list[Page] = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def take(**options: object) -> Page:
        context = browser.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **options})  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        seats.append(page)
        return page

    yield take
    for page in seats:
        page.context.close()
    # a network that is lost on purpose and a refusal that is meant are the browser's to report
    assert [c for c in complaints if "Failed to load resource" not in c] == []


@pytest.fixture
def amira(seat: Callable[..., Page]) -> Page:
    """Amira, a student at a desk."""
    return seat()


@pytest.fixture
def hill(seat: Callable[..., Page], service: Service) -> Teacher:
    """Ms Hill, who has just opened an invitation; whatever others have made lies beside hers."""
    return opening(seat(), service, "invite")


@pytest.fixture
def first_hill(seat: Callable[..., Page], own_service: Service) -> Teacher:
    """Ms Hill, who has just opened the first-run link of a service of her own."""
    return opening(seat(), own_service, "first")


def opening(page: Page, service: Service, kind: Literal["first", "invite"]) -> Teacher:
    """Give a teacher who has opened a link to an account."""
    from datetime import UTC, datetime

    from quiz import create_app
    from quiz.storage import db
    from quiz.storage.accounts import links
    from tests.pages import desk

    app, now = create_app({"SQLALCHEMY_DATABASE_URI": service.database}), datetime.now(UTC)
    with app.app_context():
        token = links.first_link(now) if kind == "first" else links.invite(None, "admin", now)
        db.engine.dispose()
    page.goto(f"{service.url}/account/{kind}/{token}")
    return desk.Teacher(page, service)


def begin(page: Page, service: Service, title: str = "Envoys by the lake") -> str:
    """Start practice from the front page; give the address of the attempt."""
    page.goto(service.url)
    page.get_by_role("link", name=title).click()
    page.get_by_label("name").fill("Amira")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/attempts/*")
    return page.url


@contextmanager
def saving(page: Page, item: str) -> Iterator[None]:
    """Wait until the server has acknowledged the answer that the block gives to a question."""

    def acknowledged(answer: Response) -> bool:
        sent = answer.request.post_data or ""
        return answer.url.endswith("/save") and answer.ok and f"item={item}&" in sent

    with page.expect_response(acknowledged):
        yield


def holding(
    page: Page, address: str, which: Callable[[Request], bool] = lambda _: True
) -> Callable[[], Route]:
    """Hold back what is asked for at an address; the function waits for the first of it.

    ``which`` tells of a request whether it is meant.
    """
    held: list[Route] = []
    page.route(
        address, lambda route: held.append(route) if which(route.request) else route.fallback()
    )

    def first() -> Route:
        end = time.monotonic() + PATIENCE
        while not held:
            assert time.monotonic() < end, f"{address} is not asked for"
            page.wait_for_timeout(50)
        return held[0]

    return first


def reload_aloud(page: Page) -> None:
    """Ask for the page anew, and have its console say what is said of saving until then.

    Once the next page is asked for, Playwright waits for it; the console goes on being heard.
    """
    page.evaluate(
        """const saved = document.getElementById("saved");
           new MutationObserver(() => console.log(saved.textContent.trim()))
               .observe(saved, {childList: true});
           setTimeout(() => location.reload());"""
    )


def until(page: Page, holds: str) -> None:
    """Wait until an expression of the page's script is true; its policy forbids Playwright's way."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(holds):
        assert time.monotonic() < end, f"never true: {holds}"
        page.wait_for_timeout(100)


@pytest.fixture
def timed(service: Service) -> str:
    """The join code of an assignment of 18 minutes; a set that no other story practises."""
    from datetime import UTC, datetime

    from quiz import create_app
    from quiz.storage import assignments, db

    app = create_app({"SQLALCHEMY_DATABASE_URI": service.database})
    with app.app_context():
        code = assignments.create("geneva-talks-a2", now=datetime.now(UTC), minutes=18).code
        db.engine.dispose()
    return code
