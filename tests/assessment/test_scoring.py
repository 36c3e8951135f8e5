"""Points, citations, skills: what an attempt comes to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quiz.assessment.formats import markdown
from quiz.assessment.model import QuestionSet, Response
from quiz.assessment.scoring import (
    Answer,
    Support,
    brief,
    by_skill,
    reached,
    score_attempt,
    score_item,
    total,
)

SOURCE = """# Fog

The ferry was late. Fog lay on the river. Nobody complained. The pilot saw no bank.

## Why was it late? {#why skill=infer cite=yes points=2}

- [x] Fog
- [ ] Ice

> Fog lay on the river.

## Who complained? {#who skill=locate}

Answer: nobody

> Nobody complained.

## Three things {#three skill=locate points=1 evidence=none}

Answer: a
Answer: b
Answer: c

## Describe it. {#describe skill=evaluate evidence=none}

Rubric:

- 4: well
- 0: not
"""


@pytest.fixture(scope="module")
def fog() -> QuestionSet:
    found = markdown.read(SOURCE).set
    assert found is not None
    return found


def sentence(fog: QuestionSet, words: str) -> str:
    return next(s.id for s in fog.passages[0].sentences if words in s.text)


def test_thirds_add_up_to_the_whole_of_their_points(fog: QuestionSet) -> None:
    """Two of three lines of an item of three points are 2 points, neither more nor less."""
    third = Answer({"1": ("a",)})
    two_thirds = Answer({"1": ("a",), "2": ("b",)})
    item = next(i for i in fog.items if i.id == "three")
    worth_three = replace(item, points=3)

    assert score_item(worth_three, two_thirds).points == 2
    assert score_item(worth_three, third).points == 1
    assert score_item(item, third).fraction == pytest.approx(1 / 3, abs=1e-9)
    assert total([score_item(replace(item, id=str(n)), third) for n in range(3)]).points == 1


def test_an_attempt_adds_up_and_leaves_pending_items_out(fog: QuestionSet) -> None:
    score = score_attempt(
        fog,
        {
            "why": Answer({"": ("fog",)}),
            "who": Answer({"1": ("Nobody",)}),
            "three": Answer({"1": ("a",), "2": ("c",), "3": ("b",)}),
            "describe": Answer({"": ("A grey day.",)}),
        },
    )

    assert (score.points, score.max, score.pending_max) == (4, 4, 4)
    assert score.items["three"].fraction == 1  # three thirds are a whole
    assert score.items["describe"].pending
    assert score.items["describe"].points is None


def test_nothing_answered_scores_nothing(fog: QuestionSet) -> None:
    score = score_attempt(fog, {})

    assert (score.points, score.max) == (0, 4)
    assert not any(item.answered for item in score.items.values())


@pytest.mark.parametrize(
    ("choice", "cited", "fraction", "support"),
    [
        ("fog", ["Fog lay"], 1, Support.SUPPORTED),
        ("fog", ["Fog lay", "The pilot"], 2 / 3, Support.SUPPORTED),
        ("fog", ["Fog lay", "The pilot", "Nobody"], 0.5, Support.SUPPORTED),
        ("fog", ["Fog lay", "The pilot", "Nobody", "The ferry"], 0.4, Support.UNSUPPORTED),
        ("fog", [], 0, Support.UNSUPPORTED),
        ("ice", ["Fog lay"], 1, Support.MISREAD),
        ("ice", ["Nobody"], 0, Support.ELSEWHERE),
        (None, ["Fog lay"], 1, None),
    ],
)
def test_answer_and_citation_are_kept_apart(
    fog: QuestionSet, choice: str | None, cited: list[str], fraction: float, support: Support | None
) -> None:
    item = fog.item("why")
    assert item is not None
    raw = {"": (choice,)} if choice else {}
    score = score_item(item, Answer(raw, tuple(sentence(fog, words) for words in cited)))

    assert score.cited_fraction == pytest.approx(fraction)
    assert score.support is support
    assert score.points == (2 if choice == "fog" else 0)


def test_a_citation_of_elsewhere_is_left_out(fog: QuestionSet) -> None:
    item = fog.item("why")
    assert item is not None

    assert score_item(item, Answer({"": ("fog",)}, ("another-set-1",))).cited_fraction == 0


def test_an_answer_that_cannot_be_read_scores_nothing(fog: QuestionSet) -> None:
    score = score_attempt(fog, {"why": Answer({"": ("fog", "ice")})})

    assert score.items["why"].points == 0
    assert not score.items["why"].answered


def test_skills_come_in_the_order_of_the_set(fog: QuestionSet) -> None:
    skills = by_skill(fog, score_attempt(fog, {"who": Answer({"1": ("nobody",)})}))

    assert [(name, s.points, s.max, s.pending_max) for name, s in skills.items()] == [
        ("infer", 0, 2, 0),
        ("locate", 1, 2, 0),
        ("evaluate", 0, 0, 4),
    ]


@pytest.mark.parametrize(
    ("chosen", "fraction"),
    [
        (("a", "b", "c"), 1.0),
        (("a", "b", "c", "d"), 0.75),
        (("a", "b"), 0.66),
        (("a",), 0.33),
    ],
)
def test_three_thirds_make_a_whole_and_nothing_else_does(
    chosen: tuple[str, ...], fraction: float
) -> None:
    thirds = "- [33%] A\n- [33%] B\n- [33%] C\n- [-25%] D\n"
    found = markdown.read("## Q {evidence=none}\n\n" + thirds).set
    assert found is not None
    scored = score_item(found.items[0], Answer({"": chosen}))
    assert scored.fraction == pytest.approx(fraction)


def test_a_choice_that_is_worth_little_is_not_rounded_away() -> None:
    found = markdown.read("## Q {evidence=none}\n\n- [50%] A\n- [49.5%] B\n- [0.5%] C\n").set
    assert found is not None
    assert score_item(found.items[0], Answer({"": ("a", "b")})).fraction == pytest.approx(0.995)


def test_a_row_and_its_distractors_are_a_match() -> None:
    table = "| Who | Side |\n| --- | --- |\n| Ahab | Pequod |\n|  | Titanic |\n"
    reading = markdown.read("## Q {evidence=none}\n\n" + table)
    assert reading.errors == ()
    alike = markdown.read(
        "## Q {evidence=none}\n\n" + table.replace("|  |", "| Nemo |").replace("Titanic", "Pequod")
    )
    assert [f.code for f in alike.errors] == ["E124"]


@pytest.mark.parametrize(
    ("answered", "came_to"),
    [
        ((), ()),
        (("why",), ("why",)),
        (("who", "why"), ("why", "who")),
        (("three",), ("why", "who", "three")),  # the two before it were skipped
        (("describe",), ("why", "who", "three", "describe")),
    ],
)
def test_what_was_skipped_is_told_from_what_was_not_reached(
    fog: QuestionSet, answered: tuple[str, ...], came_to: tuple[str, ...]
) -> None:
    given = {
        "why": Answer({"": ("ice",)}),
        "who": Answer({"1": ("the pilot",)}),
        "three": Answer({"1": ("a",)}),
        "describe": Answer({"": ("Fog.",)}),
    }
    score = score_attempt(fog, {item: given[item] for item in answered})

    assert reached(score, [item.id for item in fog.items]) == set(came_to)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, None),
        ("york", "york"),
        (frozenset({"b", "a"}), "a, b"),
        (("Sloviansk", "Kramatorsk"), "Sloviansk, Kramatorsk"),
        ({"1": "dock", "2": "quay"}, "1: dock; 2: quay"),
        ("x" * 1000, "x" * 200),
    ],
)
def test_an_answer_is_told_in_short(answer: object, told: str | None) -> None:
    assert brief(Response(answer)) == told
