"""A page a question, without scripts: nothing is lost on the way from one to another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Assign, joins

if TYPE_CHECKING:
    from tests.web.browser import Browser


def shown(browser: Browser) -> list[str]:
    """The questions whose fields are on the page."""
    return re.findall(r'name="seen\.([^"]+)"', browser.page)


def map_order(browser: Browser) -> list[str]:
    """The questions in the order of the map."""
    return re.findall(r'data-for="([^"]+)"', browser.page)


@pytest.fixture
def room(amira: Browser, given: Assign) -> str:
    """Amira has begun an assignment with a page a question; its address."""
    return joins(amira, f"/join/{given(by_question=True).code}")


def test_one_question_stands_beside_the_passage(amira: Browser, room: str) -> None:
    assert shown(amira) == ["leaves"]
    assert "Petro Lysenko has steered it" in amira.page
    assert len(map_order(amira)) == 7


def test_next_and_previous_keep_what_was_answered(amira: Browser, room: str) -> None:
    amira.sends({"a.leaves": "at-ten"}, having="writer", go="question:steers")
    assert shown(amira) == ["steers"]
    amira.sends({"a.steers.1": "Petro"}, having="writer", go="question:leaves")
    assert shown(amira) == ["leaves"]
    assert re.search(r'value="at-ten"\s+checked', amira.page)
    amira.sends(having="writer", go="question:steers")
    assert 'value="Petro"' in amira.page


def test_the_map_is_of_buttons_that_keep_it_too(amira: Browser, room: str) -> None:
    amira.sends({"a.leaves": "at-ten"}, having="writer", go="question:advice")
    assert shown(amira) == ["advice"]
    amira.sends({"a.advice": "Wait for the report."}, having="writer", go="finish")
    assert amira.page.count("not answered</strong>") == 5


def test_saving_stays_on_the_page_and_coming_back_goes_on_where_it_stopped(
    amira: Browser, room: str
) -> None:
    amira.sends({"a.leaves": "at-ten"}, having="writer", go="question:steers")
    amira.sends({"a.steers.1": "Petro"}, having="writer", go="save")
    assert shown(amira) == ["steers"]
    assert shown(amira.opens(room)) == ["sides"]
    assert shown(amira.opens(f"{room}?q=nonsense")) == ["sides"]


def test_sentences_lead_back_to_their_question(amira: Browser, room: str) -> None:
    amira.opens(f"{room}?q=reason").sends(having="writer", go="sentences:reason")
    found = re.search(r'name="sentence" value="([^"]+)"', amira.page)
    assert found is not None
    amira.sends({"sentence": found[1]}, having="sentence")
    assert shown(amira) == ["reason"]


def test_each_attempt_has_its_own_order_and_is_scored_all_the_same(
    amira: Browser, ben: Browser, given: Assign
) -> None:
    code = given(shuffle_items=True).code
    orders = set()
    for name in ("Amira", "Jonas", "Lena", "Mira", "Tom"):
        url = joins(amira, f"/join/{code}", name)
        orders.add(tuple(map_order(amira)))
        assert shown(amira) == map_order(amira)
        assert re.search(r'data-for="leaves"[^>]*>(\d)', amira.page)
    assert len(orders) > 1
    assert {tuple(sorted(order)) for order in orders} == {tuple(sorted(orders.pop()))}
    first = map_order(amira)
    amira.sends({"a.leaves": "at-ten"}, having="writer", go="finish")
    assert re.findall(r'#q-([^"]+)">\d', amira.page) == first
    amira.sends(to=f"{url}/submit")
    assert re.findall(r'<section class="item" id="q-([^"]+)"', amira.page) == first
    assert re.search(r"1 / \d", amira.page)
