"""What rules contradict one another, and what is only worth a look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from quiz.assessment.model import Feedback
from quiz.assessment.rules import Rules, cautions, contradictions

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
HOUR = timedelta(hours=1)


def fields(rules: Rules) -> list[str]:
    return [remark.field for remark in contradictions(rules)]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"opens": TEN, "closes": NINE}, "closes"),
        ({"opens": TEN, "closes": TEN}, "closes"),
        ({"release": "close"}, "closes"),
        ({"opens": NINE, "closes": TEN, "limit": HOUR + timedelta(minutes=1)}, "minutes"),
        ({"attempts": 1, "counts": "best"}, "counts"),
        ({"attempts": 1, "counts": "last"}, "counts"),
        ({"feedback": Feedback.NONE, "release": "teacher"}, "release"),
    ],
)
def test_what_cannot_be_meant_is_refused_beside_its_field(said: Any, field: str) -> None:
    assert fields(Rules(**said)) == [field]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"opens": NINE, "closes": TEN, "limit": HOUR},
        {"closes": TEN, "release": "close"},
        {"attempts": 2, "counts": "best"},
        {"counts": "last"},
        {"feedback": Feedback.NONE},
    ],
)
def test_what_can_be_meant_is_not(said: Any) -> None:
    assert fields(Rules(**said)) == []


def test_several_faults_are_told_at_once() -> None:
    said = Rules(opens=TEN, closes=NINE, attempts=1, counts="best")
    assert fields(said) == ["closes", "counts"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"closes": NINE}, "closes"),
        ({"closes": TEN, "limit": 2 * HOUR}, "minutes"),
        ({"feedback": Feedback.ANSWERS, "attempts": 1}, "release"),
        ({"feedback": Feedback.EVIDENCE, "attempts": 2}, "release"),
    ],
)
def test_what_may_be_meant_is_said(said: Any, field: str) -> None:
    rules = Rules(**({"feedback": Feedback.SCORE} | said))
    assert [remark.field for remark in cautions(rules, NINE)] == [field]
    assert contradictions(rules) == ()


def test_a_careful_test_has_nothing_worth_a_look() -> None:
    rules = Rules(NINE, TEN, HOUR, 1, feedback=Feedback.EVIDENCE, release="close")
    assert cautions(rules, NINE) == ()
