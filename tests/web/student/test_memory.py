"""What the browser's session remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.conftest import joins

if TYPE_CHECKING:
    from tests.web.browser import Browser
    from tests.web.conftest import Assign


def test_the_name_is_offered_again(amira: Browser, practice: str, given: Assign) -> None:
    """Typing it once is enough."""
    joins(amira, practice, "Amira K.")
    amira.opens(f"/join/{given(source_of_another()).code}")
    assert amira.form("name").values["name"] == "Amira K."


def test_a_cookie_stays_small(amira: Browser, given: Assign) -> None:
    """Only the latest attempts are remembered."""
    codes = [given(source_of_another()).code for _ in range(10)]
    for code in codes:
        joins(amira, f"/join/{code}")
    assert "Go on where you stopped" in amira.opens(f"/join/{codes[-1]}").page
    assert "Go on where you stopped" not in amira.opens(f"/join/{codes[0]}").page


def source_of_another() -> str:
    """A set of one question without a passage."""
    return "---\nid: sums\n---\n\n## Two and two? {#two evidence=none}\n\nAnswer: 4\n"
