"""What is in the database when all is over, read with nothing of ours, and scored by `quiz score`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import NullPool, create_engine, text

from quiz.assessment import scoring
from quiz.storage import codes
from tests.conftest import SAMPLES, file_of
from tests.faults.students import harbour, receipts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from tests.faults.students import Receipt, Student

RESPONSES = text("""
SELECT token_hash, item, revision, writer, response.number, CAST(raw AS text)
FROM response JOIN attempt ON attempt.id = attempt_id ORDER BY attempt_id, item, revision
""")
SUBMITTED = text(
    "SELECT token_hash, points, max, pending_max FROM attempt WHERE submitted_at IS NOT NULL"
)
SCORES = text("""
SELECT token_hash, item, fraction, score.points FROM score JOIN attempt ON attempt.id = attempt_id
""")

Sums = tuple[float, float, float]
Scores = dict[str, tuple[float | None, float | None]]


def nothing_is_lost(database: str, students: Sequence[Student]) -> None:
    """Every receipt was true, all handed in, each score is `quiz score`'s of what is stored."""
    assert missing(database, receipts(students)) == []
    assert all(student.results for student in students)
    tokens = [hashed(address) for student in students for address in student.results]
    with looking(database) as connection:
        if file_of(database):
            is_whole(connection)
        sums = {row[0]: tuple(row[1:]) for row in connection.execute(SUBMITTED)}
        scores: dict[str, Scores] = defaultdict(dict)
        for token, item, fraction, points in connection.execute(SCORES):
            scores[token][item] = fraction, points
        stored = newest(connection)
    commanded = scored([stored.get(token, {}) for token in tokens])
    assert [(sums[token], scores[token]) for token in tokens] == commanded


@contextmanager
def looking(database: str) -> Iterator[Connection]:
    """Look into a database by a connection of one's own."""
    with create_engine(database, poolclass=NullPool).connect() as connection:
        yield connection


def is_whole(connection: Connection) -> None:
    """Check a file of SQLite."""
    assert connection.execute(text("PRAGMA integrity_check")).fetchall() == [("ok",)]
    assert connection.execute(text("PRAGMA foreign_key_check")).fetchall() == []


def missing(database: str, told: Iterable[Receipt]) -> list[Receipt]:
    """Give the receipts whose answer is not in a database as it was sent, byte for byte."""
    with looking(database) as connection:
        rows = {tuple(row[:5]): json.loads(row[5]) for row in connection.execute(RESPONSES)}
    return [r for r in told if rows.get(place(r)) != json_of(r)]


def place(receipt: Receipt) -> tuple[str, str, int, str, int]:
    """Where the answer of a receipt must be."""
    r = receipt
    return hashed(r.address), r.item, r.revision, r.writer, r.number


def json_of(receipt: Receipt) -> object:
    """What must be there."""
    return json.loads(json.dumps(dict(scoring.to_json(receipt.answer))))


def newest(connection: Connection) -> dict[str, dict[str, Any]]:
    """Give the newest answers that are stored, of each attempt, by question; none came late."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for token, item, _, _, _, raw in connection.execute(RESPONSES):
        found[token][item] = json.loads(raw)
    return found


def scored(people: Sequence[Mapping[str, Any]]) -> list[tuple[Sums, Scores]]:
    """Have stored answers scored by `quiz score`: the sums, and what each question came to."""
    answers = [{item: plain(item, kept) for item, kept in one.items()} for one in people]
    said = subprocess.run(
        [
            *(sys.executable, "-m", "quiz", "score", SAMPLES / "harbour.md", "-"),
            *("--format", "json"),
        ],
        input=json.dumps(answers),
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    return [
        (
            (score["points"], score["max"], score["pending_max"]),
            {item: (s["fraction"], s["points"]) for item, s in score["items"].items()},
        )
        for score in json.loads(said.stdout)
    ]


def plain(item: str, kept: Mapping[str, Any]) -> object:
    """Say a stored answer as `quiz score` takes it."""
    raw: dict[str, list[str]] = kept.get("raw", {})
    question = harbour().item(item)
    assert question is not None
    answer: object
    if question.type == "match":
        answer = {left: right[0] for left, right in raw.items() if right[0]}
    elif question.type == "order":  # each entry has its place
        answer = sorted(raw, key=lambda entry: int(raw[entry][0])) or None
    elif question.type == "extended-text":
        answer = raw.get("", [""])[0]
    elif "" in raw or not raw:
        answer = raw.get("")
    else:
        answer = [raw.get(str(n), [""])[0] for n in range(1, max(map(int, raw)) + 1)]
    return {"answer": answer, "cited": kept.get("cited", [])}


def hashed(address: str) -> str:
    """What is stored of a private link."""
    return codes.hashed(address.rpartition("/")[2])
