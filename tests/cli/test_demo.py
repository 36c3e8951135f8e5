"""``quiz demo``."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from quiz.storage import accounts, assignments, classes, reading, tables
from quiz.storage.accounts import links
from quiz.storage.assignments import opening
from tests.cli.conftest import Quiz

if TYPE_CHECKING:
    from flask import Flask

WORDS = "the ferry leaves at ten"


def test_a_class_answers_and_is_scored_and_its_set_remains_open_practice(
    quiz: Quiz, harbour: Path, app: Flask
) -> None:
    quiz("load", harbour)
    output = quiz("demo", "--students", 12, "--seed", 7, "--set", "harbour").output

    answered = re.search(r"12 students, (\d+) answers", output)
    assert answered is not None
    with app.app_context(), reading() as session:
        counts = {
            table: session.scalar(select(func.count()).select_from(table))
            for table in (tables.Student, tables.Attempt, tables.Response, tables.Score)
        }
        late = session.scalar(select(func.count()).where(tables.Response.late))
        by = set(session.scalars(select(tables.Attempt.submitted_by)))
    assert list(counts.values()) == [12, 12, int(answered[1]), 12 * 7]
    assert (late, by) == (0, {"student"})
    with app.app_context():
        assert [listed.set_id for listed in opening.practice_sets()] == ["harbour"]


def test_the_same_seed_gives_the_same_points(quiz: Quiz, harbour: Path) -> None:
    quiz("load", harbour)
    points = [
        quiz("demo", "--students", 4, "--seed", seed, "--set", "harbour").output.splitlines()[-2:]
        for seed in (7, 7, 8)
    ]

    assert points[0] == points[1] != points[2]


def test_an_unknown_set_is_told(quiz: Quiz) -> None:
    assert "There is no set 'nowhere'" in quiz("demo", "--set", "nowhere").output


def test_where_there_is_a_teacher_the_students_are_a_class_of_hers(
    quiz: Quiz, harbour: Path, app: Flask
) -> None:
    quiz("load", harbour)
    with app.app_context():
        now = datetime(2026, 3, 2, 9, tzinfo=UTC)
        token = links.first_link(now)
        assert token is not None
        links.use_link(token, email="hill@school.example", name="Ms Hill", password=WORDS, now=now)
        (hill,) = accounts.all_accounts(None)
    asked = ("demo", "--students", 4, "--set", "harbour")
    assert "4 students" in quiz(*asked).output
    assert "4 students" in quiz(*asked, "--owner", "Hill@School.example").output
    nobody = quiz(*asked, "--owner", "reed@school.example").output
    assert "Nobody has the account 'reed@school.example'" in nobody
    with app.app_context():
        found = classes.mine(hill)
        assert [(c.name, c.students) for c in found] == [("Simulated class", 4)] * 2
        assert all(len(assignments.of_class(hill, c.id)) == 1 for c in found)
