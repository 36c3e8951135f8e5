"""``quiz user``: accounts, from the shell."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from quiz.storage import accounts
from quiz.storage.accounts import links
from tests.cli.conftest import Quiz

if TYPE_CHECKING:
    from flask import Flask

PASSWORD = "ferry at the old quay"


def token_in(output: str, kind: str) -> str:
    found = re.fullmatch(rf"http://127\.0\.0\.1:8000/account/{kind}/(\S+)\n", output)
    assert found is not None, output
    return found[1]


@pytest.mark.parametrize(("options", "role"), [([], "teacher"), (["--admin"], "admin")])
def test_an_invitation_makes_an_account_and_the_list_has_it(
    quiz: Quiz, app: Flask, options: list[str], role: str
) -> None:
    token = token_in(quiz("user", "invite", *options).output, "invite")
    with app.app_context():
        links.use_link(
            token,
            email="hill@school.example",
            name="Ms Hill",
            password=PASSWORD,
            now=datetime.now(UTC),
        )

    listed = quiz("user", "list").output.split(maxsplit=2)
    assert listed == ["hill@school.example", role, "Ms Hill\n"]


def test_a_reset_sets_a_new_password(quiz: Quiz, app: Flask) -> None:
    token = token_in(quiz("user", "invite").output, "invite")
    now = datetime.now(UTC)
    with app.app_context():
        links.use_link(
            token, email="hill@school.example", name="Ms Hill", password="an old one", now=now
        )
    token = token_in(quiz("user", "reset", "Hill@School.example").output, "reset")
    with app.app_context():
        links.use_link(token, password=PASSWORD, now=now)
        found = accounts.sign_in("hill@school.example", PASSWORD, now)

    assert found is not None
    assert found.name == "Ms Hill"


def test_nobody_is_told_and_nothing_is_made(quiz: Quiz) -> None:
    result = quiz("user", "reset", "stranger@school.example")

    assert result.exit_code == 1
    assert "There is no account with stranger@school.example" in result.stderr
    empty = quiz("user", "list")
    assert (empty.exit_code, empty.stdout) == (0, "")
    assert "quiz serve" in empty.stderr
