"""What counts once people have decided: excused, then a mark, then an adjustment."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment import rulings, scoring
from quiz.assessment.model import Response, Score
from quiz.assessment.rulings import Rulings
from quiz.assessment.scoring import AttemptScore, Basis, ItemScore

NOBODY = Rulings()


def item(id: str, fraction: float | None, max: float = 2) -> ItemScore:
    points = None if fraction is None else fraction * max
    pending = fraction is None
    return ItemScore(id, points, max, fraction, None, None, pending, Response("x"), Score(fraction))


def sitting() -> AttemptScore:
    """Right, half right, wrong, and a text that waits for a person: 3 of 6, and 4 pending."""
    return scoring.total(
        [item("right", 1.0), item("half", 0.5), item("wrong", 0.0), item("text", None, 4)]
    )


def points(score: AttemptScore) -> tuple[float, float, float]:
    return score.points, score.max, score.pending_max


def test_what_nobody_decided_about_stays_as_it_was_computed() -> None:
    assert rulings.settled(sitting(), NOBODY) == sitting()


@pytest.mark.parametrize(
    ("case", "decided", "expected"),
    [
        ("a mark ends the waiting", Rulings(marks={"text": 0.75}), (6, 10, 0)),
        ("a mark beats what was computed", Rulings(marks={"wrong": 1}), (5, 6, 4)),
        ("a dropped question is out of both", Rulings(dropped=frozenset({"wrong"})), (3, 4, 4)),
        ("one that waits too", Rulings(dropped=frozenset({"text"})), (3, 6, 0)),
        ("points for all", Rulings(full=frozenset({"wrong", "half"})), (6, 6, 4)),
        ("points for all who wait", Rulings(full=frozenset({"text"})), (7, 10, 0)),
        ("excused", Rulings(excused=frozenset({"right", "text"})), (1, 4, 0)),
    ],
)
def test_each_decision_counts(
    case: str, decided: Rulings, expected: tuple[float, float, float]
) -> None:
    assert points(rulings.settled(sitting(), decided)) == expected, case


def test_an_excuse_beats_a_mark_and_a_mark_beats_an_adjustment() -> None:
    one: Mapping[str, float] = MappingProxyType({"wrong": 0.5})
    name = frozenset({"wrong"})

    def basis(decided: Rulings) -> Basis:
        return rulings.settled(sitting(), decided).items["wrong"].basis

    assert basis(Rulings(dropped=name, full=name)) is Basis.DROP
    assert basis(Rulings(marks=one, dropped=name, full=name)) is Basis.MARK
    assert basis(Rulings(excused=name, marks=one, dropped=name, full=name)) is Basis.EXCUSE


def test_the_fraction_stays_what_the_answer_came_to() -> None:
    decided = Rulings(dropped=frozenset({"half"}), full=frozenset({"wrong"}))
    found = rulings.settled(sitting(), decided)

    assert (found.items["half"].fraction, found.items["wrong"].fraction) == (0.5, 0.0)


@given(
    st.dictionaries(st.sampled_from(["right", "half", "wrong", "text"]), st.floats(0, 1)),
    *(st.frozensets(st.sampled_from(["right", "half", "wrong", "text"])) for _ in range(3)),
)
def test_no_decision_gives_more_than_the_questions_are_worth(
    marks: dict[str, float], excused: frozenset[str], dropped: frozenset[str], full: frozenset[str]
) -> None:
    found = rulings.settled(sitting(), Rulings(excused, marks, dropped, full))

    assert 0 <= found.points <= found.max + 1e-6
    assert found.max + found.pending_max <= 10
    assert rulings.settled(found, NOBODY) == found
