"""Ms Hill marks texts: names unseen, one question after the other, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from quiz.assessment.scoring import Answer
from quiz.storage import attempts
from quiz.storage.assignments import Assignment
from tests.conftest import Clock
from tests.web.browser import Browser
from tests.web.conftest import Assign

TEXTS = {"Amira": "Wait for the third report.", "Jonas": "Do it.", "Lena": ""}

HandIn = Callable[..., list[attempts.Attempt]]


@pytest.fixture
def paper(given: Assign) -> Assignment:
    """The harbour, given to a class."""
    return given()


@pytest.fixture
def hand_in(app: Flask, paper: Assignment, clock: Clock) -> HandIn:
    """Students hand in a text each."""

    def done(texts: dict[str, str] = TEXTS) -> list[attempts.Attempt]:
        found = []
        with app.app_context():
            for name, text in texts.items():
                attempt, _ = attempts.start(paper, name=name, now=clock.now)
                if text:
                    attempts.save(
                        attempt, "advice", Answer({"": (text,)}),
                        writer="w", number=1, seen=0, now=clock.now,
                    )  # fmt: skip
                found.append(attempts.submit(attempt, now=clock.passes(minutes=1)))
        return found

    return done


def address(paper: Assignment, attempt: attempts.Attempt | None = None) -> str:
    pile = f"/teach/assignments/{paper.code}/marking/advice"
    return pile if attempt is None else f"{pile}/{attempt.id}"


def gives(
    hill: Browser, paper: Assignment, attempt: attempts.Attempt, level: str, comment: str = ""
) -> Browser:
    """Press Save below an answer."""
    form = next(f for f in _forms(hill.page) if f.action.split("?")[0] == address(paper, attempt))
    sent = form.values.to_dict()
    sent["level"], sent["comment"] = level, comment
    return hill.posts(form.action, sent)


def _forms(page: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    from tests.web.browser import Forms, merged

    return merged(Forms(page).forms)


def test_the_list_says_how_many_wait_and_each_question_has_its_pile(
    hill: Browser, paper: Assignment, hand_in: HandIn
) -> None:
    hand_in()
    listed = hill.opens(f"/teach/assignments/{paper.code}/marking").page
    assert "What would you tell the council" in listed
    assert "(1 blank)" in listed

    page = hill.opens(address(paper)).page
    for shown in ("advice with a reason from the passage", "The night ferry leaves", "3 to mark"):
        assert shown in page
    for name in TEXTS:
        assert name not in page, "names are not shown"
    assert page.index("<em>blank</em>") < page.index("Do it."), "blank ones come first"


def test_a_mark_is_kept_with_its_comment_and_can_be_changed(
    app: Flask, hill: Browser, paper: Assignment, hand_in: HandIn
) -> None:
    amira, _, _ = hand_in()
    hill.opens(address(paper))
    gives(hill, paper, amira, "0.5", "Why wait?")
    assert "2 to mark" in hill.page
    assert "Why wait?" in hill.page

    gives(hill, paper, amira, "1", "Good.")
    with app.app_context():
        assert attempts.result(amira).points == 2


def test_a_mark_without_a_level_or_with_another_is_refused_and_the_comment_stays(
    hill: Browser, paper: Assignment, hand_in: HandIn
) -> None:
    amira, _, _ = hand_in()
    hill.opens(address(paper))
    for level, comment in (("", "Almost."), ("0.7", "Almost."), ("1", "x" * 2001)):
        gives(hill, paper, amira, level, comment)
        assert hill.status == 422
        assert comment in hill.page
        assert "3 to mark" in hill.page


def test_a_mark_that_was_not_seen_is_not_overwritten(
    hill: Browser, browser_of: Callable[..., Browser], paper: Assignment, hand_in: HandIn
) -> None:
    amira, _, _ = hand_in()
    other = browser_of("hill@school.example").opens(address(paper))
    hill.opens(address(paper))
    gives(hill, paper, amira, "1", "All of it.")

    gives(other, paper, amira, "0.5", "Half.")

    assert other.status == 409
    assert "marked or changed elsewhere" in other.page
    assert "Half." in other.page
    gives(other, paper, amira, "0.5", "Half.")
    assert other.status == 200


def test_a_script_gets_a_receipt_for_the_one_answer(
    hill: Browser, paper: Assignment, hand_in: HandIn
) -> None:
    amira, jonas, _ = hand_in()
    form = next(f for f in _forms(hill.opens(address(paper)).page) if str(amira.id) in f.action)
    sent = form.values.to_dict() | {"level": "1", "go": "save"}

    receipt = hill.client.post(address(paper, amira), data=sent).text

    assert "<html" not in receipt
    assert "Saved" in receipt
    assert "2 to mark" in receipt
    assert f"answer-{jonas.id}" not in receipt


def test_blank_answers_get_nothing_in_one_go(
    hill: Browser, paper: Assignment, hand_in: HandIn
) -> None:
    hand_in(TEXTS | {"Marek": "", "Nadia": ""})
    page = hill.opens(address(paper)).page
    assert "Give 0 to all 3 blank ones" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    hill.posts(f"{address(paper)}/blanks", {"csrf_token": token[1]})
    assert "3 blank answers got 0." in hill.page
    assert "2 to mark" in hill.page


def test_names_are_shown_to_who_asks_and_hidden_again(
    hill: Browser, paper: Assignment, hand_in: HandIn
) -> None:
    hand_in()
    assert "Amira" not in hill.opens(f"{address(paper)}?names=1").page, "nobody has asked"
    hill.sends(to=f"{address(paper)}/names")

    assert "Amira" in hill.page
    assert "Amira" not in hill.opens(address(paper)).page


def test_any_question_can_be_marked_and_the_mark_taken_away(
    app: Flask, hill: Browser, paper: Assignment, hand_in: HandIn
) -> None:
    amira, _, _ = hand_in()
    pile = f"/teach/assignments/{paper.code}/marking/leaves"
    page = hill.opens(pile).page
    assert "half of it" in page
    form = next(f for f in _forms(page) if f.action == f"{pile}/{amira.id}")
    hill.client.post(form.action, data=form.values.to_dict() | {"level": "1"})
    with app.app_context():
        assert attempts.result(amira).points == 1

    form = next(f for f in _forms(hill.opens(pile).page) if f.action == f"{pile}/{amira.id}")
    hill.client.post(form.action, data=form.values.to_dict() | {"go": "none"})
    with app.app_context():
        assert attempts.result(amira).points == 0
    assert hill.opens(f"/teach/assignments/{paper.code}/marking/nowhere").status == 404


def test_any_other_answer_can_be_overruled_from_here(
    hill: Browser, paper: Assignment, hand_in: HandIn
) -> None:
    hand_in()
    hill.opens(f"/teach/assignments/{paper.code}/marking")
    found = re.findall(r'href="([^"]+/marking/[^"]+)"', hill.page)
    assert [way.rsplit("/", 1)[1] for way in found][:2] == ["advice", "leaves"]
    assert "What earns points" in hill.opens(found[1]).page
