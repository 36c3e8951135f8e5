"""Writing a set in a real browser: from the first-run link to a published set, and what goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Request, expect

from tests.pages.conftest import holding, reload_aloud, until
from tests.pages.desk import begins_a_set
from tests.pages.test_looks import faults

if TYPE_CHECKING:
    from tests.pages.conftest import Service
    from tests.pages.desk import Teacher

MOST_CLICKS, MOST_LOADS = 25, 5
"""For ten questions; the same in Moodle took 62 clicks and 28 page loads."""


def test_ten_questions_of_six_kinds_in_25_clicks_and_5_page_loads(first_hill: Teacher) -> None:
    """From the first-run link to a published set."""
    hill = first_hill
    page = begins_a_set(hill)
    hill.asks(1, "at ten", "When does it leave?", ["At six", "At ten", "At noon"], 1)
    hill.asks(2, "forty lorries", "What does it carry?", ["Coal", "Fish", "Lorries"], 2)
    hill.asks(3, "a mistake", "What does Ines think?", ["No plan", "Good plan", "Bad plan"], 2)
    hill.asks(4, "next year", "When is a report due?", ["This year", "Next year", "Never"], 1)
    hill.adds(5, "True, false, not given", "Petro is new to the river.")
    hill.marks(1)
    hill.quotes("for nineteen years")
    hill.adds(6, "Short answer", "Who steers it?")
    hill.types("rows-0-text", "Petro Lysenko")
    hill.quotes("Petro Lysenko has steered it")
    hill.adds(7, "Number", "How many hours is it to the market?")
    hill.types("rows-0-text", "2")
    hill.quotes("two hours from the market")
    hill.adds(8, "Complete a text", "Complete the sentence.")
    hill.selects("voted")
    hill.presses("Make a gap")
    hill.adds(9, "Match", "What belongs together?")
    for row, (left, right) in enumerate([("Petro", "ferry"), ("Ines", "protest")]):
        hill.types(f"rows-{row}-left", left)
        hill.types(f"rows-{row}-right", right)
    hill.adds(10, "Put in order", "In which order did they come?")
    for row, entry in enumerate(["A report of 2009", "A report of 2018", "A third report"]):
        hill.types(f"rows-{row}-text", entry)
    expect(page.locator("#saved")).to_contain_text("0 errors")
    expect(page.locator("[name=shape]")).to_have_value("order")
    page.wait_for_url("**/questions/q10")
    hill.presses("Publish…", "link")
    hill.presses("Publish version 1")
    expect(page.locator(".notice")).to_contain_text("Version 1 is published.")

    expect(page.locator(".question")).to_have_count(10)
    assert hill.clicks <= MOST_CLICKS
    assert hill.loads <= MOST_LOADS


def test_the_draft_saves_itself_and_a_reload_has_it(hill: Teacher) -> None:
    """Two seconds after the last key, the question is in the set."""
    page = begins_a_set(hill)
    hill.presses("Short answer", "link")
    hill.begins(1, "Who steers it?")
    page.wait_for_url("**/questions/q1")
    hill.types("rows-0-text", "Petro")
    until(page, "Object.keys(localStorage).every(key => !key.startsWith('unsaved:'))")
    page.reload()

    expect(page.locator("[name=rows-0-text]")).to_have_value("Petro")


def test_what_was_typed_while_the_server_was_dead_is_not_lost(
    first_hill: Teacher, own_service: Service
) -> None:
    """The page says so, goes on trying, and a reload brings back what is not saved."""
    hill = first_hill
    page = begins_a_set(hill)
    hill.presses("Short answer", "link")
    hill.begins(1, "Who steers it?")
    page.wait_for_url("**/questions/q1")
    own_service.kill()
    hill.types("rows-0-text", "Petro Lysenko")
    expect(page.locator("#saved")).to_have_text("Not saved yet, trying again")
    own_service.start()
    page.reload()

    expect(page.locator("[name=rows-0-text]")).to_have_value("Petro Lysenko")
    expect(page.locator("#saved")).to_contain_text("Saved")


def saves(asked: Request) -> bool:
    """Whether a request is a form to be saved, and not only looked at."""
    return asked.method == "POST" and 'name="go"\r\n\r\nsave' in (asked.post_data or "")


def test_what_is_received_while_the_next_page_is_asked_for_is_on_it(hill: Teacher) -> None:
    """The next page was made before it was saved: the browser remembers it until that is there."""
    page = begins_a_set(hill)
    hill.presses("Short answer", "link")
    hill.begins(1, "Who steers it?")
    page.wait_for_url("**/questions/q1")
    save = holding(page, "**/questions/q1", saves)
    hill.types("rows-0-text", "An old captain")
    sent = save()
    document = holding(page, "**/questions/q1", lambda asked: asked.method == "GET")
    reload_aloud(page)
    asked = document()
    older = asked.fetch()
    with page.expect_console_message(lambda said: said.text.startswith("Saved")):
        sent.continue_()
    with page.expect_event("load"):
        asked.fulfill(response=older)
    page.unroute("**/questions/q1")

    expect(page.locator("[name=rows-0-text]")).to_have_value("An old captain")
    assert "An old captain" not in older.text()


def test_findings_come_after_a_pause(hill: Teacher) -> None:
    """At the field, without a button; and they go when they are mended."""
    page = begins_a_set(hill)
    hill.presses("Choose one", "link")
    hill.begins(1, "Which?")
    hill.types("rows-0-text", "One")
    hill.types("rows-1-text", "Two")
    finding = page.locator("[data-found=answer] .finding, .choicerow .finding").filter(
        has_text="E108"
    )
    expect(finding).to_be_visible()
    hill.marks(1)

    expect(finding).to_have_count(0)


def test_rows_grow_and_ten_pasted_lines_are_ten_choices(hill: Teacher) -> None:
    """A star marks the right one."""
    page = begins_a_set(hill)
    hill.presses("Choose one", "link")
    hill.begins(1, "Which town?")
    lines = "\n".join(f"{'* ' if n == 4 else ''}Town {n}" for n in range(1, 11))
    page.locator("[name=rows-0-text]").evaluate(
        """(field, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        lines,
    )

    expect(page.locator(".choicerow")).to_have_count(11)
    expect(page.locator("[name=rows-9-text]")).to_have_value("Town 10")
    expect(page.locator("[name=right][value='3']")).to_be_checked()


def test_words_of_a_text_become_gaps_by_a_button(hill: Teacher) -> None:
    """Selected ones, or the one at the cursor; a gap is not put into a gap."""
    page = begins_a_set(hill)
    hill.presses("Complete a text", "link")
    hill.begins(1, "Complete it.")
    area = page.locator("[name=text]")
    area.fill("Nobody knows the river better.")
    make = page.get_by_role("button", name="Make the selected words a gap")
    area.evaluate("area => area.setSelectionRange(2, 2)")
    make.click()
    area.evaluate("area => area.setSelectionRange(21, 33)")
    make.click()

    expect(area).to_have_value("[[Nobody]] knows the [[river better]].")
    area.evaluate("area => area.select()")
    make.click()
    expect(area).to_have_value("[[Nobody]] knows the [[river better]].")


def test_two_tabs_on_one_question_are_told_and_lose_nothing(hill: Teacher) -> None:
    """The later one stops saving by itself; its button shows both texts."""
    page = begins_a_set(hill)
    hill.presses("Short answer", "link")
    hill.begins(1, "Who steers it?")
    page.wait_for_url("**/questions/q1")
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("[name=stem]").fill("Theirs?")
    other.get_by_role("button", name="Save", exact=True).last.click()
    expect(other.locator("[name=stem]")).to_have_value("Theirs?")
    page.locator("[name=stem]").fill("Mine?")
    expect(page.locator(".toasts")).to_contain_text("changed elsewhere too")
    page.get_by_role("button", name="Save", exact=True).last.click()

    expect(page.get_by_role("heading", name="This was changed elsewhere too")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Mine?")
    expect(page.locator("main")).to_contain_text("Theirs?")


def test_the_back_button_goes_back_through_the_editor(hill: Teacher) -> None:
    """Question, list, passage: each as the server has it."""
    page = begins_a_set(hill)
    hill.presses("Short answer", "link")
    hill.begins(1, "Who steers it?")
    hill.presses("Save and close")
    expect(page.locator(".question")).to_have_count(1)
    page.go_back()
    page.go_back()

    expect(page.get_by_role("heading", name="Add a question")).to_be_visible()
    expect(page.locator(".question")).to_have_count(1)


def test_axe_finds_nothing_on_any_page_of_a_teacher(hill: Teacher) -> None:
    """In both themes; nor does any page scroll sideways at 320 pixels."""
    page = hill.page
    found = faults(page)
    begins_a_set(hill)
    found += faults(page)
    sets, hers = f"{hill.service.url}/teach/sets", page.url
    addresses = [
        f"{hill.service.url}/{path}"
        for path in ("teach/", "teach/new", "account/", "account/people/")
    ]
    addresses += [
        f"{hers}add/{kind}" for kind in ("choice", "gaps", "match", "hot-text", "extended-text")
    ]
    addresses += [
        f"{sets}/geneva-talks/{path}"
        for path in (
            *("", "questions/mood", "questions/roles", "source", "settings", "add", "publish"),
            *("versions", "versions/1", "correction", "try", "print", "print/key", "add-passage"),
            "passage/six-hours-in-geneva",
        )
    ]
    for address in addresses:
        page.goto(address)
        found += faults(page)
        page.set_viewport_size({"width": 320, "height": 500})
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            found.append(f"{address} scrolls sideways")
        page.set_viewport_size({"width": 1360, "height": 860})

    assert found == []
