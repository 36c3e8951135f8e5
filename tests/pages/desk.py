"""Ms Hill at her desk, in a real browser: her account, her article, and her hands."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.pages.conftest import Service

PASSWORD = "the ferry leaves at ten"

TEACHERS = count(1)
"""All of them are called Ms Hill; each has an address of her own."""

ARTICLE = """The night ferry leaves the old harbour at ten. It carries forty lorries in winter.

Petro Lysenko has steered it for nineteen years. Nobody knows the river better than he does.

The council voted in spring to move the harbour. Ines Moreau calls the plan a mistake. The new quay would lie two hours from the market.

Engineers measured the quay in 2009. They came again in 2018. A third report is due next year.

Leave a Reply

Your email address will not be published. Required fields are marked *
"""

SELECT = """(words) => {
  const walker = document.createTreeWalker(document.getElementById("passage"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return;
  }
  throw new Error(words);
}"""


class Teacher:
    """Ms Hill at her desk: what she clicks and what loads is counted."""

    def __init__(self, page: Page, service: Service) -> None:
        """Take a seat."""
        self.page, self.service = page, service
        self.clicks = self.loads = 0
        page.on("load", self._loaded)

    def _loaded(self, _: Page) -> None:
        self.loads += 1

    def presses(self, name: str | re.Pattern[str], role: str = "button") -> None:
        """Click what has this name."""
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=isinstance(name, str)).first.click()  # type: ignore[arg-type]

    def selects(self, words: str) -> None:
        """Drag over words of the passage: as much work as a click."""
        self.clicks += 1
        self.page.evaluate(SELECT, words)

    def types(self, field: str, words: str) -> None:
        """Type into a field that the keyboard leads to."""
        self.page.locator(f"[name='{field}']").focus()
        self.page.keyboard.type(words)

    def marks(self, number: int) -> None:
        """Mark a choice as right, by the keyboard."""
        self.page.locator(f"[name=right][value='{number}']").focus()
        self.page.keyboard.press("Space")

    def begins(self, number: int, stem: str) -> None:
        """Wait for the form of the next question, and type what it asks."""
        expect(self.page.locator("h1 .no")).to_have_text(str(number))
        expect(self.page.locator("[name=stem]")).to_be_focused()
        self.page.keyboard.type(stem)

    def asks(self, number: int, words: str, stem: str, choices: list[str], right: int) -> None:
        """Ask about words of the passage, with choices."""
        self.selects(words)
        self.presses("Ask about this")
        self.begins(number, stem)
        for row, choice in enumerate(choices):
            self.types(f"rows-{row}-text", choice)
        self.marks(right)

    def adds(self, number: int, kind: str, stem: str) -> None:
        """Save, and add the next."""
        self.presses(kind)
        self.begins(number, stem)

    def quotes(self, words: str) -> None:
        """Take words of the passage as evidence."""
        self.selects(words)
        self.presses(re.compile("Evidence for question"))


def begins_a_set(hill: Teacher) -> Page:
    """Account, article, and the set stands: by the keyboard but for one click."""
    page = hill.page
    page.get_by_label("Your name").fill("Ms Hill")
    page.get_by_label("E-mail address").fill(f"hill.{next(TEACHERS)}@school.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/teach/**")
    if not page.url.endswith("/teach/new"):  # where the first-run link leads, but no invitation
        page.goto(f"{hill.service.url}/teach/new")
    page.locator("[name=text]").fill(ARTICLE)
    hill.presses("Go on")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("The ferry")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sets/the-ferry*/")
    return page
