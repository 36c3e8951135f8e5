"""Ms Hill marks by keyboard in a real browser; the server is killed in between, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from quiz import create_app
from quiz.assessment.scoring import Answer
from quiz.storage import accounts, assignments, attempts, db, tables
from quiz.storage import writing as changing
from quiz.storage.accounts import links
from quiz.storage.sets import drafts, publishing
from tests.conftest import HARBOUR
from tests.pages.conftest import Service

PASSWORD = "the ferry leaves at ten"
TEXTS = ("Wait for the report.", "Do not move it: the market is two hours away.", "Move.")


def class_handed_in(service: Service) -> str:
    """Make Ms Hill, her set, and three texts that were handed in; give the code."""
    now = datetime.now(UTC)
    app = create_app({"SQLALCHEMY_DATABASE_URI": service.database})
    with app.app_context():
        token = links.invite(None, "teacher", now)
        hill = links.use_link(
            token, email="hill@school.example", name="Ms Hill", password=PASSWORD, now=now
        )
        assert isinstance(hill, accounts.Account)
        made = drafts.create(hill, HARBOUR.replace("practice: yes", "practice: no"), now)
        publishing.publish(hill, made.set_id, "", now)
        given = assignments.create(made.set_id, now=now)
        with changing() as session:
            session.get_one(tables.Assignment, given.id).owner_id = hill.id
        for number, text in enumerate(TEXTS):
            attempt, _ = attempts.start(given, name=f"Student {number}", now=now)
            attempts.save(
                attempt, "advice", Answer({"": (text,)}), writer="w", number=1, seen=0, now=now
            )
            attempts.submit(attempt, now=now)
        db.engine.dispose()
    return given.code


def test_texts_are_marked_by_keyboard_and_nothing_is_lost(
    own_service: Service, seat: Callable[..., Page]
) -> None:
    code = class_handed_in(own_service)
    page = seat()
    page.goto(f"{own_service.url}/account/sign-in")
    page.get_by_label("E-mail").fill("hill@school.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main button").click()
    page.goto(f"{own_service.url}/teach/assignments/{code}/marking/advice")
    left = page.locator("#left")
    expect(left).to_have_text("3 to mark")
    answers = page.locator("article.answer")

    page.keyboard.press("j")
    expect(answers.nth(0)).to_be_focused()
    page.keyboard.press("2")
    expect(left).to_have_text("2 to mark")
    expect(answers.nth(0).locator(".receipt")).to_contain_text("Saved")
    page.keyboard.press("1")
    page.keyboard.press("2")
    expect(answers.nth(0).locator("[data-key='2']")).to_be_checked()

    answers.nth(0).focus()
    page.keyboard.press("j")
    expect(answers.nth(1)).to_be_focused()
    page.keyboard.press("c")
    page.keyboard.type("Why 2 hours?")
    page.keyboard.press("Escape")
    expect(answers.nth(1)).to_be_focused()
    expect(left).to_have_text("2 to mark")
    page.reload()
    expect(answers.nth(1).locator("textarea")).to_have_value("Why 2 hours?")

    own_service.kill()
    answers.nth(1).focus()
    page.keyboard.press("1")
    expect(answers.nth(1).locator(".receipt")).to_contain_text("Not saved yet")
    own_service.start()
    expect(left).to_have_text("1 to mark", timeout=60_000)

    page.reload()
    expect(answers.nth(1).locator("[data-key='1']")).to_be_checked()
    expect(answers.nth(1).locator("textarea")).to_have_value("Why 2 hours?")
    expect(left).to_have_text("1 to mark")
