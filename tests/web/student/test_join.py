"""The landing page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from quiz.storage import tables, writing
from tests.web.browser import Browser
from tests.web.conftest import Assign, joins

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import Clock


def test_it_says_what_to_know_before_the_start(amira: Browser, given: Assign, clock: Clock) -> None:
    """Level, questions, words, the limit, the end that it comes to, attempts."""
    closes = clock.now + timedelta(minutes=15)
    assignment = given(minutes=30, attempts=2, closes=closes)
    page = amira.opens(f"/join/{assignment.code}").page
    for words in ("The night ferry", "B1", "<dd>7</dd>", "30 min", "2 of 2 left"):
        assert words in page
    assert f'datetime="{closes.isoformat(timespec="seconds")}"' in page


@pytest.mark.parametrize("name", ["", "   ", "\x07", "x" * 81])
def test_an_assignment_asks_for_a_name(amira: Browser, given: Assign, name: str) -> None:
    """Without a name, or with one that cannot be one, there is no start."""
    amira.opens(f"/join/{given().code}").sends({"name": name}, having="name")
    assert amira.status == 422
    assert 'aria-invalid="true"' in amira.page


def test_practice_needs_no_name(stranger: Browser, practice: str) -> None:
    """Anybody may try."""
    joins(stranger, practice, name="")


def test_before_it_opens_and_after_it_closes_there_is_no_start(
    amira: Browser, given: Assign, clock: Clock
) -> None:
    """The page says when, and has no form to start with."""
    early = given(opens=clock.now + timedelta(hours=1))
    assert "It opens on" in amira.opens(f"/join/{early.code}").page
    assert 'name="name"' not in amira.page
    assignment = given(closes=clock.now + timedelta(hours=1))
    amira.opens(f"/join/{assignment.code}")
    clock.passes(hours=2)
    amira.sends({"name": "Amira"}, having="name")
    assert amira.status == 409
    assert "It is closed" in amira.page


def test_an_attempt_that_was_begun_is_offered_until_it_is_handed_in(
    amira: Browser, practice: str
) -> None:
    """The browser remembers; the link works on."""
    url = joins(amira, practice)
    assert f'href="{url}"' in amira.opens(practice).page
    amira.opens(f"{url}/review").sends(to=f"{url}/submit")
    assert f'href="{url}"' not in amira.opens(practice).page


def test_another_name_on_the_same_device_is_another_student(amira: Browser, given: Assign) -> None:
    """Attempts are counted by student, so Ben may start where Amira has none left."""
    code = given(attempts=1).code
    joins(amira, f"/join/{code}")
    amira.opens(f"/join/{code}").sends({"name": "Amira"}, having="name")
    assert amira.status == 409
    assert "All attempts under this name are used" in amira.page
    joins(amira, f"/join/{code}", "Ben")


def test_a_start_that_is_pressed_twice_begins_one_attempt(amira: Browser, given: Assign) -> None:
    """The second press leads where the first did; who comes next on this computer begins anew."""
    assignment = given(attempts=1)
    landing = amira.opens(f"/join/{assignment.code}").response
    links = []
    for name in ("Amira", "Amira ", "Ben"):
        amira.response = landing
        amira.url = f"/join/{assignment.code}"
        links.append(amira.sends({"name": name}, having="name").url)
    assert "/attempts/" in links[0]
    assert links[0] == links[1] != links[2]


def test_who_may_start_is_told_what_counts_and_when_the_result_comes(
    amira: Browser, given: Assign, clock: Clock
) -> None:
    closes = clock.now + timedelta(hours=2)
    made = given(minutes=30, attempts=2, counts="last", closes=closes, release="close")
    page = " ".join(re.sub(r"<[^>]+>", " ", amira.opens(f"/join/{made.code}").page).split())
    assert "What counts your last attempt" in page
    assert "Your result on 2 Mar 2026, 11:00" in page


def test_who_has_extra_time_is_told_of_the_longer_time_and_the_later_end(
    app: Flask, amira: Browser, given: Assign, clock: Clock
) -> None:
    made = given(minutes=30, attempts=2, closes=clock.now + timedelta(minutes=40))
    joins(amira, f"/join/{made.code}")
    with app.app_context(), writing() as session:
        session.execute(update(tables.Student).values(factor=2.0))
    clock.passes(minutes=5)
    page = " ".join(re.sub(r"<[^>]+>", " ", amira.opens(f"/join/{made.code}").page).split())
    assert "Time 1 h with your extra time" in page
    assert "you have until 2 Mar 2026, 10:05" in page
    clock.passes(minutes=40)
    amira.opens(f"/join/{made.code}").sends({"name": "Amira"}, having="name")
    assert "/attempts/" in amira.url
