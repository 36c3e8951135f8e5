"""The list of a set's questions: moved by hand and by keyboard, deleted and taken back, mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.pages.desk import begins_a_set

if TYPE_CHECKING:
    from tests.pages.desk import Teacher

QUESTIONS = """
## Who steers it? {#who}

Answer: Petro Lysenko

> Petro Lysenko has steered it

## Who did not like the plan? {#plan}

Answer: Ines Moreau

> Ines Moreau calls the plan a mistake.

## When were engineers there? {#when}

Answer: 2009

> Engineers measured the quay in 2009.
"""


@pytest.fixture
def listed(hill: Teacher) -> Page:
    """Three questions in the list."""
    page = begins_a_set(hill)
    hill.presses("Source", "link")
    area = page.locator("[name=text]")
    area.fill(area.input_value() + QUESTIONS)
    hill.presses("Save")
    hill.presses("Write", "link")
    expect(page.locator(".question")).to_have_count(3)
    return page


def order(page: Page) -> list[str]:
    """The ids of the questions as the server has them."""
    page.reload()
    found: list[str] = page.locator(".question").evaluate_all("all => all.map(q => q.dataset.item)")
    return found


def test_a_question_is_dragged_to_another_place(listed: Page) -> None:
    """The first behind the last."""
    grip = listed.locator("#q-who .grip").bounding_box()
    assert grip is not None
    listed.mouse.move(grip["x"] + 8, grip["y"] + 8)
    listed.mouse.down()
    last = listed.locator(".arranging #q-when")
    expect(last).to_be_visible()
    box = last.bounding_box()
    assert box is not None
    listed.mouse.move(box["x"] + 30, box["y"] + box["height"] + 20, steps=8)
    expect(listed.locator("#q-when + #q-who")).to_have_count(1)
    with listed.expect_response(lambda r: r.url.endswith("/questions/who/move")):
        listed.mouse.up()

    expect(listed.locator("#q-who .no")).to_have_text("3")
    assert order(listed) == ["plan", "when", "who"]


def test_a_question_is_moved_by_keyboard_and_the_focus_stays(listed: Page) -> None:
    """Twice the same key."""
    listed.get_by_role("button", name="Move question 1 down").focus()
    listed.keyboard.press("Enter")
    expect(listed.get_by_role("button", name="Move question 2 down")).to_be_focused()
    listed.keyboard.press("Enter")

    expect(listed.locator("#q-who .no")).to_have_text("3")
    assert order(listed) == ["plan", "when", "who"]


def test_a_question_is_deleted_and_taken_back_by_keyboard(listed: Page) -> None:
    """The way back has the focus."""
    listed.get_by_role("button", name="Delete question 2").focus()
    listed.keyboard.press("Enter")
    expect(listed.get_by_role("button", name="Undo")).to_be_focused()
    listed.keyboard.press("Enter")

    expect(listed.locator(".question")).to_have_count(3)
    assert order(listed) == ["who", "plan", "when"]


def test_a_finding_is_mended_in_the_form_by_one_click(listed: Page, hill: Teacher) -> None:
    """What was typed a moment before is kept, and no page is loaded."""
    loads = hill.loads
    listed.locator("#q-plan").get_by_role("link", name="Edit").click()
    stem = listed.locator("[name=stem]")
    stem.fill("Who did never like the plan?")
    listed.get_by_role("button", name="Write “never” in bold").click(timeout=9000)

    expect(stem).to_have_value("Who did **never** like the plan?")
    expect(listed.locator(".finding", has_text="W205")).to_have_count(0)
    assert hill.loads == loads
