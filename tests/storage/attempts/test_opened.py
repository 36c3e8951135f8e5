"""An attempt as it is opened: what was answered, and which hints were asked for, come with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from quiz.storage import attempts
from quiz.storage.attempts import opened
from tests.storage.conftest import Page, choice

if TYPE_CHECKING:
    from quiz.storage.assignments import Assignment
    from quiz.storage.attempts import Attempt
    from tests.conftest import Clock


def test_what_was_answered_comes_with_the_attempt(
    given: Callable[..., Assignment], clock: Clock
) -> None:
    attempt, token = attempts.start(given(), name="Lena", now=clock.now)
    assert opened.find(token) == (attempt, {}, frozenset())

    Page(attempt, "laptop").saves(choice("at-ten"), now=clock.now)
    attempts.ask_hint(attempt, "leaves", now=clock.now)

    assert opened.find(token.upper()) == (attempt, attempts.answers(attempt), frozenset({"leaves"}))
    assert opened.find(token[:-1]) is None


def test_it_is_its_students_only(lena: Attempt) -> None:
    assert opened.own(lena.student_id, lena.id) == (lena, {}, frozenset())
    assert opened.own(lena.student_id + 1, lena.id) is None
    assert opened.own(lena.student_id, lena.id + 1) is None
