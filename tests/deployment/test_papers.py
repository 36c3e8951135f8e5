"""What README and the files of ``deploy/`` say is what the program does."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quiz import config
from quiz.cli import COMMANDS
from quiz.cli.processes import LONGEST

ROOT = Path(__file__).resolve().parents[2]
UNIT = ROOT / "deploy" / "quiz.service"
PAPERS = [ROOT / "README.md", ROOT / "SECURITY.md", UNIT, ROOT / "deploy" / "Containerfile"]


def test_the_table_of_settings_is_the_programs() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    told = re.findall(r"^\| `(QUIZ_\w+)` \| (.*?) \| (.*?) \|$", readme, re.MULTILINE)

    assert told == [
        (name, default or "none", sentence) for name, default, sentence in config.rows()
    ]


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_no_setting_and_no_command_is_named_that_there_is_not(path: Path) -> None:
    text = path.read_text("utf-8")
    settings = set(re.findall(r"\bQUIZ_[A-Z_]+\b", text))
    commands = set(re.findall(r"(?:^ {4}|/bin/|`)quiz ([a-z]+)\b", text, re.MULTILINE))

    assert settings <= {name for name, _, _ in config.rows()}
    assert commands <= set(COMMANDS)


def test_the_unit_waits_longer_than_the_service_does() -> None:
    found = re.search(r"^TimeoutStopSec=(\d+)$", UNIT.read_text("utf-8"), re.MULTILINE)

    assert found is not None
    assert int(found[1]) > LONGEST


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    """With the program that there is: it looks whether that can be run."""
    unit = tmp_path / "quiz.service"
    text = UNIT.read_text("utf-8").replace(
        "/opt/quiz/bin/quiz serve", f"{sys.executable} -m quiz serve"
    )
    unit.write_text(text, "utf-8")
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")
