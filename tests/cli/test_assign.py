"""``quiz assign``."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quiz.assessment.model import Feedback
from quiz.storage import assignments, tables, writing
from tests.cli.conftest import Quiz

if TYPE_CHECKING:
    from flask import Flask


def test_it_prints_a_code_and_a_link_that_lead_to_the_set(
    quiz: Quiz, harbour: Path, app: Flask
) -> None:
    quiz("load", harbour)
    rules = ["--minutes", 40, "--attempts", 2, "--feedback", "answers", "--shuffle"]
    output = quiz("assign", "harbour", *rules).output
    code = re.search(r"Code: (\S{4}-\S{4})\n", output)

    assert code is not None
    assert f"http://127.0.0.1:8000/join/{code[1]}" in output
    with app.app_context():
        made = assignments.by_code(code[1])
    assert made is not None
    assert (made.limit, made.attempts) == (timedelta(minutes=40), 2)
    assert (made.feedback, made.shuffle) == (Feedback.ANSWERS, True)


def test_times_are_in_the_time_zone_of_the_service(
    quiz: Quiz, harbour: Path, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZ_TIMEZONE", "Europe/Kyiv")
    quiz("load", harbour)
    output = quiz("assign", "harbour", "--opens", "2026-07-01T09:00").output
    code = re.search(r"Code: (\S+)", output)

    assert code is not None
    with app.app_context():
        made = assignments.by_code(code[1])
    assert made is not None
    assert made.opens == datetime(2026, 7, 1, 6, tzinfo=UTC)


def test_an_unknown_set_is_told_with_those_there_are(quiz: Quiz, harbour: Path) -> None:
    assert "quiz load" in quiz("assign", "harbor").output
    quiz("load", harbour)
    result = quiz("assign", "harbor")

    assert result.exit_code == 1
    assert "There is no set 'harbor'. Known: harbour." in result.output


def test_it_cannot_close_before_it_opens(quiz: Quiz, harbour: Path) -> None:
    quiz("load", harbour)
    times = ["--opens", "2026-07-02", "--closes", "2026-07-01"]

    assert quiz("assign", "harbour", *times).exit_code == 2


def test_each_rule_of_the_form_can_be_said(quiz: Quiz, harbour: Path, app: Flask) -> None:
    quiz("load", harbour)
    rules = ["--attempts", 3, "--counts", "best", "--release", "close", "--closes", "2096-07-01"]
    output = quiz("assign", "harbour", *rules, "--by-question", "--shuffle-questions").output
    code = re.search(r"Code: (\S+)", output)

    assert code is not None
    with app.app_context():
        made = assignments.by_code(code[1])
    assert made is not None
    assert (made.attempts, made.counts, made.release) == (3, "best", "close")
    assert (made.by_question, made.shuffle_items, made.shuffle) == (True, True, False)


def test_rules_that_contradict_one_another_are_told(quiz: Quiz, harbour: Path) -> None:
    quiz("load", harbour)
    result = quiz("assign", "harbour", "--release", "close", "--attempts", 1, "--counts", "last")

    assert result.exit_code == 2
    assert "Say when it closes." in result.output
    assert "let the first one count" in result.output


def test_a_class_is_named_or_those_there_are_are_told(
    quiz: Quiz, harbour: Path, app: Flask
) -> None:
    quiz("load", harbour)
    now = datetime.now(UTC)
    with app.app_context(), writing() as session:
        teacher = tables.Account(
            email="hill@school.example",
            name="Ms Hill",
            role="teacher",
            password_hash="none",
            created_at=now,
        )
        session.add(teacher)
        session.flush()
        for year in ("2025/26", "2026/27"):
            session.add(tables.Class(name="7b", year=year, owner_id=teacher.id, created_at=now))
    assert "There is no class '8a'" in quiz("assign", "harbour", "--class", "8a").output
    assert "several classes '7b'" in quiz("assign", "harbour", "--class", "7b").output
    output = quiz("assign", "harbour", "--class", "7b (2026/27)").output
    code = re.search(r"Code: (\S+)", output)

    assert code is not None
    with app.app_context():
        made = assignments.by_code(code[1])
    assert made is not None
    assert made.class_id == 2
