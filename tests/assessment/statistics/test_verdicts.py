"""Which questions to look at, and why."""

from __future__ import annotations

import pytest

from quiz.assessment.statistics.evidence import EvidenceTable
from quiz.assessment.statistics.figures import ItemFigures, wilson
from quiz.assessment.statistics.thirds import ChoiceTable, Taken, choice_table
from quiz.assessment.statistics.verdicts import Look, Reason, Verdict, judge, verdicts

KEY_A = [("a", True), ("b", False), ("c", False)]


def figures(
    id: str = "who", *, n: int = 40, facility: float = 0.6, discrimination: float = 0.4
) -> ItemFigures:
    return ItemFigures(id, 1, n, facility, interval=wilson(facility, n), item_rest_r=discrimination)


def chosen(weak: str, strong: str) -> ChoiceTable:
    """A class of ten times these letters, each letter a person, the weakest first."""
    order = weak * 10 + strong * 10
    return choice_table([Taken([c], rest) for rest, c in enumerate(order)], KEY_A)


def reasons(look: Look) -> list[Reason]:
    return [v.reason for v in judge(look)]


def test_a_good_question_is_left_alone() -> None:
    good = Look(figures(), chosen("bca", "aab"), EvidenceTable(20, 4, 3, 3))

    assert judge(good) == []


def test_a_negative_discrimination_is_named_with_its_value() -> None:
    assert judge(Look(figures(discrimination=-0.12))) == [
        Verdict("who", Reason.NEGATIVE_DISCRIMINATION, -0.12, 40)
    ]


def test_strong_readers_choose_b() -> None:
    (verdict,) = judge(Look(figures(), chosen("aac", "bba")))

    assert (verdict.reason, verdict.choices) == (Reason.STRONG_READERS_CHOOSE, ("b",))
    assert verdict.value == pytest.approx(0.65, abs=0.1)
    assert verdict.n == 60


def test_nobody_chooses_c() -> None:
    (verdict,) = judge(Look(figures(), chosen("ba", "aab")))

    assert (verdict.reason, verdict.choices) == (Reason.IDLE_DISTRACTOR, ("c",))
    assert verdict.value == 0


@pytest.mark.parametrize(
    ("facility", "n", "expected"),
    [
        (0.99, 200, [Reason.TOO_EASY]),
        (0.97, 30, []),  # the interval reaches down to what is fine
        (0.1, 100, [Reason.TOO_HARD]),
        (0.25, 30, []),
    ],
)
def test_too_easy_and_too_hard_only_where_the_whole_interval_is(
    facility: float, n: int, expected: list[Reason]
) -> None:
    assert reasons(Look(figures(n=n, facility=facility))) == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (EvidenceTable(12, 8, 5, 5), [Reason.UNSUPPORTED]),
        (EvidenceTable(14, 6, 5, 5), []),
        (EvidenceTable(1, 5, 20, 20), []),  # too few right answers to say
    ],
)
def test_right_answers_without_the_evidence(table: EvidenceTable, expected: list[Reason]) -> None:
    assert reasons(Look(figures(), evidence=table)) == expected


@pytest.mark.parametrize("n", [0, 9, 29])
def test_below_thirty_no_statistic_condemns_but_facts_are_told(n: int) -> None:
    few = choice_table([Taken(["b"], r) for r in range(n)], KEY_A)
    bad = figures(n=n, discrimination=-0.9, facility=0.0)
    look = Look(bad, few, EvidenceTable(0, n, 0, 0), disputes=1, unmatched=2, key_fixed=3)

    assert reasons(look) == [Reason.DISPUTED, Reason.UNMATCHED, Reason.KEY_FIXED]
    assert [v.value for v in judge(look)] == [1, 2, 3]


def test_the_most_urgent_comes_first_and_then_the_order_of_the_questions() -> None:
    found = verdicts(
        [
            Look(figures("q1"), key_fixed=2),
            Look(figures("q2", facility=0.05, n=100), disputes=1),
            Look(figures("q3", discrimination=-0.2)),
            Look(figures("q4", discrimination=-0.3)),
        ]
    )

    assert [(v.item, v.reason) for v in found] == [
        ("q3", Reason.NEGATIVE_DISCRIMINATION),
        ("q4", Reason.NEGATIVE_DISCRIMINATION),
        ("q2", Reason.DISPUTED),
        ("q2", Reason.TOO_HARD),
        ("q1", Reason.KEY_FIXED),
    ]
