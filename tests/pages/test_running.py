"""An assignment with a page a question, and the teacher's page that tells how it goes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from quiz import create_app
from quiz.assessment.rules import Rules
from quiz.storage import accounts, db
from quiz.storage.accounts import links
from quiz.storage.assignments import giving
from quiz.storage.assignments.giving import Offer
from tests.pages.conftest import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.pages.conftest import Service

PASSWORD = "the ferry leaves at ten"


@pytest.fixture(scope="module")
def code(service: Service) -> str:
    """Ms Hill has given a set with a page a question; the code."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": service.database})
    now = datetime.now(UTC)
    with app.app_context():
        email = "hill.runs@school.example"
        token = links.invite(None, "teacher", now)
        hill = links.use_link(token, email=email, name="Ms Hill", password=PASSWORD, now=now)
        offer = Offer(1, None, Rules(by_question=True))
        made = giving.give(hill, "geneva-talks-a2", offer, now).code
        assert accounts.sign_in(email, PASSWORD, now) is not None
        db.engine.dispose()
    return made


def signs_in(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/account/sign-in")
    page.locator("[name=email]").fill("hill.runs@school.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button").first.click()
    page.wait_for_url("**/teach/")


def test_she_sees_by_herself_who_joins_and_how_far_they_are(
    service: Service, code: str, amira: Page, seat: Callable[..., Page]
) -> None:
    """The student's answer is kept on the way to the next question, however quickly she goes."""
    hill = seat(viewport=PHONE)
    signs_in(hill, service)
    hill.goto(f"{service.url}/teach/assignments/{code}/live")
    expect(hill.locator("#seats")).to_contain_text("Nobody has begun yet")

    amira.goto(f"{service.url}/join/{code}")
    amira.get_by_label("Your name").fill("Amira")
    amira.get_by_role("button", name="Start").click()
    amira.wait_for_url("**/attempts/*")
    expect(amira.locator("[data-item]")).to_have_count(1)
    first = amira.locator("[data-item]").get_attribute("data-item")
    expect(hill.locator("table.seats")).to_contain_text("Amira")

    amira.locator("[data-item] input[type=text]").first.fill("6")
    amira.get_by_role("button", name="Next").click()
    amira.wait_for_url("**q=*")
    expect(amira.locator(f'[data-for="{first}"]')).to_have_class("done")
    expect(hill.locator("table.seats")).to_contain_text("1 /")
    found = Axe().run(hill)
    assert found.violations_count == 0, found.generate_report()

    amira.locator(f'[data-for="{first}"]').click()
    expect(amira.locator(f'[data-item="{first}"] input[type=text]')).to_have_value("6")
