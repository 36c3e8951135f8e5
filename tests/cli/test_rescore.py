"""``quiz rescore``: the same as in the browser, in the shell."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from quiz import create_app
from quiz.assessment.scoring import Answer
from quiz.storage import assignments, attempts, db
from tests.cli.conftest import Quiz
from tests.conftest import HARBOUR


@pytest.fixture
def code(quiz: Quiz, harbour: Path, database_url: str) -> str:
    """An assignment at which Jonas has handed in."""
    assert quiz("load", harbour).exit_code == 0
    app = create_app({"SQLALCHEMY_DATABASE_URI": database_url})
    now = datetime.now(UTC)
    with app.app_context():
        given = assignments.create("harbour", now=now)
        attempt, _ = attempts.start(given, name="Jonas", now=now)
        for item, raw in (("steers", {"1": ("the pilot",)}), ("leaves", {"": ("at-ten",)})):
            attempts.save(attempt, item, Answer(raw), writer="w", number=1, seen=0, now=now)
        attempts.submit(attempt, now=now)
        db.engine.dispose()
    return given.code


def test_a_question_is_dropped_after_a_dry_run_and_taken_back(quiz: Quiz, code: str) -> None:
    dry = quiz("rescore", code, "--drop", "leaves", "--dry-run").output
    assert "Jonas: 1 of 8 → 0 of 7" in dry
    assert "1 attempts: 0 gain, 1 lose" in dry
    assert quiz("rescore", code, "--list").output.strip() == "Nothing was changed."

    done = quiz("rescore", code, "--drop", "leaves", "--why", "A misprint.")
    assert done.exit_code == 0
    assert "Done." in done.output
    assert "Nothing to do." in quiz("rescore", code, "--drop", "leaves").output
    listed = quiz("rescore", code, "--list").output
    assert listed.startswith("1. drop: leaves (")
    assert "1 changed) A misprint." in listed

    assert "Jonas: 0 of 7 → 1 of 8" in quiz("rescore", code, "--take-back", "1").output
    assert "taken back" in quiz("rescore", code, "--list").output


def test_the_keys_of_a_file_are_taken_and_nothing_else_of_it(
    quiz: Quiz, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "repaired.md"
    text = HARBOUR.replace("Answer: Petro Lysenko", "Answer: Petro Lysenko | the pilot")
    path.write_text(text.replace("## Who steers", "## Who, pray, steers"), encoding="utf-8")

    done = quiz("rescore", code, "--key", path)

    assert "Jonas: 1 of 8 → 2 of 8" in done.output
    assert "The key is version 2, the set's newest version." in done.output
    assert "| the pilot" in quiz("export", "harbour").output
    assert "pray" not in quiz("export", "harbour").output
    assert "Nothing to do." in quiz("rescore", code, "--key-of", 2).output
    assert "Nothing to do." in quiz("rescore", code).output, "all is scored by it already"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--drop", "nowhere"), "no such question"),
        (("--take-back", "9"), "no such rescoring"),
        (("--key-of", "9"), "harbour has no version 9"),
        (("--drop", "leaves", "--full", "leaves"), "One change at a time"),
    ],
)
def test_what_cannot_be_done_is_said(
    quiz: Quiz, code: str, arguments: tuple[str, ...], words: str
) -> None:
    refused = quiz("rescore", code, *arguments)
    assert refused.exit_code != 0
    assert words in refused.output


def test_a_code_that_is_none_and_a_file_that_is_none(quiz: Quiz, code: str, tmp_path: Path) -> None:
    assert "no assignment with this code" in quiz("rescore", "ZZZZ-ZZZZ").output
    assert "no assignment with this code" in quiz("rescore", "ZZZZ-ZZZZ", "--key-of", 1).output
    path = tmp_path / "no.md"
    path.write_bytes(b"\x00\xff")
    assert "no.md: " in quiz("rescore", code, "--key", path).output
    path.write_text("---\nid: other\n---\n\n## Why? {#why}\n\nAnswer: so\n", encoding="utf-8")
    assert "another set" in quiz("rescore", code, "--key", path).output
