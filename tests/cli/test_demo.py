"""``quiz demo``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from quiz.storage import reading, sets, tables
from tests.cli.conftest import Quiz

if TYPE_CHECKING:
    from flask import Flask


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
        assert [listed.set_id for listed in sets.practice_sets()] == ["harbour"]


def test_the_same_seed_gives_the_same_points(quiz: Quiz, harbour: Path) -> None:
    quiz("load", harbour)
    points = [
        quiz("demo", "--students", 4, "--seed", seed, "--set", "harbour").output.splitlines()[-2:]
        for seed in (7, 7, 8)
    ]

    assert points[0] == points[1] != points[2]


def test_an_unknown_set_is_told(quiz: Quiz) -> None:
    assert "There is no set 'nowhere'" in quiz("demo", "--set", "nowhere").output
