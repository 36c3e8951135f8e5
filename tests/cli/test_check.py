"""``quiz check``: exit codes, places, mends, JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quiz.cli import main

CLEAN = """# Fog

Fog lay on the river.

## What lay on the river? {#what skill=locate}

Answer: fog

> Fog lay on the river.
"""


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "fog.md"
    path.write_text(CLEAN, encoding="utf-8")
    return path


def test_a_clean_set_says_so_and_exits_with_0(written: Path) -> None:
    result = check(written)

    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 file: no errors, no warnings" in result.stderr


def test_warnings_are_told_and_do_not_fail(written: Path) -> None:
    written.write_text(CLEAN.replace("> Fog lay on the river.", ""), encoding="utf-8")
    result = check(written)

    assert result.exit_code == 0
    assert f"{written}:5:1 W210 " in result.stdout


def test_errors_name_place_words_and_mend_and_exit_with_1(written: Path) -> None:
    written.write_text(CLEAN.replace("> Fog lay", "> Fog sat"), encoding="utf-8")
    result = check(written)

    assert result.exit_code == 1
    assert f"{written}:9:3 E112 " in result.stdout
    assert "at: Fog sat on the river." in result.stdout
    assert "Fog lay on the river." in result.stdout


def test_json_is_a_list_of_plain_findings(written: Path) -> None:
    written.write_text(CLEAN.replace("Answer", "Awnser"), encoding="utf-8")
    result = check("--format", "json", written)
    findings = json.loads(result.stdout)

    assert result.exit_code == 1
    assert {f["code"] for f in findings} == {"E106", "E121"}
    assert all(
        set(f) == {"file", "line", "column", "code", "message", "hint"}
        and f["file"] == str(written)
        for f in findings
    )


def test_a_folder_is_all_its_sets(written: Path) -> None:
    (written.parent / "second.md").write_bytes(b"\xff\x00\xfe")

    assert check(written.parent).exit_code == 1
    assert "2 files" in check(written.parent).stderr


def test_a_folder_without_sets_is_a_mistake(tmp_path: Path) -> None:
    assert check(tmp_path).exit_code == 2
