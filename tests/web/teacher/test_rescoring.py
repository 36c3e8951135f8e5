"""Thirty texts, two groups accepted, a question dropped, and all of it undone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from quiz.assessment import scoring
from quiz.assessment.scoring import Answer
from quiz.storage import accounts, attempts, reading, tables
from quiz.storage.assignments import Assignment
from quiz.storage.sets import drafts, versions
from tests.conftest import HARBOUR, Clock
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, Assign

STEERS = ("Petro Lysenko", "the pilot", "The Pilot", "a captain", "nobody")


@pytest.fixture
def paper(given: Assign) -> Assignment:
    """The harbour, given to a class."""
    return given()


@pytest.fixture
def thirty(app: Flask, paper: Assignment, clock: Clock) -> list[tuple[attempts.Attempt, str]]:
    """A class hands in; each with the token of the private link."""

    def done() -> Iterator[tuple[attempts.Attempt, str]]:
        for n in range(30):
            attempt, token = attempts.start(paper, name=f"Student {n}", now=clock.now)
            answers = {
                "leaves": Answer({"": ("at-ten" if n % 3 else "at-nine",)}),
                "steers": Answer({"1": (STEERS[n % 5],)}),
                "advice": Answer({"": (f"Text {n}.",)}),
            }
            for item, answer in answers.items():
                attempts.save(attempt, item, answer, writer="w", number=1, seen=0, now=clock.now)
            yield attempts.submit(attempt, now=clock.passes(seconds=1)), token

    with app.app_context():
        return list(done())


def scores(app: Flask) -> list[tuple[object, ...]]:
    rows, of = tables.Score, tables.Attempt
    with app.app_context(), reading() as session:
        told = select(rows.attempt_id, rows.item, rows.points, rows.max, rows.basis)
        sums = select(of.id, of.points, of.max, of.pending_max)
        return sorted([tuple(r) for q in (told, sums) for r in session.execute(q)], key=repr)


def does(hill: Browser, why: str = "It was said so in class.") -> Browser:
    """Press the button below a difference."""
    return hill.sends({"why": why}, having="plan")


def accepts(hill: Browser, paper: Assignment, *texts: str) -> Browser:
    page = hill.opens(f"/teach/assignments/{paper.code}/answers").page
    names = [
        name
        for name, text in re.findall(r'<label for="accept-(\w+)" lang="en">([^<]+)</label>', page)
        if text.lower() in texts
    ]
    assert len(names) == len(texts), page
    return hill.sends({"accept": names}, having="accept")


def test_a_class_is_marked_two_groups_are_accepted_a_question_dropped_and_undone(
    app: Flask, hill: Browser, paper: Assignment, thirty: list[tuple[attempts.Attempt, str]]
) -> None:
    base = f"/teach/assignments/{paper.code}"
    token = hill.opens(f"{base}/marking/advice").form("csrf_token").values["csrf_token"]
    for attempt, _ in thirty:
        sent = {"csrf_token": token, "level": "0.5", "revision": "1", "seen": "", "go": "save"}
        assert hill.client.post(f"{base}/marking/advice/{attempt.id}", data=sent).status_code == 200
    assert "all marked" in hill.opens(f"{base}/marking").page
    marked = scores(app)

    accepts(hill, paper, "the pilot", "a captain")
    assert scores(app) == marked, "a difference changes nothing"
    assert "Who gains, who loses" in hill.page
    assert re.search(r"gain</dt><dd>18</dd>", hill.page)
    does(hill)
    assert "Done." in hill.page
    accepted = scores(app)

    dropped = hill.opens(f"{base}/rescoring").form("item").values.to_dict() | {
        "item": "leaves",
        "kind": "drop",
    }
    hill.posts(f"{base}/rescoring/difference", dropped)
    assert "Leave a question out for all" in hill.page
    does(hill, "")
    assert hill.status == 422, "students are told why"
    does(hill)

    with app.app_context():
        key = versions.newest("harbour")
        assert key is not None
        for attempt, _ in thirty:
            given = {i: kept.answer for i, kept in attempts.answers(attempt).items()}
            expected = scoring.score_attempt(key.questions, given)
            left_out = expected.items["leaves"]
            result = attempts.result(attempt)
            assert result.points == expected.points - (left_out.points or 0) + 1
            assert result.max == expected.max - left_out.max + 2

    for wanted in (accepted, marked):
        form = hill.opens(f"{base}/rescoring").form("id")
        hill.posts(form.action, form.values.to_dict())
        hill.sends(having="plan")
        assert "Taken back" in hill.page
        assert scores(app) == wanted


def test_a_student_reads_that_the_score_changed_and_why(
    hill: Browser,
    stranger: Browser,
    paper: Assignment,
    thirty: list[tuple[attempts.Attempt, str]],
) -> None:
    accepts(hill, paper, "the pilot")
    does(hill, "He is one.")
    pilot, other = thirty[1][1], thirty[0][1]

    page = stranger.opens(f"/attempts/{pilot}/result").page
    assert "Your score was changed: from 1 / 8 to 2 / 8." in page
    assert "He is one." in page
    assert "the pilot" in page.split("The right answer:")[1], "the key in force is told"
    assert "Your score was changed" not in stranger.opens(f"/attempts/{other}/result").page


def test_what_came_in_meanwhile_is_shown_again(
    app: Flask, hill: Browser, paper: Assignment, thirty: list[object], clock: Clock
) -> None:
    assert thirty
    accepts(hill, paper, "the pilot")
    with app.app_context():
        marek, _ = attempts.start(paper, name="Marek", now=clock.now)
        answer = Answer({"1": ("the pilot",)})
        attempts.save(marek, "steers", answer, writer="w", number=1, seen=0, now=clock.now)
        attempts.submit(marek, now=clock.now)

    does(hill)

    assert hill.status == 409
    assert "Marek" in hill.page
    does(hill)
    assert "Done." in hill.page


def test_a_key_repaired_in_the_draft_is_taken(
    app: Flask, hill: Browser, paper: Assignment, thirty: list[object], clock: Clock
) -> None:
    assert thirty
    with app.app_context():
        account = accounts.sign_in("hill@school.example", PASSWORD, clock.now)
        assert account is not None
        draft = drafts.find(account, "harbour")
        assert draft is not None
        text = HARBOUR.replace("- [ ] At nine", "- [x] At nine")
        text = text.replace("- [x] At ten", "- [ ] At ten")
        drafts.save(account, "harbour", text, base=draft.revision, now=clock.now)
    base = f"/teach/assignments/{paper.code}/rescoring"

    form = hill.opens(base).form("of")
    hill.posts(form.action, form.values.to_dict())

    assert re.search(r"gain</dt><dd>10</dd>", hill.page)
    assert re.search(r"lose</dt><dd>20</dd>", hill.page)
    does(hill)
    assert "New key (version 2)" in hill.page
    hill.posts(form.action, form.values.to_dict())
    assert "in force already" in hill.page


def test_what_cannot_be_done_is_said(
    hill: Browser, paper: Assignment, thirty: list[object]
) -> None:
    assert thirty
    base = f"/teach/assignments/{paper.code}/rescoring"
    token = hill.opens(base).form("item").values["csrf_token"]
    for fields, words in (
        ({"kind": "drop", "item": "nowhere"}, "no such question"),
        ({"kind": "back", "id": "77"}, "taken back before"),
        ({"kind": "accept", "item": "complete", "line": "1", "text": "a few"}, "takes numbers"),
        ({"kind": "accept", "item": "leaves", "line": "1", "text": "x"}, "no typed answer"),
    ):
        sent = {"csrf_token": token, **fields}
        page = hill.client.post(f"{base}/difference", data=sent, follow_redirects=True).text
        assert words in page
    for fields, status in (
        ({}, 400),
        ({"kind": "fly"}, 400),
        ({"kind": "accept", "item": "steers"}, 400),
        ({"kind": "keys", "of": "99"}, 404),
        ({"kind": "keys", "of": "x"}, 404),
    ):
        sent = {"csrf_token": token, **fields}
        assert hill.client.post(f"{base}/difference", data=sent).status_code == status, fields
