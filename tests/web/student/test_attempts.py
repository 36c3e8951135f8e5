"""The reading room: answering, saving, handing in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from quiz.storage import attempts
from quiz.storage.upkeep import purging
from tests.conftest import Clock
from tests.web.browser import Browser
from tests.web.conftest import Assign, joins

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse


class Script:
    """The page's script: it sends one answer at a time and reads the receipt."""

    def __init__(self, browser: Browser) -> None:
        """Start on the room that the browser shows."""
        self.browser, self.number = browser, 0
        self.form = browser.form("writer")
        self.url = browser.url

    def saves(self, item: str, number: int | None = None, **fields: str) -> TestResponse:
        """Send one answer; without a number it is the page's next."""
        self.number += 1
        values = {
            "item": item,
            "number": str(self.number if number is None else number),
            f"seen.{item}": self.form.values[f"seen.{item}"],
            "writer": self.form.values["writer"],
            **{name.replace("__", "."): value for name, value in fields.items()},
        }
        token = {"X-CSRFToken": self.form.values["csrf_token"]}
        return self.browser.client.post(f"{self.url}/save", data=values, headers=token)


def kept(app: Flask, url: str) -> dict[str, attempts.Kept]:
    """What the database holds for an attempt."""
    with app.app_context():
        attempt = attempts.find(url.rsplit("/", 1)[1])
        assert attempt is not None
        return attempts.answers(attempt)


def test_amira_answers_every_kind_of_question_and_hands_in_without_scripts(
    app: Flask, amira: Browser, practice: str
) -> None:
    """The whole path works as plain forms."""
    url = joins(amira, practice)
    amira.sends(
        {
            "a.leaves": "at-ten",
            "a.steers.1": "Petro Lysenko",
            "a.sides.the-council": "a-new-quay",
            "a.sides.the-fishermen": "the-old-quay",
            "a.order.the-first-measurement": "1",
            "a.order.the-second-measurement": "2",
            "a.order.the-vote-of-the-council": "3",
            "a.complete.1": "two",
            "a.complete.2": "market",
            "a.advice": "Keep the old quay,\r\nfor the market is near.",
        },
        having="writer",
        go="sentences:reason",
    )
    assert "choose sentences" in amira.page
    amira.sends({"sentence": sentence(amira, "sinking")}, having="sentence")
    assert amira.url == url
    assert "The council says that the old quay is sinking." in picked(amira)
    amira.sends(having="writer", go="finish")
    assert "All questions are answered" in amira.page
    amira.sends(to=f"{url}/submit")
    assert amira.url == f"{url}/result"
    assert "8 / 8" in amira.page
    assert kept(app, url)["advice"].answer.raw[""] == (
        "Keep the old quay,\r\nfor the market is near.",
    )


def sentence(browser: Browser, words: str) -> str:
    """The id of the sentence with these words, as the checkbox beside it says."""
    found = re.search(rf'value="([^"]+)"[^>]*>&nbsp;[^<]*{words}', browser.page)
    assert found is not None, browser.page
    return found[1]


def picked(browser: Browser) -> str:
    """The lists of chosen sentences in the room."""
    return " ".join(re.findall(r'<ul class="picked".*?</ul>', browser.page, re.DOTALL))


def test_what_was_answered_is_there_after_a_reload(amira: Browser, practice: str) -> None:
    """Each way of answering shows again what was given."""
    url = joins(amira, practice)
    given = {
        "a.leaves": "at-nine",
        "a.steers.1": 'Petro "the mole" <Lysenko>',
        "a.sides.the-council": "the-old-quay",
        "a.order.the-vote-of-the-council": "1",
        "a.complete.2": "school",
        "a.advice": "\r\nNo & never",
        "f.leaves": "1",
    }
    amira.sends(given, having="writer", go="save")
    assert amira.url == url
    form = amira.form("writer")
    assert {name: form.values.get(name) for name in given} == given
    assert form.values["seen.leaves"] == "1"


def test_a_form_that_nobody_touched_adds_nothing(app: Flask, amira: Browser, practice: str) -> None:
    """Only what differs from the values that the form was rendered with is inserted."""
    url = joins(amira, practice)
    amira.sends({"a.leaves": "at-ten"}, having="writer", go="save")
    amira.sends(having="writer", go="save")
    found = kept(app, url)
    assert {item: k.revision for item, k in found.items()} == {"leaves": 1}


def test_a_choice_can_be_taken_back(app: Flask, amira: Browser, practice: str) -> None:
    """Without scripts there is a radio button for no answer, once there is one to take back."""
    url = joins(amira, practice)
    assert "No answer" not in amira.page
    amira.sends({"a.leaves": "at-ten"}, having="writer", go="save")
    amira.sends({"a.leaves": ""}, having="writer", go="save")
    assert kept(app, url)["leaves"].answer.raw == {}
    assert "No answer" not in amira.page


def test_a_form_that_is_sent_twice_counts_once_and_a_changed_one_again(
    app: Flask, amira: Browser, practice: str
) -> None:
    """Pressing twice or going back and changing one's mind are no conflicts."""
    url = joins(amira, practice)
    page = amira.response
    for answer in ("at-nine", "at-nine", "at-ten"):
        amira.response = page
        amira.sends({"a.leaves": answer}, having="writer", go="save")
        assert amira.status == 200
    assert kept(app, url)["leaves"].answer.raw == {"": ("at-ten",)}
    assert kept(app, url)["leaves"].revision == 2


def test_each_change_is_answered_by_a_receipt(amira: Browser, practice: str) -> None:
    """A script is told the revision and the time, and sending again changes nothing."""
    joins(amira, practice)
    script = Script(amira)
    receipt = script.saves("leaves", a__leaves="at-ten")
    assert receipt.status_code == 200
    assert 'data-revision="1"' in receipt.text
    assert "Saved" in receipt.text
    assert ">09:00</time>" in receipt.text
    again = script.saves("leaves", number=1, a__leaves="at-ten")
    assert 'data-revision="1"' in again.text


def test_two_tabs_end_in_a_question_and_never_in_a_lost_answer(
    app: Flask, amira: Browser, practice: str
) -> None:
    """The second tab is shown both answers; a script is told with 409."""
    url = joins(amira, practice)
    first = Script(amira)
    amira.opens(url)
    second = Script(amira)
    first.saves("leaves", a__leaves="at-nine")
    clash = second.saves("leaves", a__leaves="at-ten")
    assert clash.status_code == 409
    assert 'data-revision="1"' in clash.text
    assert clash.text.index("At ten") < clash.text.index("At nine")
    assert kept(app, url)["leaves"].answer.raw == {"": ("at-nine",)}


@pytest.mark.parametrize(("keep", "wins"), [("mine", "at-ten"), ("theirs", "at-nine")])
def test_a_form_from_an_old_tab_lets_the_student_choose(
    app: Flask, amira: Browser, practice: str, keep: str, wins: str
) -> None:
    """What did not clash is kept at once; what did is kept as the student says."""
    url = joins(amira, practice)
    old = amira.response
    amira.opens(url).sends({"a.leaves": "at-nine"}, having="writer", go="save")
    amira.response = old
    amira.sends({"a.leaves": "at-ten", "a.steers.1": "Petro"}, having="writer", go="save")
    assert amira.status == 409
    assert "At nine" in amira.page
    assert "At ten" in amira.page
    amira.sends({"keep.leaves": keep}, having="keep.leaves", go="save")
    assert kept(app, url)["leaves"].answer.raw == {"": (wins,)}
    assert kept(app, url)["steers"].answer.raw == {"1": ("Petro",)}


def test_a_page_that_was_sent_as_a_form_can_go_on_by_script(
    app: Flask, amira: Browser, practice: str
) -> None:
    """Back out of the browser's history, the script's next answer is not taken for an old one."""
    url = joins(amira, practice)
    script = Script(amira)
    script.saves("leaves", a__leaves="at-nine")
    amira.sends({"a.leaves": "at-midnight"}, having="writer", go="finish")
    receipt = script.saves("leaves", a__leaves="at-ten")
    assert receipt.status_code == 200
    assert kept(app, url)["leaves"].answer.raw == {"": ("at-ten",)}


def test_what_comes_after_the_end_is_kept_and_said_to_be_late(
    amira: Browser, given: Assign, clock: Clock
) -> None:
    """A script's answer a minute too late is received, and the words say that it is late."""
    assignment = given(minutes=20)
    url = joins(amira, f"/join/{assignment.code}")
    script = Script(amira)
    script.saves("leaves", a__leaves="at-ten")
    clock.passes(minutes=21)
    late = script.saves("steers", a__steers__1="Petro Lysenko")
    assert late.status_code == 200
    assert "data-late" in late.text
    assert "after the end" in late.text
    amira.opens(url)
    assert amira.url == f"{url}/result"
    assert "1 of 6" in amira.page


def test_a_form_sent_after_the_end_is_kept_and_leads_to_the_result(
    amira: Browser, given: Assign, clock: Clock
) -> None:
    """Without scripts the answers of the last page come late and the attempt is handed in."""
    assignment = given(minutes=20)
    url = joins(amira, f"/join/{assignment.code}")
    clock.passes(minutes=20)
    amira.sends({"a.leaves": "at-ten"}, having="writer", go="finish")
    assert amira.url == f"{url}/result"
    assert "0 of 6" in amira.page
    assert "20 min" in amira.page


def test_after_handing_in_nothing_is_taken_and_nothing_is_lost(
    amira: Browser, practice: str
) -> None:
    """A forgotten tab is told so, and the page shows what was typed."""
    url = joins(amira, practice)
    script, page = Script(amira), amira.response
    amira.sends(to=f"{url}/submit", having="writer")
    refused = script.saves("leaves", a__leaves="at-ten")
    assert refused.status_code == 410
    assert "handed in" in refused.text
    amira.response = page
    amira.sends({"a.steers.1": "Petro Lysenko himself"}, having="writer", go="save")
    assert amira.status == 410
    assert "Petro Lysenko himself" in amira.page


def test_a_very_long_answer_is_refused_and_handed_back(amira: Browser, practice: str) -> None:
    """200 kB are too many: by script with words, as a form with the text to be shortened."""
    joins(amira, practice)
    text = "word " * 40_000
    assert Script(amira).saves("advice", a__advice=text).status_code == 413
    amira.sends({"a.advice": text, "a.leaves": "at-ten"}, having="writer", go="finish")
    assert amira.status == 413
    assert text.strip() in amira.page
    amira.sends({"a.advice": "Shorter."}, having="a.advice", go="save")
    assert "Shorter." in amira.page


def test_forged_fields_gain_nothing_and_break_nothing(
    app: Flask, amira: Browser, practice: str
) -> None:
    """An unknown question is refused, an unknown choice no answer, an unknown field dropped."""
    url = joins(amira, practice)
    script = Script(amira)
    script.form.values["seen.paris"] = "0"
    assert script.saves("paris", a__paris="x").status_code == 400
    assert script.saves("leaves", a__leaves="forged").status_code == 200
    assert script.saves("steers", a__steers__1="x", a__steers__9="y", number=-1).status_code == 200
    assert kept(app, url)["steers"].answer.raw == {"1": ("x",)}
    assert "not complete" in amira.opens(f"{url}/review").page
    amira.sends(to=f"{url}/submit")
    assert "0 of 6" in amira.page


def test_the_review_says_what_is_left_to_do(amira: Browser, practice: str) -> None:
    """Unanswered, incomplete, flagged and uncited questions are named, each with its link."""
    url = joins(amira, practice)
    amira.sends(
        {"a.leaves": "at-ten", "f.leaves": "1", "a.order.the-first-measurement": "1"},
        having="writer",
        go="finish",
    )
    rows = dict(re.findall(r'#q-([\w-]+)".*?<td>(.*?)</td>', amira.page, re.DOTALL))
    assert "answered" in rows["leaves"]
    assert "flagged" in rows["leaves"]
    assert "not answered" in rows["sides"]
    assert "no sentence marked" in rows["steers"]
    assert "not complete" in rows["order"]
    assert f'href="{url}#q-order"' in amira.page


def test_a_hint_is_shown_on_request_and_the_answers_on_the_page_are_kept(
    app: Flask, amira: Browser, practice: str
) -> None:
    """In practice the hint's button sends the form, so nothing typed is lost."""
    url = joins(amira, practice)
    assert "Look at the beginning" not in amira.page
    amira.sends({"a.steers.1": "Petro"}, having="writer", to=f"{url}/hint/leaves")
    assert "Look at the beginning" in amira.page
    assert kept(app, url)["steers"].answer.raw == {"1": ("Petro",)}


def test_an_assignment_gives_no_hints(amira: Browser, given: Assign) -> None:
    """Hints are for practice: there is no button, and the address gives nothing away."""
    url = joins(amira, f"/join/{given().code}")
    assert "Show a hint" not in amira.page
    amira.sends(having="writer", to=f"{url}/hint/leaves")
    assert amira.status == 404


def test_trying_again_begins_a_new_attempt_of_the_same_student(
    amira: Browser, given: Assign
) -> None:
    """The second attempt is blank and numbered; a third is refused where two are allowed."""
    url = joins(amira, f"/join/{given(attempts=2).code}")
    amira.sends({"a.leaves": "at-ten"}, having="writer", go="finish").sends(to=f"{url}/submit")
    amira.sends(to=f"{url}/again")
    second = amira.url
    assert second != url
    assert amira.form("writer").values.get("a.leaves") is None
    amira.sends(to=f"{second}/submit", having="writer")
    assert "Attempt 2" in amira.page
    assert "Try again" not in amira.page
    amira.sends(to=f"{second}/again")
    assert "All attempts under this name are used" in amira.page


def test_trying_again_pressed_twice_uses_up_one_attempt(amira: Browser, given: Assign) -> None:
    """Both presses lead to the same second attempt, where two are allowed."""
    url = joins(amira, f"/join/{given(attempts=2).code}")
    result = amira.sends(to=f"{url}/submit", having="writer").response
    links = []
    for _ in range(2):
        amira.response = result
        links.append(amira.sends(to=f"{url}/again", having="writer").url)
    assert links[0] == links[1] != url


def test_how_to_read_can_be_changed_in_the_room_without_losing_an_answer(
    amira: Browser, practice: str
) -> None:
    """The choice of text size belongs to the form of answers."""
    joins(amira, practice)
    amira.sends(
        {"a.steers.1": "Petro", "size": "4", "theme": "dark"}, having="size", go="preferences"
    )
    assert 'data-theme="dark" data-size="4"' in amira.page
    assert amira.form("writer").values["a.steers.1"] == "Petro"


def test_the_private_link_and_its_code_lead_back_on_any_device(
    amira: Browser, browser: Callable[[], Browser], practice: str
) -> None:
    """Amira goes on at home with the short code that the room showed her."""
    url = joins(amira, practice)
    amira.sends({"a.leaves": "at-nine"}, having="writer", go="save")
    found = re.search(r'class="code">([^<]+)<', amira.page)
    assert found is not None
    at_home = browser().opens("/")
    at_home.sends({"code": f" {found[1].lower().replace('-', ' ')} "}, having="code")
    assert at_home.form("writer").values["a.leaves"] == "at-nine"
    assert url.rsplit("/", 1)[1].upper() == found[1]


def test_time_left_is_told_only_where_there_is_a_limit(
    amira: Browser, ben: Browser, given: Assign, practice: str, clock: Clock
) -> None:
    """The end stands on the page as a moment; nothing ticks."""
    joins(amira, practice)
    assert "Time left?" not in amira.page
    joins(ben, f"/join/{given(minutes=30).code}", "Ben")
    end = (clock.now + timedelta(minutes=30)).isoformat(timespec="seconds")
    assert f'data-ends="{end}"' in ben.page


def test_an_answer_to_an_attempt_that_was_erased_meanwhile_finds_nothing(
    app: Flask, amira: Browser, practice: str, clock: Clock
) -> None:
    """The process has seen the attempt; what it has seen must not outlive the record."""
    joins(amira, practice)
    script = Script(amira)
    assert script.saves("leaves", a__leaves="at-nine").status_code == 200
    with app.app_context():
        purging.purge(clock.passes(days=1))

    assert script.saves("leaves", a__leaves="at-ten").status_code == 404


def test_an_attempt_that_was_seen_open_is_closed_once_it_is_handed_in(
    amira: Browser, practice: str
) -> None:
    url = joins(amira, practice)
    script = Script(amira)
    assert script.saves("leaves", a__leaves="at-nine").status_code == 200
    amira.opens(f"{url}/review").sends(to=f"{url}/submit")

    assert script.saves("leaves", a__leaves="at-ten").status_code == 410


def test_pages_of_long_answers_fill_no_memory(app: Flask, amira: Browser, practice: str) -> None:
    """Of short ones what was made is kept for others; nobody else gives the same essay."""
    url = joins(amira, practice)
    kept = app.extensions["quiz.memory"]["fragment:asked"]
    before = len(kept)
    for n in range(3):
        amira.sends({"a.advice": f"{n} " + "wait " * 1_000}, having="writer", go="save")
        assert "wait wait" in amira.opens(url).page
    assert len(kept) == before
    amira.sends({"a.advice": "Wait."}, having="writer", go="save")
    assert len(kept) == before + 1
