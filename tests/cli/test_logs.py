"""What the processes log: one line a record, and nothing personal in an error."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from flask import Flask, g
from sqlalchemy.exc import IntegrityError

from quiz.cli import logs

NAME = "Amira"
DETAIL = f"DETAIL: Key (name)=({NAME}) exists."


class DatabaseError(Exception):
    """As a driver raises it: the first line says what is wrong, the others hold values."""


@pytest.fixture
def record() -> logging.LogRecord:
    """A record of an error that names Amira in its details."""
    try:
        try:
            raise DatabaseError("duplicate key\n" + DETAIL)
        except DatabaseError as error:
            raise IntegrityError("INSERT", {"name": NAME}, error, hide_parameters=True) from error
    except IntegrityError:
        info = sys.exc_info()
    return logging.LogRecord("quiz.storage", logging.ERROR, __file__, 1, "not kept", (), info)


def test_a_line_is_one_object_of_json(record: logging.LogRecord) -> None:
    line = logs.formatter("json").format(record)
    told = json.loads(line)

    assert "\n" not in line
    assert told["event"] == "not kept"
    assert (told["level"], told["logger"]) == ("error", "quiz.storage")
    assert told["timestamp"].endswith("Z")
    assert "test_logs.py" in told["exception"]
    assert told["exception"].endswith(
        "IntegrityError: (tests.cli.test_logs.DatabaseError) duplicate key"
    )


@pytest.mark.parametrize("form", ["json", "plain"])
def test_an_error_is_told_without_the_values_that_it_was_about(
    record: logging.LogRecord, form: str
) -> None:
    line = logs.formatter(form).format(record)

    assert "duplicate key" in line
    assert "which led to" in line
    assert NAME not in line
    assert "DETAIL: " not in line


@pytest.mark.parametrize("form", ["json", "plain"])
def test_what_an_error_says_is_told_only_where_it_is_never_about_a_person(form: str) -> None:
    def line(error: Exception) -> str:
        told = (type(error), error, None)
        record = logging.LogRecord("quiz", logging.ERROR, __file__, 1, "broke", (), told)
        return logs.formatter(form).format(record)

    for personal in (ValueError(f"no number: {NAME!r}"), KeyError(NAME), DatabaseError(NAME)):
        assert type(personal).__name__ in line(personal)
        assert NAME not in line(personal)
    assert "No space left" in line(OSError(28, "No space left on device"))


def test_a_line_tells_the_request_that_it_belongs_to() -> None:
    app, record = Flask("quiz"), logging.makeLogRecord({"msg": "slow", "levelname": "WARNING"})
    with app.test_request_context():
        g.request_id = "7f3a"
        told = json.loads(logs.formatter("json").format(record))

    assert told["request_id"] == "7f3a"


def test_plain_words_are_for_people() -> None:
    record = logging.makeLogRecord(
        {"msg": "%s is full", "args": ("it",), "levelname": "WARNING", "name": "a"}
    )
    words = logs.formatter("plain").format(record)

    assert words.endswith("warning a: it is full")
