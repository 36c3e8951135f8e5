"""No answer is lost: over a reload, a killed server, a lost network, a second tab."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Page, Route, expect

from tests.pages.conftest import begin, holding, reload_aloud, saving

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Service


def losing(page: Page) -> Callable[[], None]:
    """Lose all answers that a page sends, until the function is called.

    What a page sends as it goes (`keepalive`) passes by Playwright, so it is lost to the end.
    """
    gone = """const heard = window.fetch;
        window.fetch = (url, options) =>
            options?.keepalive ? Promise.reject(Error()) : heard(url, options)"""
    page.evaluate(gone)
    page.add_init_script(gone)
    lost = [True]
    page.route("**/save", lambda route: route.abort() if lost else route.continue_())
    return lost.clear


def begin_unheard(amira: Page, service: Service, choice: str) -> tuple[str, Callable[[], None]]:
    """Begin, and give an answer while the network loses all; give the address and its end."""
    address = begin(amira, service)
    found = losing(amira)
    amira.get_by_label(choice, exact=True).check()
    expect(amira.locator("#saved")).to_have_text("Not saved yet, trying again")
    return address, found


def test_a_change_is_saved_within_a_second_and_said_so(amira: Page, service: Service) -> None:
    """Typing pauses, the answer goes out, the page names the time."""
    begin(amira, service)
    with saving(amira, "cities"):
        amira.locator("#q-cities [type=text]").first.press_sequentially("Sloviansk")

    expect(amira.locator("#saved")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    number = amira.locator(".dots [data-for=cities]")
    expect(number).to_have_css("color", "rgb(255, 255, 255)")  # on the accent, it can be read


def test_a_reload_in_the_middle_loses_nothing(amira: Page, service: Service) -> None:
    """Even what was typed in the very moment before."""
    begin(amira, service)
    amira.get_by_label("In Geneva", exact=True).check()
    amira.locator("#q-why textarea").fill("Fear of a later attack")
    amira.reload()

    expect(amira.get_by_label("In Geneva", exact=True)).to_be_checked()
    expect(amira.locator("#q-why textarea")).to_have_value("Fear of a later attack")


def test_what_is_received_while_the_next_page_is_asked_for_stands_on_it(
    amira: Page, service: Service
) -> None:
    """The page was made before the answer came to the server, and shown after its receipt."""
    address = begin(amira, service)
    save = holding(amira, "**/save")
    amira.get_by_label("In Geneva", exact=True).check()
    sent = save()
    document = holding(amira, address)
    reload_aloud(amira)
    asked = document()
    page = asked.fetch()
    with amira.expect_console_message(lambda said: said.text.startswith("Saved")):
        sent.continue_()
    amira.unroute("**/save")

    with amira.expect_event("load"):
        asked.fulfill(response=page)

    expect(amira.get_by_label("In Geneva", exact=True)).to_be_checked()
    assert not re.search('type="radio"[^>]* checked', page.text())


def test_what_is_answered_before_the_scripts_have_come_is_saved_when_they_have(
    amira: Page, service: Service
) -> None:
    """On a slow phone the page can be answered seconds before; what it kept earlier is older."""
    address = begin(amira, service)
    found = losing(amira)
    amira.get_by_label("In Istanbul", exact=True).check()
    amira.locator("#q-cities [type=text]").last.fill("Kramatorsk")
    expect(amira.locator("#saved")).to_have_text("Not saved yet, trying again")
    script = holding(amira, "**/app.js")
    amira.goto(address, wait_until="commit")
    amira.get_by_label("In Geneva", exact=True).check()
    amira.locator("#q-cities [type=text]").first.fill("Sloviansk")
    amira.locator("#q-men select").first.select_option(index=1)
    amira.locator("#q-why textarea").fill("Fear of a later attack")
    found()

    script().continue_()

    expect(amira.locator("#saved")).to_have_text(re.compile("Saved"))
    amira.unroute("**/app.js")
    amira.evaluate("localStorage.clear()")
    amira.goto(address)
    expect(amira.get_by_label("In Geneva", exact=True)).to_be_checked()
    expect(amira.locator("#q-cities [type=text]").first).to_have_value("Sloviansk")
    expect(amira.locator("#q-cities [type=text]").last).to_have_value("Kramatorsk")
    expect(amira.locator("#q-men select").first).not_to_have_value("")
    expect(amira.locator("#q-why textarea")).to_have_value("Fear of a later attack")


def test_a_page_that_nobody_has_answered_sends_nothing(
    amira: Page, seat: Callable[..., Page], service: Service
) -> None:
    """Nor does one to which the browser goes back: it shows what was answered elsewhere since."""
    address = begin(amira, service)
    with saving(amira, "where"):
        amira.get_by_label("In Geneva", exact=True).check()
    amira.locator("#q-views button[value^=sentences]").click()
    with saving(amira, "views"):
        amira.locator(".s", has_text="question of existence").click()
    amira.goto(address + "/review")
    phone = seat()
    phone.goto(address)
    with saving(phone, "where"):
        phone.get_by_label("In Istanbul", exact=True).check()
    sent: list[str] = []
    amira.on("request", lambda request: sent.append(request.method))

    amira.go_back()
    expect(amira.get_by_label("In Istanbul", exact=True)).to_be_checked()
    with saving(amira, "why"):  # whatever the page had to say when it came is before that
        amira.locator("#q-why textarea").fill("Fear")

    assert sent.count("POST") == 1


def test_a_killed_server_loses_nothing(amira: Page, own_service: Service) -> None:
    """Answers given while it is down are kept through a reload and sent when it is back."""
    address = begin(amira, own_service)
    with saving(amira, "where"):
        amira.get_by_label("In Geneva", exact=True).check()
    own_service.kill()
    amira.locator("#q-cities [type=text]").first.fill("Sloviansk")
    amira.get_by_label("One in Istanbul", exact=True).check()
    amira.locator("#q-views button[value^=sentences]").click()
    amira.locator(".s", has_text="question of existence").click()
    expect(amira.locator("#saved")).to_have_text("Not saved yet, trying again")
    own_service.start()
    amira.goto(address)
    expect(amira.locator("#saved")).to_have_text(re.compile("Saved"))

    amira.evaluate("localStorage.clear()")
    amira.reload()

    expect(amira.get_by_label("In Geneva", exact=True)).to_be_checked()
    expect(amira.get_by_label("One in Istanbul", exact=True)).to_be_checked()
    expect(amira.locator("#q-cities [type=text]").first).to_have_value("Sloviansk")
    expect(amira.locator("#q-views .picked li")).to_contain_text("question of existence")


def test_a_lost_network_is_waited_for(amira: Page, service: Service) -> None:
    """The page says so, goes on trying, and sends when the network is back."""
    begin(amira, service)
    amira.context.set_offline(True)
    amira.get_by_label("In Geneva", exact=True).check()
    expect(amira.locator("#saved")).to_have_text("Not saved yet, trying again")
    amira.locator("button[value=finish]").first.click()
    expect(amira.get_by_role("dialog")).to_contain_text("have not reached the server")
    amira.get_by_role("button", name="Keep trying").click()

    with saving(amira, "where"):
        amira.context.set_offline(False)

    amira.wait_for_url("**/review")


def test_only_the_service_can_say_that_an_answer_is_saved(amira: Page, service: Service) -> None:
    """Not a network that wants to be signed in to, nor a proxy that knows of no such page."""
    address = begin(amira, service)
    others = [200, 404, 410]

    def answer(route: Route) -> None:
        if not others:
            return route.continue_()
        page = "<!doctype html><title>Network</title><h1>Sign in to the network of the school</h1>"
        return route.fulfill(status=others.pop(0), content_type="text/html", body=page)

    amira.route("**/save", answer)
    amira.get_by_label("In Geneva", exact=True).check()
    for left in (2, 1, 0):
        expect(amira.locator("#saved")).to_have_text("Not saved yet, trying again")
        assert len(others) == left
        if left:
            with amira.expect_response("**/save"):
                amira.evaluate("dispatchEvent(new Event('online'))")
    with saving(amira, "where"):
        amira.evaluate("dispatchEvent(new Event('online'))")

    amira.goto(address)
    expect(amira.get_by_label("In Geneva", exact=True)).to_be_checked()


def test_what_is_unsent_is_sent_from_the_review_too(amira: Page, service: Service) -> None:
    """Going on without waiting leaves nothing behind."""
    address, found = begin_unheard(amira, service, "In Geneva")
    amira.locator("button[value=finish]").first.click()
    amira.get_by_role("dialog").get_by_role("button", name="Go on").click()
    amira.wait_for_url("**/review")

    found()
    amira.reload()

    expect(amira.locator("td").first).not_to_contain_text("not answered")
    amira.evaluate("localStorage.clear()")
    amira.goto(address)
    expect(amira.get_by_label("In Geneva", exact=True)).to_be_checked()


def test_the_review_shows_what_it_sent_without_loading_again(amira: Page, service: Service) -> None:
    """A page that loads itself again would undo the click on a link that came just before."""
    address, found = begin_unheard(amira, service, "In Geneva")
    amira.goto(address + "/review")
    first = amira.locator("td").first
    expect(first).to_contain_text("not answered")
    expect(amira.locator(".notice")).to_contain_text("Not saved yet")
    loads: list[str] = []
    amira.on("framenavigated", lambda frame: loads.append(frame.url))
    found()

    expect(first).not_to_contain_text("not answered")

    expect(amira.locator(".notice")).to_have_count(0)
    amira.get_by_role("link", name="Back to the questions").click()
    amira.wait_for_url(address)
    assert loads == [address]


def test_an_answer_that_is_refused_leads_from_the_review_to_its_question(
    amira: Page, service: Service
) -> None:
    """Only there can it be made shorter; the words say so."""
    address = begin(amira, service)
    found = losing(amira)
    amira.locator("#q-why textarea").fill("word " * 25_000)
    expect(amira.locator("#saved")).to_have_text("Not saved yet, trying again")
    amira.goto(address + "/review")
    expect(amira.locator(".notice")).to_contain_text("Not saved yet")
    found()

    amira.wait_for_url(address)

    expect(amira.locator(".notice")).to_contain_text("too long")
    expect(amira.locator("#q-why textarea")).to_have_value("word " * 25_000)


def test_two_tabs_never_overwrite_each_other_silently(amira: Page, service: Service) -> None:
    """The second tab is shown both answers, and the student chooses."""
    address = begin(amira, service)
    other = amira.context.new_page()
    other.goto(address)
    with saving(amira, "where"):
        amira.get_by_label("In Geneva", exact=True).check()

    other.get_by_label("In Istanbul", exact=True).check()
    dialog = other.get_by_role("dialog")
    expect(dialog).to_contain_text("In Istanbul")
    expect(dialog).to_contain_text("In Geneva")
    with saving(other, "where"):
        dialog.get_by_role("button", name="Keep the answer of this page").click()

    amira.reload()
    expect(amira.get_by_label("In Istanbul", exact=True)).to_be_checked()


def test_the_other_answer_can_be_taken(amira: Page, service: Service) -> None:
    """Then the tab shows what the server has."""
    address = begin(amira, service)
    other = amira.context.new_page()
    other.goto(address)
    with saving(amira, "where"):
        amira.get_by_label("In Geneva", exact=True).check()

    other.get_by_label("In Istanbul", exact=True).check()
    other.get_by_role("dialog").get_by_role("button", name="Take the other answer").click()

    expect(other.get_by_label("In Geneva", exact=True)).to_be_checked()
    expect(other.locator("#saved")).not_to_have_text("Not saved yet, trying again")


def test_a_token_that_died_is_renewed(amira: Page, service: Service) -> None:
    """A session that was lost in the middle costs no answer."""
    begin(amira, service)
    amira.context.clear_cookies()

    with saving(amira, "where"):
        amira.get_by_label("In Geneva", exact=True).check()


def test_an_attempt_handed_in_elsewhere_says_so(
    seat: Callable[..., Page], amira: Page, service: Service
) -> None:
    """What comes after handing in is refused, in words, with the way to the result."""
    address = begin(amira, service)
    phone = seat()
    phone.goto(address + "/review")
    phone.get_by_role("button", name="Hand in").click()
    phone.wait_for_url("**/result")

    amira.get_by_label("In Geneva", exact=True).check()
    dialog = amira.get_by_role("dialog")
    expect(dialog).to_contain_text("handed in")
    dialog.get_by_role("button", name="To the result").click()

    amira.wait_for_url("**/result")
    assert amira.evaluate("Object.keys(localStorage).filter(k => k.startsWith('unsent'))") == []


def test_answers_go_out_in_the_order_in_which_they_were_given(
    amira: Page, service: Service
) -> None:
    """One kept over a reload goes first; the one given after it is no conflict with it."""
    address, found = begin_unheard(amira, service, "In Istanbul")
    amira.reload()
    expect(amira.get_by_label("In Istanbul", exact=True)).to_be_checked()
    amira.get_by_label("In Geneva", exact=True).check()
    found()

    expect(amira.locator("#saved")).to_have_text(re.compile("Saved"))

    amira.goto(address)
    expect(amira.get_by_label("In Geneva", exact=True)).to_be_checked()


def test_an_answer_that_is_too_long_is_refused_in_words(amira: Page, service: Service) -> None:
    """It stays on the page, and a shorter one is saved."""
    begin(amira, service)
    essay = amira.locator("#q-why textarea")
    essay.fill("word " * 25_000)
    expect(amira.locator(".notice")).to_contain_text("too long")
    expect(essay).to_have_value("word " * 25_000)

    with saving(amira, "why"):
        essay.fill("word " * 20)

    expect(amira.locator("#saved")).to_have_text(re.compile("Saved"))


def test_a_conflict_cannot_be_waved_away(
    amira: Page, seat: Callable[..., Page], service: Service
) -> None:
    """Escape, even pressed twice, leaves the question open until one answer is chosen."""
    address = begin(amira, service)
    phone = seat()
    phone.goto(address)
    with saving(phone, "where"):
        phone.get_by_label("In Istanbul", exact=True).check()
    amira.get_by_label("In Geneva", exact=True).check()
    expect(amira.get_by_role("dialog")).to_be_visible()
    for _ in range(3):
        amira.keyboard.press("Escape")
    expect(amira.get_by_role("dialog")).to_be_visible()

    with saving(amira, "where"):
        amira.get_by_role("button", name="Keep the answer of this page").click()

    expect(amira.get_by_role("dialog")).to_have_count(0)


def test_no_button_leads_to_a_page_that_cannot_come(amira: Page, own_service: Service) -> None:
    """While the server is down, Finish and a hint stay where they are and say why."""
    address = begin(amira, own_service)
    own_service.kill()
    gone = amira.locator(".notice")
    amira.locator("button[value=finish]").first.click()
    expect(gone).to_contain_text("cannot be reached")
    gone.get_by_role("button", name="Close").click()
    amira.get_by_role("button", name="Show a hint").click()
    expect(gone).to_contain_text("cannot be reached")
    assert amira.url == address
    own_service.start()
    gone.get_by_role("button", name="Close").click()
    amira.locator("button[value=finish]").first.click()
    amira.wait_for_url("**/review")
    own_service.kill()

    amira.get_by_role("button", name="Hand in").click()

    expect(gone).to_contain_text("cannot be reached")
    own_service.start()
    amira.get_by_role("button", name="Keep trying").click()
    amira.wait_for_url("**/result")


def test_handing_in_does_not_leave_unsent_answers_behind(amira: Page, service: Service) -> None:
    """What the network lost is sent from the review before the attempt is closed."""
    address, found = begin_unheard(amira, service, "In Geneva")
    amira.goto(address + "/review")
    amira.get_by_role("button", name="Hand in").click()
    expect(amira.get_by_role("dialog")).to_contain_text("have not reached the server")
    amira.get_by_role("button", name="Keep trying").click()
    found()
    expect(amira.locator("td").first).to_contain_text("answered")
    expect(amira.locator("td").first).not_to_contain_text("not answered")

    amira.get_by_role("button", name="Hand in").click()

    amira.wait_for_url("**/result")
    expect(amira.locator("#q-where .right").first).to_contain_text("Your answer, and right")


def test_a_browser_without_storage_or_with_a_full_one_still_saves(
    seat: Callable[..., Page], service: Service
) -> None:
    """What a browser refuses to keep is on the page and reaches the server."""
    page = seat()
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"])
             Object.defineProperty(window, name, { get() { throw new DOMException("no"); } });"""
    )
    full = seat()
    begin(full, service)
    full.evaluate(
        """for (const size of [100000, 1000, 1])
             try { for (let i = 0; ; i++) localStorage.setItem(`${size}-${i}`, "x".repeat(size)); }
             catch {}"""
    )
    begin(page, service)
    for somebody in (page, full):
        with saving(somebody, "where"):
            somebody.get_by_label("In Geneva", exact=True).check()
    full.get_by_role("button", name="Highlighter").click()
    full.keyboard.press("h")
