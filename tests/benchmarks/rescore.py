"""Rescoring 2,000 attempts: the difference, then applied, as for a question that was dropped."""

from __future__ import annotations

import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from quiz import create_app
from quiz.assessment.scoring import Answer
from quiz.assessment.types import of
from quiz.storage import assignments, attempts, db, rescoring
from quiz.storage.rescoring.decisions import Drop
from tests.benchmarks import student
from tests.benchmarks.figures import show


def run(*, quick: bool) -> None:
    """Print the seconds for all of them, in one transaction."""
    count = 200 if quick else 2000
    with tempfile.TemporaryDirectory() as name:
        code = student.prepare(Path(name))
        uri = f"sqlite:///{Path(name) / 'quiz.sqlite'}"
        app = create_app({"SQLALCHEMY_DATABASE_URI": uri, "QUIZ_SYNCHRONOUS": "NORMAL"})
        with app.app_context():
            item = _submitted(code, count)
            began = time.perf_counter()
            plan = rescoring.plan(None, code, Drop(item))
            seen = time.perf_counter()
            rescoring.apply(None, code, Drop(item), why="", now=datetime.now(UTC), seen=plan.seen)
            took, looked = time.perf_counter() - seen, seen - began
            db.engine.dispose()
    show(f"{count} attempts, a difference: seconds", f"{looked:.1f}", "seconds")
    show(f"{count} attempts rescored: seconds", f"{took:.1f}", "seconds; Moodle 64")


def _submitted(code: str, count: int) -> str:
    """Hand in so many attempts; give the first question."""
    chance, now = random.Random(1), datetime.now(UTC)
    given = assignments.by_code(code)
    assert given is not None
    for number in range(count):
        attempt, _ = attempts.start(given, name=f"Student {number}", now=now)
        for item in given.version.questions.items:
            if chance.random() < 0.7:
                answer = Answer(of(item).model(item))
                attempts.save(attempt, item.id, answer, writer="w", number=1, seen=0, now=now)
        attempts.submit(attempt, now=now)
    return given.version.questions.items[0].id
