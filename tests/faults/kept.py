"""What is in the database when all is over, read with nothing of ours but the core."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from quiz.assessment import scoring
from quiz.storage import codes
from tests.faults.students import harbour, receipts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tests.faults.students import Receipt, Student

RESPONSES = """
SELECT token_hash, item, revision, writer, response.number, raw
FROM response JOIN attempt ON attempt.id = attempt_id ORDER BY attempt_id, item, revision
"""
SUBMITTED = (
    "SELECT token_hash, points, max, pending_max FROM attempt WHERE submitted_at IS NOT NULL"
)
SCORES = """
SELECT item, fraction, score.points FROM score JOIN attempt ON attempt.id = attempt_id
WHERE token_hash = ?
"""


def nothing_is_lost(database: Path, students: Sequence[Student]) -> None:
    """Every receipt was true, everybody handed in, and each score is that of what is stored."""
    assert missing(database, receipts(students)) == []
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        submitted = {row[0]: row[1:] for row in connection.execute(SUBMITTED)}
        for student in students:
            assert student.results
            for address in student.results:
                token = hashed(address)
                scores = {row[0]: row[1:] for row in connection.execute(SCORES, (token,))}
                assert (submitted[token], scores) == computed(connection, token), address


def missing(database: Path, told: Iterable[Receipt]) -> list[Receipt]:
    """Give the receipts whose answer is not in a database as it was sent, byte for byte."""
    with closing(sqlite3.connect(database)) as connection:
        rows = {tuple(row[:5]): json.loads(row[5]) for row in connection.execute(RESPONSES)}
    return [r for r in told if rows.get(place(r)) != json_of(r)]


def place(receipt: Receipt) -> tuple[str, str, int, str, int]:
    """Where the answer of a receipt must be."""
    r = receipt
    return hashed(r.address), r.item, r.revision, r.writer, r.number


def json_of(receipt: Receipt) -> object:
    """What must be there."""
    return json.loads(json.dumps(dict(scoring.to_json(receipt.answer))))


def computed(connection: sqlite3.Connection, token: str) -> tuple[object, dict[str, object]]:
    """Score what is stored, as `quiz score` does: the sums, and what each question came to."""
    newest = {row[1]: row[5] for row in connection.execute(RESPONSES) if row[0] == token}
    answers = {item: scoring.answer_of(json.loads(raw)) for item, raw in newest.items()}
    score = scoring.score_attempt(harbour(), answers)
    items = {name: (s.fraction, s.points) for name, s in score.items.items()}
    return (score.points, score.max, score.pending_max), dict(items)


def hashed(address: str) -> str:
    """What is stored of a private link."""
    return codes.hashed(address.rpartition("/")[2])
