"""How the pages look and weigh: axe, both themes, 320 pixels, the phone, paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.pages.conftest import PHONE, begin, saving

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Service

MOST_REQUESTS = 8
MOST_BYTES = 100_000


OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""The rules of axe that see a difference between the themes."""


def faults(page: Page) -> list[str]:
    """What axe finds, one line a fault: in the light, and of colours in the dark too."""
    page.emulate_media(color_scheme="light")
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    return found + violations(page, OF_COLOUR)


def violations(page: Page, rules: dict[str, Any] | None = None) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]} | (rules or {}))
    return [
        f"{page.url} {v['id']}: {n['html'][:160]}"
        for v in found.response["violations"]
        for n in v["nodes"]
    ]


def visit_all(page: Page, service: Service, look: Callable[[Page], list[Any]]) -> list[Any]:
    """Walk through all of a student's pages; give what `look` found on any of them."""
    found: list[Any] = []

    def go(path: str) -> None:
        page.goto(path)
        found.extend(look(page))

    go(service.url)
    go(f"{service.url}/preferences")
    go(f"{service.url}/nowhere")
    page.goto(service.url)
    page.get_by_role("link", name="Envoys by the lake").click()
    found.extend(look(page))
    room = begin(page, service)
    found.extend(look(page))
    page.locator("#q-views button[value^=sentences]").click()
    with saving(page, "views"):
        page.locator(".s", has_text="Washington sent").click()
    page.get_by_label("In Istanbul", exact=True).check()
    with saving(page, "where"):
        page.locator(".s", has_text="They broke off").click()
    page.get_by_role("button", name="Move up: Geneva").click()
    with saving(page, "cities"):
        page.locator("#q-cities [type=text]").first.fill("Slovyansk")
    found.extend(look(page))
    for path in ("/sentences/who", "/review"):
        go(room + path)
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/result")
    found.extend(look(page))
    page.locator("a[href*='evidence=where']").click()
    expect(page.locator(".passage mark").first).to_be_visible()
    found.extend(look(page))
    return found


def test_axe_finds_nothing_on_any_page(amira: Page, service: Service) -> None:
    """All of a student's pages, in both themes."""
    assert visit_all(amira, service, faults) == []


def test_axe_finds_nothing_on_a_phone(seat: Callable[..., Page], service: Service) -> None:
    """Where the passage has given way to the questions there is a heading all the same."""
    page = seat(viewport=PHONE, has_touch=True, is_mobile=True)
    begin(page, service)
    found = faults(page)
    page.locator(".places").get_by_text("Questions").tap()

    assert found + faults(page) == []


def test_the_largest_text_fits_on_a_phone(seat: Callable[..., Page], service: Service) -> None:
    """Size 5 and wide spacing at 390 pixels: nothing runs out of the pane of questions."""
    page = seat(viewport=PHONE)
    page.goto(service.url)
    page.context.add_cookies([{"name": "preferences", "value": "5.wide.auto", "url": service.url}])
    begin(page, service)
    page.locator(".places").get_by_text("Questions").click()

    assert page.evaluate(
        "[...document.querySelectorAll('.room > *')].every(p => p.scrollWidth <= p.clientWidth)"
    )


def test_no_page_scrolls_sideways_at_320_pixels(
    seat: Callable[..., Page], service: Service
) -> None:
    """A page magnified to 400 % is as narrow as that, and not higher than 256."""

    def sideways(page: Page) -> list[str]:
        wide = page.evaluate("document.scrollingElement.scrollWidth > innerWidth")
        panes = page.evaluate(
            "[...document.querySelectorAll('.room > *')].some(p => p.scrollWidth > p.clientWidth)"
        )
        return [page.url] if wide or panes else []

    page = seat(viewport={"width": 320, "height": 256})

    assert visit_all(page, service, sideways) == []


def test_the_reading_room_is_light(amira: Page, service: Service) -> None:
    """The longest shipped set comes in few requests and few bytes, scripts and styles included."""
    bodies: list[int] = []
    begin(amira, service, "Six hours in Geneva")
    amira.wait_for_load_state("networkidle")
    amira.on("response", lambda response: bodies.append(len(response.body())))
    amira.reload(wait_until="networkidle")

    assert 1 < len(bodies) <= MOST_REQUESTS
    assert sum(bodies) <= MOST_BYTES


def test_on_a_phone_the_passage_is_one_tap_away(
    seat: Callable[..., Page], service: Service
) -> None:
    """Passage and questions take turns, and the place in each is kept, over a reload too."""
    page = seat(viewport=PHONE, has_touch=True, is_mobile=True)
    begin(page, service)
    places = page.locator(".places")
    places.get_by_text("Questions").tap()
    expect(page.locator(".passage h1")).not_to_be_visible()
    page.locator("#q-men").scroll_into_view_if_needed()
    place = page.evaluate("document.querySelector('.questions').scrollTop")
    places.get_by_text("Passage").tap()
    expect(page.locator(".passage h1")).to_be_visible()
    expect(page.locator("#q-men")).not_to_be_visible()
    places.get_by_text("Questions").tap()

    assert place > 0
    assert page.evaluate("document.querySelector('.questions').scrollTop") == place
    page.reload()
    expect(page.locator("#q-men")).to_be_visible()


def test_on_a_phone_sentences_are_chosen_and_one_comes_back(
    seat: Callable[..., Page], service: Service
) -> None:
    """The question leads to the passage, Done leads back to the question."""
    page = seat(viewport=PHONE, has_touch=True, is_mobile=True)
    begin(page, service)
    page.locator(".places").get_by_text("Questions").tap()
    page.locator("#q-who button[value^=sentences]").tap()
    with saving(page, "who"):
        page.locator(".s", has_text="Moscow put").tap()
    page.get_by_role("button", name="Done").tap()

    expect(page.locator("#q-who .picked li")).to_be_visible()


def test_on_a_narrow_phone_words_have_room(seat: Callable[..., Page], service: Service) -> None:
    """What is matched stands above its select and its result; the bar leaves the title its place."""

    def width(selector: str) -> float:
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        return box["width"]

    page = seat(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    room = begin(page, service)
    page.locator(".places").get_by_text("Questions").tap()
    widths = [width("#q-men tbody th"), width("#q-men select")]
    expect(page.locator(".bar .chip")).not_to_be_visible()
    page.goto(room + "/review")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/result")
    widths += [width("#q-men tbody th"), width("#q-men tbody td")]

    assert min(widths) > 200


def test_on_a_phone_on_its_side_an_answer_leaves_the_page_where_it_is(
    seat: Callable[..., Page], service: Service
) -> None:
    """The bar has scrolled away there; marking the question on its map must not bring it back."""
    page = seat(viewport={"width": 844, "height": 390}, has_touch=True, is_mobile=True)
    begin(page, service)
    page.locator("#q-encircle").scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    page.locator("#q-encircle input[type=text]").tap()
    expect(page.locator(".dots [data-for=encircle]")).to_have_attribute("aria-current", "true")

    assert place > 0
    assert abs(page.evaluate("scrollY") - place) < 390


def test_on_paper_there_are_no_bars_and_buttons(amira: Page, service: Service) -> None:
    """Room and result print whole: the passage, then the questions."""
    room = begin(amira, service)
    amira.emulate_media(media="print")

    def clean() -> None:
        for hidden in (".bar", ".places", ".button:visible", ".more", ".flag"):
            expect(amira.locator(hidden).locator("visible=true")).to_have_count(0)
        assert amira.evaluate("getComputedStyle(document.body).overflow") == "visible"

    clean()
    amira.goto(room + "/review")
    amira.emulate_media(media="screen")
    amira.get_by_role("button", name="Hand in").click()
    amira.wait_for_url("**/result")
    amira.emulate_media(media="print")
    clean()


def test_nothing_moves_when_the_bar_of_a_phone_begins_to_tell(
    seat: Callable[..., Page], service: Service
) -> None:
    """The first answer is saved while the student reads on: the words stay in their place."""
    page = seat(viewport=PHONE)
    begin(page, service)
    bar = page.locator(".bar")
    before = bar.bounding_box()
    page.locator(".places").get_by_text("Questions").click()
    with saving(page, "where"):
        page.get_by_label("In Geneva", exact=True).check()
    expect(page.locator("#saved")).to_contain_text("Saved")

    assert bar.bounding_box() == before
