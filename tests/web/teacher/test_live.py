"""The page that is looked at while it runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Begin, joins
from tests.web.student.test_attempts import Script
from tests.web.teacher.test_assignments import gives

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.web.browser import Browser


@pytest.fixture
def live(hill: Browser, begun: Begin) -> str:
    """Ms Hill has given the harbour and looks at it; the page."""
    begun()
    hill.opens("/teach/sets/harbour/publish").sends(having="note")
    code = gives(hill, "/teach/sets/harbour/give", minutes="40")
    return f"/teach/assignments/{code}/live"


def row(hill: Browser, live: str, name: str) -> str:
    """What the page says of a student."""
    page = hill.opens(live).page
    found = next(part for part in page.split("<tr") if f">{name}" in part)
    return " ".join(re.sub(r"<[^>]+>", " ", found.split(">", 1)[1]).split())


def join(browser: Browser, live: str, name: str) -> str:
    return joins(browser, live.replace("/teach/assignments", "/join").removesuffix("/live"), name)


def test_it_tells_who_is_in_how_far_and_how_long_ago(
    hill: Browser, amira: Browser, live: str, clock: Clock
) -> None:
    url = join(amira, live, "Amira")
    assert "0 / 7 just now begun 40 min" in row(hill, live, "Amira")
    Script(amira).saves("steers", a__steers__1="Petro")
    clock.passes(minutes=3)
    assert "1 / 7 question 2, 3 min ago 37 min" in row(hill, live, "Amira")
    amira.opens(f"{url}/review").sends(to=f"{url}/submit")
    assert "1 / 7 handed in 09:03" in row(hill, live, "Amira")


def test_an_answer_taken_back_is_none(hill: Browser, amira: Browser, live: str) -> None:
    join(amira, live, "Amira")
    amira.sends({"a.steers.1": "Petro"}, having="writer", go="save")
    assert "1 / 7" in row(hill, live, "Amira")
    amira.sends({"a.steers.1": ""}, having="writer", go="save")
    assert "0 / 7" in row(hill, live, "Amira")


def test_who_is_stuck_is_said_and_by_what_rule(
    hill: Browser, amira: Browser, ben: Browser, live: str, clock: Clock
) -> None:
    join(amira, live, "Amira")
    join(ben, live, "Ben")
    Script(amira).saves("steers", a__steers__1="Petro")
    clock.passes(minutes=6)
    assert "stuck" in row(hill, live, "Amira")
    assert "stuck" not in row(hill, live, "Ben")
    assert "no answer for 5 minutes" in hill.page
    clock.passes(minutes=6)
    assert "stuck" in row(hill, live, "Ben")


def test_while_nothing_moves_nothing_is_sent(
    hill: Browser, amira: Browser, live: str, clock: Clock
) -> None:
    join(amira, live, "Amira")
    first = hill.client.get(f"{live}/seats")
    mark = {"If-None-Match": first.headers["ETag"]}
    again = hill.client.get(f"{live}/seats", headers=mark)
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")

    Script(amira).saves("steers", a__steers__1="Petro")
    moved = hill.client.get(f"{live}/seats", headers=mark)
    assert moved.status_code == 200
    assert "1 / 7" in moved.text
    mark = {"If-None-Match": moved.headers["ETag"]}
    clock.passes(minutes=1)
    assert "1 min ago" in hill.client.get(f"{live}/seats", headers=mark).text


def test_the_page_has_the_stamp_of_what_it_shows(hill: Browser, live: str) -> None:
    found = re.search(r'data-stamp="([^"]+)"', hill.opens(live).page)
    assert found is not None
    mark = {"If-None-Match": f'"{found[1]}"'}
    assert hill.client.get(f"{live}/seats", headers=mark).status_code == 304
