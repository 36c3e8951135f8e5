"""Scoring 2,000 attempts anew and writing it down, as a changed key makes necessary."""

from __future__ import annotations

import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from quiz import create_app
from quiz.assessment.scoring import Answer
from quiz.assessment.types import of
from quiz.storage import assignments, attempts, db, scores, sittings, writing
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
            ids = _submitted(code, count)
            began = time.perf_counter()
            with writing() as session:
                for attempt_id in ids:
                    sitting = sittings.locked(session, attempt_id)
                    scores.settle(session, sitting, why="benchmark", now=datetime.now(UTC))
            took = time.perf_counter() - began
            db.engine.dispose()
    show(f"{count} attempts scored anew: seconds", f"{took:.1f}", "seconds; Moodle 64")


def _submitted(code: str, count: int) -> list[int]:
    chance, now = random.Random(1), datetime.now(UTC)
    given = assignments.by_code(code)
    assert given is not None
    found = []
    for number in range(count):
        attempt, _ = attempts.start(given, name=f"Student {number}", now=now)
        for item in given.version.questions.items:
            if chance.random() < 0.7:
                answer = Answer(of(item).model(item))
                attempts.save(attempt, item.id, answer, writer="w", number=1, seen=0, now=now)
        found.append(attempts.submit(attempt, now=now).id)
    return found
