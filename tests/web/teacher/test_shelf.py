"""The shelf and the bin."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.web.conftest import Begin

if TYPE_CHECKING:
    from tests.web.browser import Browser


def test_a_teacher_sees_her_own_sets_and_those_from_files(
    hill: Browser, reed: Browser, begun: Begin, load: Callable[..., str]
) -> None:
    """And nobody else's."""
    begun("---\nid: mine\ntitle: Mine alone\n---\n\n# Mine alone\n\nText.\n")
    load()
    assert "Mine alone" in hill.opens("/teach/").page
    assert "Mine alone" not in reed.opens("/teach/").page
    assert "The night ferry" in reed.page


def test_a_set_goes_to_the_bin_and_comes_back(hill: Browser, begun: Begin) -> None:
    """While it is there it cannot be opened."""
    begun()
    hill.opens("/teach/").sends(to="/teach/sets/harbour/remove")
    assert "Put it back" in hill.page
    assert hill.opens("/teach/sets/harbour/").status == 404
    hill.opens("/teach/").sends(to="/teach/sets/harbour/put-back")
    assert hill.opens("/teach/sets/harbour/").status == 200


def test_a_set_from_a_file_is_the_admins_to_write_and_anybodys_to_copy(
    hill: Browser, reed: Browser, load: Callable[..., str]
) -> None:
    """A teacher's copy has an id of its own."""
    load()
    assert hill.opens("/teach/sets/harbour/questions/leaves").status == 200
    assert reed.opens("/teach/sets/harbour/questions/leaves").status == 404
    reed.opens("/teach/sets/harbour/").sends(to="/teach/sets/harbour/copy")
    assert reed.url == "/teach/sets/harbour-2/"
