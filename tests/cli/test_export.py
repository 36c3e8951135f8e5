"""``quiz export``: what was published comes out as it is, and goes in again as the same set."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quiz.storage import accounts
from quiz.storage.accounts import links
from quiz.storage.sets import drafts, publishing
from quiz.storage.sets.versions import Version
from tests.cli.conftest import Quiz
from tests.conftest import HARBOUR

if TYPE_CHECKING:
    from flask import Flask

NOON = HARBOUR.replace("At midnight", "At noon")


@pytest.fixture
def hill(app: Flask) -> accounts.Account:
    """Ms Hill has published the harbour twice, from the browser."""
    now = datetime.now(UTC)
    with app.app_context():
        token = links.invite(None, "teacher", now)
        password = "ferry at the old quay"
        email = "hill@school.example"
        made = links.use_link(token, email=email, name="Ms Hill", password=password, now=now)
        drafts.create(made, HARBOUR, now)
        publishing.publish(made, "harbour", "", now)
        drafts.save(made, "harbour", NOON, base=1, now=now)
        assert isinstance(publishing.publish(made, "harbour", "", now), Version)
        drafts.save(made, "harbour", "an unfinished thought", base=2, now=now)
    return made


@pytest.mark.usefixtures("hill")
def test_it_writes_the_newest_version_or_another_byte_for_byte(quiz: Quiz, tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    result = quiz("export", "harbour", "-o", target)

    assert (result.exit_code, result.output) == (0, "")
    assert target.read_bytes() == NOON.encode()
    assert quiz("export", "harbour", "--version", 1).stdout_bytes == HARBOUR.encode()


def test_a_file_goes_in_and_comes_out_the_same(quiz: Quiz, harbour: Path) -> None:
    quiz("load", harbour)

    assert quiz("export", "harbour").stdout_bytes == harbour.read_bytes()


def test_a_set_of_the_browser_can_go_on_under_git(quiz: Quiz, app: Flask, tmp_path: Path) -> None:
    """It is exported, changed in the file, loaded, and still its owner's."""
    now = datetime.now(UTC)
    with app.app_context():
        token = links.invite(None, "teacher", now)
        hill = links.use_link(
            token, email="h@school.example", name="Ms Hill", password="ferry at quay", now=now
        )
        drafts.create(hill, HARBOUR, now)
        publishing.publish(hill, "harbour", "", now)
    target = tmp_path / "harbour.md"
    quiz("export", "harbour", "-o", target)
    assert quiz("load", target).exit_code == 0
    target.write_text(NOON, encoding="utf-8")
    assert quiz("load", target).exit_code == 0

    with app.app_context():
        draft = drafts.find(hill, "harbour")
    assert draft is not None
    assert (draft.text, draft.right, draft.changed) == (NOON, "owner", False)


@pytest.mark.usefixtures("hill")
def test_what_is_not_there_is_told(quiz: Quiz, tmp_path: Path) -> None:
    assert "Known: harbour." in quiz("export", "harbor").stderr
    assert "the newest is 2" in quiz("export", "harbour", "--version", 3).stderr
    nowhere = quiz("export", "harbour", "-o", tmp_path / "none" / "out.md")
    assert nowhere.exit_code == 1
    assert "could not be written" in nowhere.stderr
