"""What of a result may be seen when, and when open practice would give answers away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from quiz.assessment.model import Feedback
from quiz.assessment.release import Terms, due, visible, withholds

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN, ELEVEN = (NINE + timedelta(hours=n) for n in (1, 2))
NONE, SCORE, EVIDENCE = Feedback.NONE, Feedback.SCORE, Feedback.EVIDENCE


@pytest.mark.parametrize(
    ("terms", "seen"),
    [
        (Terms(EVIDENCE, "submit"), [EVIDENCE, EVIDENCE, EVIDENCE]),
        (Terms(EVIDENCE, "close", over=TEN), [NONE, EVIDENCE, EVIDENCE]),
        (Terms(SCORE, "close", over=ELEVEN), [NONE, NONE, SCORE]),
        (Terms(EVIDENCE, "teacher", over=NINE), [NONE, NONE, NONE]),
        (Terms(EVIDENCE, "teacher", TEN), [NONE, EVIDENCE, EVIDENCE]),
        (Terms(EVIDENCE, "close", TEN, ELEVEN), [NONE, EVIDENCE, EVIDENCE]),
    ],
)
def test_a_result_is_seen_from_its_release_on(terms: Terms, seen: list[Feedback]) -> None:
    assert [visible(terms, now) for now in (NINE, TEN, ELEVEN)] == seen


@pytest.mark.parametrize(
    ("terms", "when"),
    [
        (Terms(EVIDENCE, "submit", over=TEN), None),
        (Terms(EVIDENCE, "close", over=TEN), TEN),
        (Terms(NONE, "close", over=TEN), None),
        (Terms(EVIDENCE, "teacher", over=TEN), None),
    ],
)
def test_when_it_comes_is_known_where_it_comes_by_itself(terms: Terms, when: Any) -> None:
    assert due(terms) == when


@pytest.mark.parametrize(
    ("terms", "kept"),
    [
        (Terms(EVIDENCE, "submit"), [True, True, True]),
        (Terms(EVIDENCE, "submit", over=TEN), [True, False, False]),
        (Terms(EVIDENCE, "close", over=ELEVEN), [True, True, False]),
        (Terms(EVIDENCE, "close", NINE, ELEVEN), [True, True, False]),
        (Terms(EVIDENCE, "teacher", over=NINE), [True, True, True]),
        (Terms(EVIDENCE, "teacher", TEN, NINE), [True, False, False]),
        (Terms(SCORE, "submit", over=NINE), [True, True, True]),
    ],
)
def test_answers_are_withheld_while_anybody_works_or_waits_for_them(
    terms: Terms, kept: list[bool]
) -> None:
    assert [withholds(terms, now) for now in (NINE, TEN, ELEVEN)] == kept
