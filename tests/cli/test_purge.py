"""``quiz purge``: says what it would do, and does it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from quiz.storage import assignments, attempts
from tests.cli.conftest import Quiz

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


@pytest.fixture
def last_year(quiz: Quiz, harbour: Path, app: Flask) -> None:
    """Amira began on the last evening of July 2025, in UTC."""
    quiz("load", harbour)
    began = datetime(2025, 7, 31, 22, 30, tzinfo=UTC)
    with app.app_context():
        attempts.start(assignments.create("harbour", now=began), name="Amira", now=began)


def test_what_it_would_do_is_what_it_does(quiz: Quiz, last_year: None) -> None:
    order = ("purge", "--before", "2025-08-01")
    for _ in range(2):
        said = quiz(*order, "--dry-run").output
        assert said == "Would erase 1 attempt with 0 answers and 1 student.\n"

    assert quiz(*order).output == "Erased 1 attempt with 0 answers and 1 student.\n"
    assert quiz(*order).output == "Erased 0 attempts with 0 answers and 0 students.\n"


def test_the_day_begins_where_the_school_is(
    quiz: Quiz, last_year: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In Kyiv it was August already."""
    monkeypatch.setenv("QUIZ_TIMEZONE", "Europe/Kyiv")

    assert "0 attempts" in quiz("purge", "--before", "2025-08-01").output
    assert "1 attempt " in quiz("purge", "--before", "2025-08-02", "--dry-run").output


@pytest.mark.parametrize("day", ["2999-01-01", "yesterday", ""])
def test_a_day_that_makes_no_sense_erases_nothing(quiz: Quiz, last_year: None, day: str) -> None:
    refused = quiz("purge", "--before", day)

    assert refused.exit_code == 2
    assert "--before" in refused.output
    assert "1 attempt " in quiz("purge", "--before", "2025-08-01", "--dry-run").output
