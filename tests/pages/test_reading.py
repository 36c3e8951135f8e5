"""What scripts add to reading: preferences at once, a highlighter, a map, time, evidence in place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.pages.conftest import begin, saving

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Service


def test_preferences_apply_at_once_and_last(amira: Page, service: Service) -> None:
    """Size, spacing and theme change without a reload and are there after one."""
    begin(amira, service)
    amira.locator("details.settings summary").click()
    amira.get_by_label("Theme").select_option("dark")
    amira.get_by_label("Spacing").select_option("wide")
    amira.get_by_label("Text size").select_option("4")
    root = amira.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    amira.reload()

    expect(root).to_have_attribute("data-theme", "dark")
    expect(root).to_have_attribute("data-spacing", "wide")
    expect(root).to_have_attribute("data-size", "4")


def test_the_map_leads_to_a_question_and_shows_what_is_done(amira: Page, service: Service) -> None:
    """A jump by number; answered and flagged are told apart, also to those who listen."""
    begin(amira, service)
    dot = amira.locator(".dots [data-for=men]")
    dot.click()
    expect(amira.locator("#q-men")).to_be_focused()
    expect(dot).to_have_attribute("aria-current", "true")
    with saving(amira, "men"):
        amira.get_by_label("Medinsky", exact=True).select_option("a banker")
    with saving(amira, "men"):
        amira.locator("[name='f.men']").check()

    expect(dot).to_have_class(re.compile("done.*flagged|flagged.*done"))
    expect(dot).to_have_accessible_name("7 answered, flagged")


def test_own_highlights_stay_after_a_reload(amira: Page, service: Service) -> None:
    """H marks the sentence that has the focus; the marks are the student's own."""
    begin(amira, service)
    amira.get_by_role("button", name="Highlighter").click()
    amira.keyboard.press("ArrowDown")
    amira.keyboard.press("h")
    amira.reload()

    marked = "[...CSS.highlights.get('own')].map(range => range.toString())"
    assert amira.evaluate(marked) == [
        "They broke off without a deal and agreed to meet again on Wednesday."
    ]


def test_words_that_are_selected_can_be_highlighted_and_cleared(
    amira: Page, service: Service
) -> None:
    """A selection offers to mark it and to clear it, across sentences too."""
    begin(amira, service)
    select = """() => {
      const [one, two] = document.querySelectorAll('.passage .s');
      getSelection().setBaseAndExtent(one.firstChild, 7, two.firstChild, 4);
    }"""
    marked = "[...CSS.highlights.get('own')].map(range => range.toString())"
    amira.evaluate(select)
    amira.get_by_role("button", name="Highlight", exact=True).click()
    one, two = amira.evaluate(marked)
    assert (one[:9], one[-5:], two) == ("from Kyiv", "stop.", "They")

    amira.evaluate(select)
    amira.get_by_role("button", name="Clear").click()

    assert amira.evaluate(marked) == []


def test_the_time_left_is_told_when_asked_and_politely_near_the_end(
    amira: Page, service: Service, timed: str
) -> None:
    """Eighteen minutes, in words, for a moment; a notice at ten, which can be the last.

    The clock of the page is the story's, that of the server runs on while a slow machine loads.
    """
    amira.clock.install()
    amira.goto(f"{service.url}/join/{timed}")
    amira.get_by_label("name").fill("Amira")
    amira.get_by_role("button", name="Start").click()
    button = amira.locator("[data-behaviour~=time-left]")
    asks = button.inner_text()

    button.click()

    expect(button).to_have_text(re.compile("1[78] min left"))
    amira.clock.run_for("08:10")
    expect(button).to_have_text(asks)
    notice = amira.locator(".notice")
    expect(notice).to_contain_text(re.compile("(9|10) min left"))
    notice.get_by_role("button", name="No more of these").click()
    amira.clock.run_for("05:00")
    expect(notice).to_have_count(0)


def test_the_evidence_is_marked_in_place(amira: Page, service: Service) -> None:
    """On the result the passage scrolls to the marked words without leaving the page."""
    address = begin(amira, service)
    with saving(amira, "where"):
        amira.get_by_label("In Istanbul", exact=True).check()
    amira.goto(address + "/review")
    amira.get_by_role("button", name="Hand in").click()
    amira.wait_for_url("**/result")
    amira.evaluate("window.same = true")

    amira.locator("a[href*='evidence=views']").click()

    expect(amira.locator(".passage mark").first).to_be_in_viewport()
    expect(amira.locator(".passage mark").first).to_contain_text("Washington")
    assert amira.evaluate("window.same")
    expect(amira.locator("a[href*='evidence=views']")).to_have_attribute("aria-current", "true")


def test_there_is_a_cue_while_more_is_below(seat: Callable[..., Page], service: Service) -> None:
    """Each pane says that it goes on, and stops saying so at its end."""
    page = seat(viewport={"width": 1360, "height": 500})
    begin(page, service)
    pane = page.locator(".passage")
    expect(pane).to_have_class(re.compile("below"))

    pane.evaluate("pane => pane.scrollTo(0, pane.scrollHeight)")

    expect(pane).not_to_have_class(re.compile("below"))


def test_times_are_the_readers_own(seat: Callable[..., Page], service: Service) -> None:
    """The server's zone is for pages without scripts; a page does not name two zones' times."""
    page = seat(timezone_id="Asia/Kolkata")
    address = begin(page, service)
    with saving(page, "where"):
        page.get_by_label("In Geneva", exact=True).check()
    saved = page.locator("#saved")
    expect(saved).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    said = saved.inner_text()
    page.goto(address)

    assert saved.inner_text() == said
    assert saved.locator("time").evaluate(
        "time => new Date(time.dateTime).getUTCHours() !== Number(time.textContent.slice(0, 2))"
    )


def test_the_page_itself_never_scrolls_under_its_panes(amira: Page, service: Service) -> None:
    """What is hidden from the eye in a pane must not make the page longer than the window."""
    address = begin(amira, service)
    longer = "document.documentElement.scrollHeight > innerHeight"
    assert not amira.evaluate(longer)
    amira.goto(address + "/review")
    amira.get_by_role("button", name="Hand in").click()
    amira.wait_for_url("**/result")

    assert not amira.evaluate(longer)
