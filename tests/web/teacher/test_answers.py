"""Typed answers worth a look, and a student's word that one was right."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from quiz.assessment.model import Feedback
from quiz.assessment.scoring import Answer
from quiz.storage import attempts
from quiz.storage.assignments import Assignment
from tests.conftest import Clock
from tests.web.browser import Browser
from tests.web.conftest import Assign


def sits(
    app: Flask, paper: Assignment, clock: Clock, name: str, text: str, hours: str = "two"
) -> tuple[attempts.Attempt, str]:
    with app.app_context():
        attempt, token = attempts.start(paper, name=name, now=clock.now)
        for item, raw in (("steers", {"1": (text,)}), ("complete", {"1": (hours,)})):
            attempts.save(attempt, item, Answer(raw), writer="w", number=1, seen=0, now=clock.now)
        return attempts.submit(attempt, now=clock.passes(minutes=1)), token


@pytest.fixture
def paper(given: Assign) -> Assignment:
    """The harbour, given to a class."""
    return given()


def posts(hill: Browser, paper: Assignment, what: str, **fields: str) -> Browser:
    page = hill.opens(f"/teach/assignments/{paper.code}/answers")
    fields["csrf_token"] = page.form("csrf_token").values["csrf_token"]
    address = f"/teach/assignments/{paper.code}/answers/{what}"
    return hill.posts(address, fields)


def name_of(hill: Browser, paper: Assignment, text: str) -> str:
    page = hill.opens(f"/teach/assignments/{paper.code}/answers").page
    found = re.search(rf'<label for="accept-(\w+)" lang="en">{text}</label>', page)
    assert found is not None, page
    return found[1]


def test_groups_are_listed_put_away_and_brought_back(
    app: Flask, hill: Browser, paper: Assignment, clock: Clock
) -> None:
    for name, text in (("Amira", "the pilot"), ("Jonas", "The Pilot!"), ("Lena", "Petro Lysenko")):
        sits(app, paper, clock, name, text)
    name = name_of(hill, paper, "the pilot")
    assert "Petro Lysenko" in hill.page
    assert "Amira" not in hill.page

    posts(hill, paper, "refuse", group=name)
    assert "1 group put away" in hill.page
    posts(hill, paper, "bring-back", group=name)
    assert "put away" not in hill.page
    assert posts(hill, paper, "refuse", group="nothing").status == 404
    assert "Tick the answers" in posts(hill, paper, "accept").page


def test_a_text_that_no_key_of_numbers_takes_gets_its_points_by_hand(
    app: Flask, hill: Browser, paper: Assignment, clock: Clock
) -> None:
    amira, _ = sits(app, paper, clock, "Amira", "Petro Lysenko", "a couple of")
    name = name_of(hill, paper, "a couple of")
    assert "takes numbers" in posts(hill, paper, "accept", accept=name).page

    posts(hill, paper, "give", group=name)

    assert "1 answer got the points." in hill.page
    with app.app_context():
        assert attempts.result(amira).items["complete"].fraction == 1


def test_a_student_says_that_an_answer_was_right_and_reads_what_was_said(
    app: Flask, hill: Browser, stranger: Browser, paper: Assignment, clock: Clock
) -> None:
    attempt, token = sits(app, paper, clock, "Jonas", "the pilot")
    result = f"/attempts/{token}/result"
    form = stranger.opens(result).form("reason")
    assert form.action.endswith("/steers/dispute")
    stranger.posts(form.action, form.values.to_dict() | {"reason": "  "})
    assert stranger.status == 422
    assert "Say why, in a few words." in stranger.page

    sent = form.values.to_dict() | {"reason": "He <is> one."}
    for _ in range(2):
        stranger.posts(form.action, sent)
        assert "Your teacher has not looked at it yet." in stranger.page
    assert "He &lt;is&gt; one." in stranger.page

    assert "He &lt;is&gt; one." in hill.opens(f"/teach/assignments/{paper.code}/answers").page
    place = f"disputes/{attempt.id}/steers"
    assert "Say why not" in posts(hill, paper, place, go="refuse").page
    posts(hill, paper, place, go="refuse", word="The name was asked.")
    page = stranger.opens(result).page
    assert "Your teacher does not agree." in page
    assert "The name was asked." in page


def test_a_dispute_that_is_accepted_gives_the_points(
    app: Flask, hill: Browser, stranger: Browser, paper: Assignment, clock: Clock
) -> None:
    attempt, token = sits(app, paper, clock, "Jonas", "the pilot")
    form = stranger.opens(f"/attempts/{token}/result").form("reason")
    stranger.client.post(form.action, data=form.values.to_dict() | {"reason": "He is one."})

    posts(hill, paper, f"disputes/{attempt.id}/steers", go="accept", word="So he is.")

    with app.app_context():
        assert attempts.result(attempt).items["steers"].points == 1
    page = stranger.opens(f"/attempts/{token}/result").page
    assert "Your teacher agrees." in page
    assert "So he is." in page
    assert posts(hill, paper, "disputes/999/steers", go="accept").status == 404


def test_nothing_is_said_before_the_key_is_out(
    app: Flask, stranger: Browser, given: Assign, clock: Clock
) -> None:
    paper = given(feedback=Feedback.SCORE)
    _, token = sits(app, paper, clock, "Jonas", "the pilot")
    page = stranger.opens(f"/attempts/{token}/result").page
    assert "reason" not in page
    csrf = stranger.opens("/").form("csrf_token").values["csrf_token"]
    sent = {"csrf_token": csrf, "reason": "It was."}
    answer = stranger.client.post(f"/attempts/{token}/result/steers/dispute", data=sent)
    assert answer.status_code == 404


def test_the_teacher_reads_what_was_chosen_in_its_words(
    app: Flask, hill: Browser, stranger: Browser, paper: Assignment, clock: Clock
) -> None:
    with app.app_context():
        attempt, token = attempts.start(paper, name="Jonas", now=clock.now)
        answer = Answer({"": ("at-nine",)})
        attempts.save(attempt, "leaves", answer, writer="w", number=1, seen=0, now=clock.now)
        attempts.submit(attempt, now=clock.now)
    form = stranger.opens(f"/attempts/{token}/result").form("reason")
    stranger.posts(form.action, form.values.to_dict() | {"reason": "It did, in winter."})

    assert "At nine" in hill.opens(f"/teach/assignments/{paper.code}/answers").page
