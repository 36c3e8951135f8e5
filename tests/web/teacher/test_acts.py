"""Extending, reopening, closing, excusing, counting late answers, releasing: and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Begin, joins
from tests.web.student.test_attempts import Script
from tests.web.teacher.test_assignments import gives

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.web.browser import Browser


@pytest.fixture
def code(hill: Browser, begun: Begin) -> str:
    """Ms Hill has given the harbour until ten; the answers come when she releases them."""
    begun()
    hill.opens("/teach/sets/harbour/publish").sends(having="note")
    give = "/teach/sets/harbour/give"
    return gives(hill, give, closes="2026-03-02T10:00", release="teacher")


def acts(hill: Browser, code: str, kind: str, **said: str) -> str:
    """Do something for everybody, or for the student whose name is said; what the page says."""
    hill.opens(f"/teach/assignments/{code}/acts/{kind}")
    who = said.pop("who", "")
    if who:
        found = re.search(
            rf'name="students" type="checkbox" value="(\d+)">[^<]*</span><span>{who}', hill.page
        )
        assert found is not None, hill.page
        said |= {"whom": "some", "students": found[1]}
    hill.sends({"why": "It is fair."} | said, having="why")
    return hill.page


def test_a_student_with_an_extension_works_on_and_sees_until_when(
    hill: Browser, amira: Browser, code: str, clock: Clock
) -> None:
    url = joins(amira, f"/join/{code}")
    page = acts(hill, code, "extended", who="Amira", until="2026-03-02T10:30")
    assert "More time" in page
    assert "It is fair." in page
    clock.passes(minutes=70)
    amira.opens(url)
    assert "10:30" in amira.page
    assert "When does the night ferry leave?" in amira.page
    clock.passes(minutes=30)
    assert "Handed in" in amira.opens(url).page


def test_what_was_handed_in_too_early_is_reopened_with_its_answers(
    hill: Browser, amira: Browser, code: str, clock: Clock
) -> None:
    url = joins(amira, f"/join/{code}")
    amira.sends({"a.leaves": "at-ten"}, having="writer", go="save")
    amira.opens(f"{url}/review").sends(to=f"{url}/submit")
    acts(hill, code, "reopened", who="Amira", until="2026-03-02T11:00")
    assert re.search(r'value="at-ten"\s+checked', amira.opens(url).page)
    clock.passes(minutes=90)
    assert amira.opens(url).url == url
    amira.opens(f"{url}/review").sends(to=f"{url}/submit")
    assert "as soon as your teacher releases it" in amira.page


def test_results_are_there_once_they_are_released_and_gone_when_that_is_taken_back(
    hill: Browser, amira: Browser, code: str
) -> None:
    url = joins(amira, f"/join/{code}")
    amira.opens(f"{url}/review").sends(to=f"{url}/submit")
    assert "your score" not in amira.page
    acts(hill, code, "released")
    assert "your score" in amira.opens(f"{url}/result").page
    found = re.search(r'action="(/teach/assignments/[^"]+/undo)"', hill.page)
    assert found is not None
    hill.sends({"why": "too soon"}, having="why", to=found[1])
    assert "Release taken back" in hill.page
    assert "your score" not in amira.opens(f"{url}/result").page


def test_a_late_answer_is_listed_and_counts_when_she_says_so(
    hill: Browser, amira: Browser, code: str, clock: Clock
) -> None:
    url = joins(amira, f"/join/{code}")
    script = Script(amira)
    clock.passes(minutes=63)
    assert "after the end" in script.saves("leaves", a__leaves="at-ten").text
    amira.opens(f"{url}/result")
    page = hill.opens(f"/teach/assignments/{code}").page
    assert "at-ten" in page
    assert "3 min" in page
    assert "1 / " not in page
    assert "1 / 8" in re.sub(r"\s+", " ", acts(hill, code, "late-counted", who="Amira"))


@pytest.mark.parametrize(
    ("kind", "said", "words"),
    [
        ("extended", {"until": "2026-03-02T08:00"}, "That moment has passed."),
        ("extended", {"until": ""}, "Say until when."),
        ("extended", {"why": ""}, "Say why"),
        ("reopened", {"until": "2026-03-02T11:00"}, "nobody for whom this would change anything"),
        ("late-counted", {}, "nobody for whom this would change anything"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    hill: Browser, code: str, kind: str, said: dict[str, str], words: str
) -> None:
    assert words in acts(hill, code, kind, **said)
    assert hill.status == 422
    assert "Nothing yet." in hill.opens(f"/teach/assignments/{code}").page


def test_closing_hands_in_what_was_begun(hill: Browser, amira: Browser, code: str) -> None:
    url = joins(amira, f"/join/{code}")
    acts(hill, code, "closed")
    assert "Handed in" in amira.opens(url).page
    assert "It is closed." in amira.opens(f"/join/{code}").page
    assert "It is closed already." in acts(hill, code, "closed")


def test_two_of_one_name_are_told_apart_in_the_table_the_log_and_a_difference(
    hill: Browser, amira: Browser, ben: Browser, code: str
) -> None:
    for browser in (amira, ben):
        url = joins(browser, f"/join/{code}")
        browser.opens(f"{url}/review").sends(to=f"{url}/submit")
    page = acts(hill, code, "excused", who=r"Amira \(2\)")
    assert re.search(r"Excused</strong>[^<]*the whole assignment\s*· Amira \(2\)", page)
    assert "Done, for 1 student." in page
    drop = {"kind": "drop", "item": "leaves"}
    hill.opens(f"/teach/assignments/{code}/rescoring")
    token = hill.form("item").values["csrf_token"]
    found = hill.posts(f"{hill.url}/difference", drop | {"csrf_token": token}).page
    assert found.count('<th scope="row">Amira</th>') == 1
    assert '<th scope="row">Amira (2)</th>' not in found, "who is excused loses nothing"


def test_the_log_is_short_where_an_act_was_for_many(
    hill: Browser, browser: Callable[[], Browser], code: str
) -> None:
    for number in range(11):
        joins(browser(), f"/join/{code}", f"Student {number}")
    page = acts(hill, code, "excused", whom="all")
    assert re.search(r"the whole assignment\s*· 11 students</p>\s*<details>", page)
    assert "Student 3, Student 4" in page
