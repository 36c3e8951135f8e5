"""A student answers each kind of question: by mouse, by keyboard alone, without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

from tests.pages.conftest import begin, saving

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Service

SPEAKER = "Moscow put Vladimir Medinsky, a former man of letters, at the head of its team."


def sentence(page: Page, text: str) -> Locator:
    return page.locator(".passage .s", has_text=text)


def hand_in(page: Page) -> None:
    page.locator("button[value=finish]").first.click()
    page.wait_for_url("**/review")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/result")


def test_each_kind_of_question_can_be_answered_by_mouse(amira: Page, service: Service) -> None:
    """What is clicked, typed, chosen in the passage and put in order scores in full."""
    begin(amira, service)
    with saving(amira, "where"):
        amira.get_by_label("In Geneva", exact=True).check()
    with saving(amira, "where"):
        sentence(amira, "Envoys from Kyiv").click()
    with saving(amira, "rounds"):
        amira.get_by_label("One in Istanbul", exact=True).check()
    with saving(amira, "rounds"):
        amira.get_by_label("One in Abu Dhabi", exact=True).check()
    amira.locator("#q-who button[value^=sentences]").click()
    with saving(amira, "who"):
        sentence(amira, SPEAKER).click()
    amira.locator("#q-views button[value^=sentences]").click()
    sentence(amira, "Washington sent").click()
    with saving(amira, "views"):
        sentence(amira, "question of existence").click()
    cities = amira.locator("#q-cities input[type=text]")
    cities.first.fill("Kramatorsk")
    with saving(amira, "cities"):
        cities.last.fill("sloviansk")
    with saving(amira, "encircle"):
        amira.locator("#q-encircle input[type=text]").fill("encircle")
    with saving(amira, "encircle"):
        amira.locator("#q-encircle select").select_option("failed")
    with saving(amira, "men"):
        amira.get_by_label("Medinsky", exact=True).select_option("a man of letters")
    with saving(amira, "men"):
        amira.get_by_label("Kostyukov", exact=True).select_option("a chief of intelligence")
    for meeting in ("Geneva", "Abu Dhabi", "Istanbul"):
        for _ in range(2):
            amira.get_by_role("button", name=f"Move up: {meeting}").click()
    with saving(amira, "order"):
        amira.get_by_role("button", name="Move down: Abu Dhabi").click()
    with saving(amira, "order"):
        amira.get_by_role("button", name="Move up: Abu Dhabi").click()
    with saving(amira, "why"):
        amira.locator("#q-why textarea").fill("They fear that Moscow would come back one day.")
    expect(amira.locator(".dots .done")).to_have_count(9)

    hand_in(amira)

    expect(amira.locator(".figures")).to_contain_text("11 / 11")


def test_everything_can_be_done_by_keyboard_alone(amira: Page, service: Service) -> None:
    """Tab, arrows, Space and Escape answer, cite, order and flag; the focus is never lost."""
    begin(amira, service)
    keys = amira.keyboard
    amira.get_by_label("In Istanbul", exact=True).focus()
    with saving(amira, "where"):
        keys.press("ArrowDown")
    expect(amira.get_by_label("In Geneva", exact=True)).to_be_checked()
    amira.locator("#q-where button[value^=sentences]").focus()
    keys.press("Enter")
    with saving(amira, "where"):
        keys.press("Space")
    keys.press("End")
    expect(amira.locator(".s:focus")).to_contain_text("little to split")
    keys.press("Home")
    keys.press("ArrowDown")
    expect(amira.locator(".s:focus")).to_contain_text("They broke off")
    expect(amira.locator(".s[tabindex='0']")).to_have_count(1)
    keys.press("Escape")
    expect(amira.locator("#q-where button[value^=sentences]")).to_be_focused()
    amira.get_by_role("button", name="Move up: Istanbul").focus()
    with saving(amira, "order"):
        keys.press("Enter")
    expect(amira.get_by_role("button", name="Move up: Istanbul")).to_be_focused()
    amira.locator("[name='f.men']").focus()
    with saving(amira, "men"):
        keys.press("Space")
    expect(amira.locator(".dots [data-for=men]")).to_have_accessible_name("7 flagged")


def test_without_scripts_every_kind_has_its_form(
    seat: Callable[..., Page], service: Service
) -> None:
    """Selects, numbers and a page of checkboxes do what scripts make comfortable."""
    page = seat(java_script_enabled=False)
    begin(page, service)
    page.get_by_label("In Geneva", exact=True).check()
    page.get_by_label("Medinsky", exact=True).select_option("a man of letters")
    for place, meeting in enumerate(("Istanbul", "Abu Dhabi", "Geneva"), 1):
        page.locator("#q-order").get_by_label(meeting).select_option(str(place))
    page.locator("#q-who button[value^=sentences]").click()
    page.get_by_label(SPEAKER).check()
    page.locator("main button[type=submit], main button:not([type])").first.click()
    expect(page.locator("#q-who .picked")).to_contain_text("Moscow put")
    expect(page.get_by_label("In Geneva", exact=True)).to_be_checked()

    hand_in(page)

    expect(page.locator(".figures")).to_contain_text("4 / 11")
    page.locator("a[href*='evidence=where']").click()
    expect(page.locator(".passage mark")).to_contain_text("Envoys from Kyiv")


def test_the_limit_of_sentences_is_said_politely(amira: Page, service: Service) -> None:
    """A third sentence of two is not taken; the reader is told what to do first."""
    begin(amira, service)
    amira.locator("#q-views button[value^=sentences]").click()
    for words in ("Washington sent", "question of existence", "little to split"):
        sentence(amira, words).click()

    expect(amira.locator(".s[aria-pressed=true]")).to_have_count(2)
    expect(amira.locator(".choosing")).to_contain_text("No more than 2")
    with saving(amira, "views"):
        amira.get_by_role("button", name="Take away: Washington").click()
    expect(amira.locator("#q-views .picked li")).to_have_count(1)


def test_entries_can_be_dragged(amira: Page, service: Service) -> None:
    """Dragging a row by its grip changes the numbers that the form sends."""
    begin(amira, service)
    grips = amira.locator("#q-order .grip")
    grips.last.scroll_into_view_if_needed()
    start, end = grips.first.bounding_box(), grips.last.bounding_box()
    assert start is not None
    assert end is not None
    first = amira.locator(".order label").first.inner_text()
    amira.mouse.move(start["x"] + 4, start["y"] + 4)
    amira.mouse.down()
    amira.mouse.move(end["x"] + 4, end["y"] + 40, steps=6)
    with saving(amira, "order"):
        amira.mouse.up()

    expect(amira.locator(".order label").last).to_have_text(first)
    assert amira.locator("#q-order select").last.input_value() == "3"


def test_an_order_that_is_right_as_it_stands_can_be_kept(amira: Page, service: Service) -> None:
    """An order counts as answered only when it was moved or confirmed."""
    begin(amira, service)
    expect(amira.locator(".dots [data-for=order].done")).to_have_count(0)

    with saving(amira, "order"):
        amira.get_by_role("button", name="Keep this order").click()

    expect(amira.locator(".dots [data-for=order].done")).to_have_count(1)
