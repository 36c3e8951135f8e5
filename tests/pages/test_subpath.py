"""Below a path of a school's own site, in a real browser behind a real proxy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.deployment.proxy import proxy
from tests.pages.conftest import Service, saving

if TYPE_CHECKING:
    from playwright.sync_api import Response


@pytest.fixture
def below(tmp_path: Path, empty_url: str) -> Iterator[str]:
    """The address of a service that a proxy serves below a path."""
    running = Service(tmp_path, empty_url)
    running.environment["QUIZ_PROXIES"] = "1"
    running.start()
    with proxy(running.port, prefix="/reading/quiz") as front:
        yield front.url
    running.kill()


def test_a_whole_attempt_stays_below_the_path(below: str, seat: Callable[..., Page]) -> None:
    """Pages, scripts, saving, cookies, ways back: none leaves it, and none is missing."""
    amira, answers = seat(), []

    def hear(answer: Response) -> None:
        answers.append((answer.status, answer.url))

    amira.on("response", hear)
    amira.goto(f"{below}/")
    amira.get_by_role("link", name="Envoys by the lake").click()
    amira.get_by_label("name").fill("Amira")
    amira.get_by_role("button", name="Start").click()
    amira.wait_for_url("**/attempts/*")
    first = amira.locator("[data-page=room] input[type=radio]").first
    item = (first.get_attribute("name") or "").removeprefix("a.")
    with saving(amira, item):
        first.check()
    amira.reload()
    expect(first).to_be_checked()

    amira.goto(f"{below}/preferences")
    amira.locator("main select[name=theme]").select_option("dark")
    amira.goto(f"{below}/teach/")
    expect(amira.locator("html")).to_have_attribute("data-theme", "dark")
    assert amira.url == f"{below}/account/sign-in?next=/reading/quiz/teach/"

    assert [found for found in answers if found[0] >= 400 or not found[1].startswith(below)] == []
    assert {url.rpartition(".")[2] for _, url in answers if "/static/" in url} >= {"css", "js"}
    cookies = {(c.get("name"), c.get("path")) for c in amira.context.cookies()}
    assert cookies == {("session", "/reading/quiz/"), ("preferences", "/reading/quiz/")}
