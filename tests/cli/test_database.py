"""``quiz db``."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url

from tests.cli.conftest import Quiz


def test_upgrading_may_be_done_twice_and_tells_no_password(quiz: Quiz, database_url: str) -> None:
    for _ in range(2):
        result = quiz("db", "upgrade")
        assert result.exit_code == 0
        assert make_url(database_url).render_as_string() in result.output


def test_a_database_that_does_not_answer_is_told_in_a_sentence(
    quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZ_DATABASE_URL", "postgresql://nobody:geheim@127.0.0.1:1/none")
    result = quiz("db", "upgrade")

    assert result.exit_code == 1
    assert result.output.startswith("Error: The database does not answer")
    assert "geheim" not in result.output
