"""``quiz load``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Quiz
from tests.conftest import HARBOUR


def test_a_file_is_loaded_left_alone_and_loaded_again_when_it_changed(
    quiz: Quiz, harbour: Path
) -> None:
    assert quiz("load", harbour).output == f"{harbour}: harbour, version 1\n"
    assert quiz("load", harbour).output == f"{harbour}: harbour, unchanged (version 1)\n"

    harbour.write_text(HARBOUR.replace("At midnight", "At noon"), encoding="utf-8")
    assert quiz("load", harbour).output == f"{harbour}: harbour, version 2\n"


def test_of_a_folder_each_set_is_loaded_and_those_with_errors_are_told(
    quiz: Quiz, harbour: Path
) -> None:
    broken = harbour.with_name("broken.md")
    broken.write_text(HARBOUR.replace("[x] At ten", "[ ] At ten"), encoding="utf-8")
    harbour.with_name("notes.txt").write_text("not a set")
    result = quiz("load", harbour.parent)

    assert result.exit_code == 1
    assert f"{broken}: not loaded" in result.output
    assert f"{broken}:23:" in result.output
    assert f"{harbour}: harbour, version 1" in result.output
    assert "notes" not in result.output


def test_a_path_that_is_not_there_is_a_usage_error(quiz: Quiz) -> None:
    assert quiz("load", "nowhere.md").exit_code == 2


def test_bytes_that_are_no_text_are_told_and_not_raised(quiz: Quiz, tmp_path: Path) -> None:
    picture = tmp_path / "picture.md"
    picture.write_bytes(bytes(range(256)))
    result = quiz("load", picture)

    assert result.exit_code == 1
    assert "picture.md: not loaded" in result.output
