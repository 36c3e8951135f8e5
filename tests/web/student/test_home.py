"""The front page: codes, and the sets open to anyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.storage.accounts import throttles
from tests.web.browser import Browser
from tests.web.conftest import Assign, joins

if TYPE_CHECKING:
    import pytest

    from tests.conftest import Clock


def test_a_join_code_leads_to_its_landing_page_however_it_is_typed(
    amira: Browser, given: Assign
) -> None:
    """Case, spaces and hyphens do not matter."""
    code = given().code
    amira.opens("/").sends({"code": f"  {code.lower().replace('-', ' ')} "}, having="code")
    assert amira.url == f"/join/{code}"


def test_a_wrong_code_is_told_beside_what_was_typed(stranger: Browser) -> None:
    """The page keeps the code that was typed and says what to do."""
    stranger.opens("/").sends({"code": "NOPE-NOPE"}, having="code")
    assert stranger.status == 404
    assert 'value="NOPE-NOPE"' in stranger.page
    assert "letter by letter" in stranger.page


def test_an_empty_code_is_asked_for(stranger: Browser) -> None:
    """Nothing typed is no failure, only a question."""
    stranger.opens("/").sends({"code": " "}, having="code")
    assert stranger.status == 422
    assert "Type the code" in stranger.page


def test_guessing_ends_but_nobody_in_the_middle_of_an_attempt_is_stopped(
    amira: Browser,
    ben: Browser,
    stranger: Browser,
    given: Assign,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A whole school shares one address: only wrong codes count, and only new codes are refused."""
    monkeypatch.setattr(throttles, "LIMIT", 5)
    code = given().code
    link = joins(amira, f"/join/{code}")
    stranger.opens("/")
    statuses = [
        stranger.sends({"code": f"BBBB-BBB{n}"}, having="code", to="/").status for n in range(2, 7)
    ]
    assert statuses == [404] * 5
    assert stranger.opens("/attempts/zzzz-zzzz-zzzz").status == 429
    assert "Wait ten minutes" in stranger.page
    assert ben.opens(f"/join/{code}").status == 429
    assert amira.opens(link).status == 200
    assert amira.opens(f"/join/{code}").status == 200
    clock.passes(minutes=11)
    assert ben.opens(f"/join/{code}").status == 200


def test_open_practice_is_listed_with_what_to_expect(stranger: Browser, practice: str) -> None:
    """Title, level, questions, words and reading time."""
    assert f'href="{practice}"' in stranger.page
    assert "The night ferry" in stranger.page
    assert "7 questions" in stranger.page
    assert "about 1 minute" in stranger.page
