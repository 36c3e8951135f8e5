"""Giving a set, the list of what was given, the rules and what may change of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from quiz.storage import assignments
from tests.web.conftest import Begin, joins

if TYPE_CHECKING:
    from flask import Flask

    from quiz.storage.assignments import Assignment
    from tests.conftest import Clock
    from tests.web.browser import Browser


@pytest.fixture
def published(hill: Browser, begun: Begin) -> str:
    """Ms Hill has published the harbour; the page on which she gives it."""
    begun()
    hill.opens("/teach/sets/harbour/publish").sends(having="note")
    return "/teach/sets/harbour/give"


def gives(hill: Browser, address: str, **rules: str) -> str:
    """Give the set by these rules; the code."""
    hill.opens(address).sends(rules, having="release")
    assert re.fullmatch(r"/teach/assignments/\S{4}-\S{4}", hill.url), hill.page
    return hill.url.rsplit("/", 1)[1]


def kept(app: Flask, code: str) -> Assignment:
    with app.app_context():
        found = assignments.by_code(code)
    assert found is not None
    return found


def test_a_set_is_given_from_its_own_page_and_students_can_join(
    app: Flask, hill: Browser, amira: Browser, published: str
) -> None:
    assert f'href="{published}"' in hill.page
    code = gives(hill, published, minutes="40", attempts="2", counts="best", by_question="yes")
    found = kept(app, code)
    assert (found.attempts, found.counts, found.by_question) == (2, "best", True)
    assert found.rules.limit is not None
    assert found.rules.limit.total_seconds() == 40 * 60
    assert code in hill.page
    assert f"/join/{code}" in hill.page
    joins(amira, f"/join/{code}")


def test_a_set_is_chosen_from_the_list_of_those_that_are_published(
    hill: Browser, published: str
) -> None:
    hill.opens("/teach/assignments")
    assert "/teach/assignments/new" in hill.page
    assert f'href="{published}"' in hill.opens("/teach/assignments/new").page


def test_a_draft_is_published_first(hill: Browser, begun: Begin) -> None:
    begun()
    hill.opens("/teach/sets/harbour/give")
    assert hill.url == "/teach/sets/harbour/"
    assert "Publish the set first" in hill.page


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"opens": "2026-03-03T10:00", "closes": "2026-03-03T09:00"}, "It closes before it opens."),
        ({"release": "close"}, "Say when it closes."),
        ({"attempts": "1", "counts": "last"}, "Allow more attempts"),
        (
            {"opens": "2026-03-03T09:00", "closes": "2026-03-03T09:30", "minutes": "40"},
            "The time limit is longer",
        ),
        ({"opens": "tomorrow"}, "Write the day and the time like this"),
        ({"opens": "0001-01-01T00:00"}, "Write the day and the time like this"),
        ({"minutes": "0"}, "from 1 to 10000"),
    ],
)
def test_what_contradicts_itself_is_refused_beside_its_field(
    hill: Browser, published: str, rules: dict[str, str], words: str
) -> None:
    hill.opens(published).sends(rules, having="release")
    assert hill.status == 422
    assert words in hill.page
    for value in rules.values():
        assert f'value="{value}"' in hill.page
    assert "Give a set to see it here." in hill.opens("/teach/assignments").page


def test_what_may_be_meant_is_said_and_given_all_the_same(hill: Browser, published: str) -> None:
    gives(hill, published, feedback="evidence", release="submit")
    assert "sees the right answers while others still work" in hill.page


def test_times_are_those_of_the_service_and_of_the_form(
    app: Flask, hill: Browser, published: str
) -> None:
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Kyiv"
    code = gives(hill, published, opens="2026-07-01T09:00")
    opens = kept(app, code).opens
    assert opens is not None
    assert opens.isoformat() == "2026-07-01T06:00:00+00:00"
    assert 'value="2026-07-01T09:00"' in hill.opens(f"/teach/assignments/{code}/rules").page


def test_the_list_tells_where_each_stands(
    hill: Browser, amira: Browser, published: str, clock: Clock
) -> None:
    running = gives(hill, published, closes="2026-03-02T10:00")
    coming = gives(hill, published, opens="2026-03-05T10:00")
    url = joins(amira, f"/join/{running}")
    amira.opens(f"{url}/review").sends(to=f"{url}/submit")
    joins(amira, f"/join/{running}", "Jonas")

    page = hill.opens("/teach/assignments").page
    rows = {
        code: re.sub(r"<[^>]+>", " ", row)
        for row in page.split("<tr>")
        for code in (running, coming)
        if code in row
    }
    assert re.search(r"1 of 2\s+1\s", rows[running])
    assert "opens" in rows[coming]
    assert page.index("Running") < page.index(running) < page.index("Coming") < page.index(coming)
    clock.passes(hours=2)
    assert "Closed" in hill.opens("/teach/assignments").page


def test_until_somebody_has_begun_everything_may_change(
    app: Flask, hill: Browser, published: str
) -> None:
    code = gives(hill, published)
    hill.opens(f"/teach/assignments/{code}/rules")
    assert "Nobody has begun" in hill.page
    hill.sends({"shuffle_items": "y", "minutes": "20"}, having="release")
    assert kept(app, code).shuffle_items


def test_then_what_was_shown_stays_and_a_reason_is_kept(
    app: Flask, hill: Browser, amira: Browser, published: str
) -> None:
    code = gives(hill, published, minutes="20")
    joins(amira, f"/join/{code}")
    rules = f"/teach/assignments/{code}/rules"
    hill.opens(rules).sends({"shuffle": "y", "why": "fairer"}, having="release")
    assert hill.status == 422
    assert "Somebody has begun, so this stays as it is" in hill.page
    hill.opens(rules).sends({"minutes": "30"}, having="release")
    assert hill.status == 422
    hill.opens(rules).sends({"minutes": "30", "why": "The bell was early."}, having="release")
    assert "Rules changed" in hill.page
    assert "time limit: 20 min → 30 min" in re.sub(r"\s+", " ", hill.page)
    assert "The bell was early." in hill.page
    assert not kept(app, code).shuffle


def test_from_the_bin_nobody_starts_and_what_was_begun_goes_on(
    hill: Browser, amira: Browser, ben: Browser, published: str
) -> None:
    code = gives(hill, published)
    url = joins(amira, f"/join/{code}")
    hill.opens(f"/teach/assignments/{code}").sends(to=f"/teach/assignments/{code}/remove")
    assert "It is closed." in ben.opens(f"/join/{code}").page
    assert "When does the night ferry leave?" in amira.opens(url).page
    assert hill.opens(f"/teach/assignments/{code}").status == 404
    hill.opens("/teach/assignments").sends(to=f"/teach/assignments/{code}/put-back")
    joins(ben, f"/join/{code}", "Ben")
