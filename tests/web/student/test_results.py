"""The result: as much as the policy gives out, and the same figures as the core's."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from quiz.assessment.model import Feedback
from quiz.storage import assignments, attempts
from tests.web.conftest import Assign, joins
from tests.web.student.test_attempts import sentence

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import Clock
    from tests.web.browser import Browser

ANSWERS = {
    "a.leaves": "at-nine",
    "a.steers.1": "petro lisenko",
    "a.sides.the-council": "a-new-quay",
    "a.sides.the-fishermen": "a-new-quay",
    "a.order.the-first-measurement": "1",
    "a.order.the-second-measurement": "2",
    "a.order.the-vote-of-the-council": "3",
    "a.complete.1": "two",
    "a.complete.2": "station",
    "a.advice": "Wait for the third report, because it is due.",
}


def hands_in(browser: Browser, address: str, cite: str = "") -> str:
    """Answer, cite a sentence with these words for who steers, hand in; give the link."""
    url = joins(browser, address)
    browser.sends(ANSWERS, having="writer", go="save")
    if cite:
        browser.opens(f"{url}/sentences/steers")
        browser.sends({"sentence": sentence(browser, cite)}, having="sentence")
    browser.opens(f"{url}/review").sends(to=f"{url}/submit")
    return url


def question(browser: Browser, item: str) -> str:
    """What the result says of one question, without its tags."""
    found = re.search(rf'id="q-{item}".*?</section>', browser.page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


SHOWN = {
    Feedback.NONE: ("Handed in, thank you",),
    Feedback.SCORE: ("your score",),
    Feedback.ANSWERS: ("your score", "Your answer."),
    Feedback.EVIDENCE: ("your score", "Your answer.", "The first sentence says so", "evidence="),
}


@pytest.mark.parametrize("policy", list(Feedback))
def test_the_policy_decides_what_is_shown(amira: Browser, given: Assign, policy: Feedback) -> None:
    """Each step shows what it promises and nothing of the steps after it."""
    url = hands_in(amira, f"/join/{given(feedback=policy).code}")
    everything = {words for shown in SHOWN.values() for words in shown} - {"Handed in, thank you"}
    for words in SHOWN[policy]:
        assert words in amira.page
    for words in everything - set(SHOWN[policy]):
        assert words not in amira.page
    amira.opens(f"{url}/result?evidence=leaves")
    assert ("<mark>" in amira.page) is (policy is Feedback.EVIDENCE)


def test_the_figures_are_the_cores(app: Flask, amira: Browser, practice: str, clock: Clock) -> None:
    """Points, maximum, pending points and the table by skill come from scoring."""
    url = hands_in(amira, practice)
    with app.app_context():
        attempt = attempts.find(url.rsplit("/", 1)[1])
        assert attempt is not None
        score = attempts.result(attempt)
    assert score.points == 4
    assert f"<b>{score.points:g} / {score.max:g}</b>" in amira.page
    assert "2 more points wait" in amira.page
    assert "4 of 6" in amira.page
    assert re.findall(r'<td class="n">([^<]+)</td>', amira.page) == ["2 / 4", "2 / 3", "0 / 1"]


def test_each_question_shows_the_answer_the_key_and_why(amira: Browser, practice: str) -> None:
    """One of each way of answering."""
    hands_in(amira, practice)
    leaves = question(amira, "leaves")
    assert "✗ At nine Your answer." in leaves
    assert "✓ At ten The right answer. It leaves the old harbour then." in leaves
    assert "0 of 1 point" in leaves
    assert "Counted: spelling of a name." in question(amira, "steers")
    assert "✗ a new quay the old quay" in question(amira, "sides")
    assert "1 of 1 point" in question(amira, "order")
    assert "✗ station (not right) market" in question(amira, "complete")
    assert "The council says that the old quay is sinking. The right answer." in question(
        amira, "reason"
    )
    assert "to be marked by your teacher" in question(amira, "advice")


@pytest.mark.parametrize(
    ("cite", "words"),
    [
        ("steered", "Right, and you found the place that shows it."),
        ("lorries", "Right, but the sentences you marked do not show it."),
        ("", "no sentence chosen"),
    ],
)
def test_the_citation_stands_beside_the_evidence(
    amira: Browser, practice: str, cite: str, words: str
) -> None:
    """What was marked is told apart from what holds the answer."""
    hands_in(amira, practice, cite)
    steers = question(amira, "steers")
    assert words in steers
    assert "Petro Lysenko has steered it for nineteen years." in steers


def test_the_evidence_is_marked_in_the_passage_on_request(amira: Browser, practice: str) -> None:
    """The link names the paragraph, marks the words and leads to them."""
    url = hands_in(amira, practice)
    links = {urljoin(amira.url, link) for link in re.findall('href="([^"]+)"', amira.page)}
    assert f"{url}/result?evidence=complete#p2" in links
    assert "Show the evidence in paragraph 2" in amira.page
    assert "<mark>" not in amira.page
    amira.opens(f"{url}/result?evidence=complete")
    assert re.findall("<mark>(.*?)</mark>", amira.page) == [
        "The new quay would lie two hours from the nearest market."
    ]
    assert "Evidence for question 5 is marked." in amira.page


def test_there_is_no_result_before_the_end(amira: Browser, practice: str) -> None:
    """The result of an open attempt is the room."""
    url = joins(amira, practice)
    assert amira.opens(f"{url}/result").url == url


def test_practice_tells_nothing_while_its_set_is_a_test(
    app: Flask, amira: Browser, ben: Browser, practice: str, clock: Clock
) -> None:
    """Amira has practised before and keeps the page; Ben has begun, and hands in meanwhile."""
    done, going = hands_in(amira, practice), joins(ben, practice)
    assert "The first sentence says so" in amira.page
    with app.app_context():
        assignments.create("harbour", now=clock.now, closes=clock.now + timedelta(hours=1))
    hint = {"csrf_token": ben.form("writer").values["csrf_token"]}
    assert ben.client.post(f"{going}/hint/leaves", data=hint).status_code == 302
    assert "Look at the beginning" not in ben.opens(going).page
    ben.opens(f"{going}/review").sends(to=f"{going}/submit")
    for page in (amira.opens(f"{done}/result").page, ben.page):
        assert "Handed in, thank you" in page
        assert "The first sentence says so" not in page
    clock.passes(hours=2)
    assert "The first sentence says so" in amira.opens(f"{done}/result").page
