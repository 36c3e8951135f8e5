"""``quiz --help`` reads like a manual."""

from __future__ import annotations

import subprocess
import sys

import pytest

from quiz import config
from quiz.cli import COMMANDS
from tests.cli.conftest import Quiz


def test_the_manual_tells_of_each_command_and_setting(quiz: Quiz) -> None:
    text = quiz("--help").output

    for command in COMMANDS:
        assert f"\n  {command} " in text
    for name, _, _ in config.rows():
        assert name in text


def commands() -> list[list[str]]:
    groups = {"db": ["upgrade"], "user": ["invite", "reset", "list"]}
    groups["student"] = ["list", "export", "erase"]
    return [[c, *([sub] if sub else [])] for c in COMMANDS for sub in groups.get(c, [""])]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_each_command_has_an_example(quiz: Quiz, command: list[str]) -> None:
    text = quiz(*command, "--help").output
    assert "quiz " + " ".join(command) in text.partition("Example")[2]


def test_a_setting_that_cannot_be_used_is_told_in_a_sentence(
    quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZ_PORT", "eighty")
    result = quiz("db", "upgrade")

    assert result.exit_code == 1
    assert result.output.startswith("Error: QUIZ_PORT is 'eighty'")


def test_an_unknown_command_is_a_usage_error(quiz: Quiz) -> None:
    assert quiz("sevre").exit_code == 2


def test_it_runs_as_a_module_and_loads_no_web_for_its_help() -> None:
    story = "import sys, quiz.cli; sys.exit('flask' in sys.modules or 'sqlalchemy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", story], check=False).returncode == 0
    shown = subprocess.run(
        [sys.executable, "-m", "quiz", "load", "--help"], check=False, capture_output=True
    )
    assert shown.returncode == 0
