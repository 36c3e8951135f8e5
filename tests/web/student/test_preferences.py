"""How one likes to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quiz.web import preferences
from quiz.web.preferences import Preferences

if TYPE_CHECKING:
    from tests.web.browser import Browser


def test_the_choice_is_kept_and_leads_back_to_where_one_was(amira: Browser, practice: str) -> None:
    """Every page has the choices; a cookie keeps them."""
    amira.opens(practice).sends(
        {"size": "5", "spacing": "wide", "theme": "light"}, having="size", to="/preferences"
    )
    assert amira.url == practice
    assert 'data-theme="light" data-size="5" data-spacing="wide"' in amira.page


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil", ""])
def test_it_never_leads_elsewhere(amira: Browser, elsewhere: str) -> None:
    """Only a path of ours is gone back to."""
    amira.opens("/").sends({"next": elsewhere}, having="next")
    assert amira.url == "/"


def test_a_forged_choice_changes_nothing(amira: Browser) -> None:
    """What is no choice is not kept, and a cookie that makes no sense counts as none."""
    amira.opens("/").sends({"theme": "pink"}, having="theme")
    assert 'data-theme="auto"' in amira.page
    assert preferences.parse("9.wide.dark") == preferences.parse("<script>") == Preferences()
    assert preferences.parse("4.wide.dark") == Preferences("4", "wide", "dark")


def test_the_page_itself_shows_the_choices(amira: Browser) -> None:
    """It can be opened by its address."""
    assert "How the text looks" in amira.opens("/preferences?next=/").page
