"""What receipts tell of a sitting."""

from __future__ import annotations

import pytest

from quiz.assessment.statistics.sitting import (
    Change,
    Reach,
    Receipt,
    change_table,
    changes,
    reach,
    spent,
    time_figures,
)


def test_time_goes_to_the_item_whose_answer_ends_it() -> None:
    found = spent(
        [Receipt(300, "who"), Receipt(340, "when"), Receipt(345, "when"), Receipt(400, "who")]
    )

    assert found.before == 300  # the passage was read in it, so it is no item's
    assert found.items == {"when": 45, "who": 55}


def test_without_a_receipt_nothing_is_known() -> None:
    assert (spent([]).before, spent([]).items) == (None, {})


def test_one_long_break_does_not_move_the_median() -> None:
    found = time_figures([20, 30, 40, 3600])

    assert found is not None
    assert (found.n, found.median, found.low, found.high) == (4, 35, 27.5, 930)
    assert time_figures([]) is None


@pytest.mark.parametrize(
    ("case", "receipts", "change"),
    [
        ("stays", [(0, "b", False)], Change.KEPT),
        ("comes back to it", [(0, "b", False), (60, "a", True), (120, "b", False)], Change.KEPT),
        ("better", [(0, "b", False), (60, "a", True)], Change.WRONG_TO_RIGHT),
        ("worse", [(0, "a", True), (60, "b", False)], Change.RIGHT_TO_WRONG),
        ("no better", [(0, "c", False), (60, "b", False)], Change.WRONG_TO_WRONG),
        ("another spelling", [(0, "Kiev", True), (60, "Kyiv", True)], Change.RIGHT_TO_RIGHT),
        ("taken back", [(0, "a", True), (60, None, False)], Change.WITHDRAWN),
        ("still typing", [(0, "Gen", False), (3, "Geneva", True)], Change.KEPT),
        ("looked away first", [(0, None, False), (60, "a", True)], Change.KEPT),
    ],
)
def test_the_first_settled_answer_against_the_last(
    case: str, receipts: list[tuple[float, str | None, bool]], change: Change
) -> None:
    found = changes(Receipt(at, "who", answer, right) for at, answer, right in receipts)

    assert found == {"who": change}, case


def test_going_to_another_item_settles_an_answer() -> None:
    receipts = [
        Receipt(1, "who", "b"),
        Receipt(2, "when", "1990", right=True),
        Receipt(3, "who", "a", right=True),
    ]

    assert changes(receipts) == {"who": Change.WRONG_TO_RIGHT, "when": Change.KEPT}


def test_an_item_that_was_only_flagged_was_not_answered() -> None:
    assert changes([Receipt(1, "who", None)]) == {}


def test_every_kind_of_change_is_in_the_table() -> None:
    table = change_table([Change.KEPT, Change.KEPT, Change.WRONG_TO_RIGHT])

    assert list(table) == list(Change)
    assert (table[Change.KEPT], table[Change.WRONG_TO_RIGHT], table[Change.WITHDRAWN]) == (2, 1, 0)


def test_blank_before_the_last_answer_is_skipped_and_after_it_not_reached() -> None:
    found = reach(["q1", "q2", "q3", "q4"], {"q1", "q3"})

    assert list(found.values()) == [
        Reach.ANSWERED,
        Reach.SKIPPED,
        Reach.ANSWERED,
        Reach.NOT_REACHED,
    ]
    assert set(reach(["q1", "q2"], []).values()) == {Reach.NOT_REACHED}
