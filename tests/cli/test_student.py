"""``quiz student``: one person's data, from the shell."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from quiz.storage import assignments, attempts
from tests.cli.conftest import Quiz

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


def test_a_student_is_found_exported_and_erased(quiz: Quiz, app: Flask, harbour: Path) -> None:
    quiz("load", harbour)
    with app.app_context():
        given = assignments.create("harbour", now=datetime.now(UTC))
        amira = attempts.start(given, name="Amira Osei", now=datetime.now(UTC))[0].student_id
    assert f"{amira:6}  Amira Osei  (in no class)" in quiz("student", "list", "osei").output
    found = json.loads(quiz("student", "export", amira).output)
    assert found["student"]["name"] == "Amira Osei"
    assert [attempt["assignment"]["set"] for attempt in found["attempts"]] == ["harbour"]
    refused = quiz("student", "erase", amira, "--name", "Jonas")
    assert refused.exit_code == 1
    assert "Nothing is erased" in refused.output
    assert quiz("student", "erase", amira, "--name", "amira osei").exit_code == 0
    assert "quiz student list" in quiz("student", "export", amira).output
    assert "Nobody's name" in quiz("student", "list", "osei").stderr
