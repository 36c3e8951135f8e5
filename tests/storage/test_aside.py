"""The app with another database for a while: what is done there is of no consequence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from quiz.storage import assignments, attempts
from quiz.storage.aside import aside
from quiz.storage.sets import versions
from tests.storage.conftest import Load

if TYPE_CHECKING:
    from flask import Flask

    from quiz.storage.assignments import Assignment
    from tests.conftest import Clock

Given = Callable[..., "Assignment"]


def test_nothing_of_it_stays_and_nothing_is_seen_from_there(
    app: Flask, given: Given, load: Load, clock: Clock
) -> None:
    kept = given(minutes=40)
    with aside(app):
        assert assignments.by_code(kept.code) is None
        load()
        other = assignments.create("harbour", now=clock.now)
        attempt, token = attempts.start(other, name="Lena", now=clock.now)
        attempts.submit(attempt, now=clock.now)
        assert attempts.find(token) is not None

    assert assignments.by_code(kept.code) == kept
    assert assignments.by_code(other.code) is None
    assert attempts.find(token) is None
    assert attempts.used(kept, attempt.student_id) == 0


def test_the_own_database_is_there_again_whatever_went_wrong(app: Flask, given: Given) -> None:
    kept = given()
    with pytest.raises(ZeroDivisionError), aside(app):
        raise ZeroDivisionError

    assert assignments.by_code(kept.code) == kept
    assert versions.source("harbour") is not None
