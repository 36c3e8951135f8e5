"""Simulated students: the same seed, the same class; abler ones do better; all can be sent."""

from __future__ import annotations

from random import Random
from statistics import mean

import pytest

from quiz.assessment import scoring, simulation, types
from quiz.assessment.formats import markdown
from quiz.assessment.model import Invalid, QuestionSet
from tests.conftest import HARBOUR


@pytest.fixture(scope="module")
def harbour() -> QuestionSet:
    found = markdown.read(HARBOUR).set
    assert found is not None
    return found


def points(questions: QuestionSet, skill: float, students: int = 40) -> float:
    random = Random(1)
    given = [simulation.answers(questions, skill, random) for _ in range(students)]
    return mean(scoring.score_attempt(questions, answers).points for answers in given)


def test_the_same_seed_gives_the_same_answers(harbour: QuestionSet) -> None:
    one, two, other = (simulation.answers(harbour, 0.5, Random(seed)) for seed in (7, 7, 8))

    assert one == two != other


def test_abler_students_have_more_points(harbour: QuestionSet) -> None:
    weak, middling, able = (points(harbour, skill) for skill in (0.1, 0.5, 0.95))

    assert weak < middling < able


def test_every_answer_is_one_that_a_browser_could_send(harbour: QuestionSet) -> None:
    random = Random(3)
    for _ in range(60):
        for item_id, answer in simulation.answers(harbour, random.random(), random).items():
            item = harbour.item(item_id)
            assert item is not None
            response = types.of(item).read(item, answer.raw)
            assert not isinstance(response, Invalid), (item_id, answer.raw, response)
            assert set(answer.cited) <= {s.id for s in item.context.sentences}


def test_some_questions_are_skipped_and_some_not_reached(harbour: QuestionSet) -> None:
    random = Random(5)
    last, inner = harbour.items[-1].id, harbour.items[1].id
    missing = [
        {i.id for i in harbour.items} - set(simulation.answers(harbour, 0.2, random))
        for _ in range(80)
    ]

    assert any(inner in gone for gone in missing)
    assert sum(last in gone for gone in missing) > sum(inner in gone for gone in missing)


def test_names_are_told_apart_and_abilities_vary() -> None:
    assert len(set(simulation.names(150, Random(1)))) == 150
    assert len(simulation.names(300, Random(1))) == 300
    abilities = [simulation.ability(Random(seed)) for seed in range(200)]
    assert all(0 < a < 1 for a in abilities)
    assert max(abilities) - min(abilities) > 0.5
