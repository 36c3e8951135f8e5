"""What only a whole set shows: where its keys stand, how long they are, where its evidence is."""

from __future__ import annotations

import pytest

from quiz.assessment.check.balance import at_least
from tests.assessment.check.pages import choice, codes, document, found

QUOTES = (
    "> For sixty years a small ferry has crossed the fjord",
    "> Last autumn the county council decided to replace it by a bridge.",
    "> Captain Ingrid Solberg heard of the plan on the radio.",
    "> The islanders are divided.",
    "> In March the council will vote.",
)
WORDS = ("oak", "elm", "ash", "fir")


def _choices(place: int, *, key: str = "yew") -> list[str]:
    texts = list(WORDS)
    texts[place] = f"*{key}"
    return texts


def _set(places: list[int], *, key: str = "yew", ok: str = "") -> str:
    questions = [
        choice(f"q{n}", f"Tree {n}?", *_choices(p, key=key), evidence=QUOTES[n % 5], head=ok)
        for n, p in sorted(enumerate(places), key=lambda pair: pair[0] % 5)
    ]
    return document(*questions)


def test_keys_in_one_place_more_often_than_chance() -> None:
    findings = found(_set([1, 1, 1, 1, 1, 2]))
    assert [f.code for f in findings] == ["W203"]
    assert "choice 2 in 5 of 6" in findings[0].message


def test_keys_in_many_places_or_too_few_questions_show_nothing() -> None:
    assert codes(_set([1, 1, 2, 0, 1, 3])) == []
    assert codes(_set([1, 1, 1, 1])) == []


def test_questions_that_waive_it_are_not_counted() -> None:
    assert codes(_set([1, 1, 1, 1, 1, 1], ok="ok=W203")) == []


def test_scales_of_judgement_are_counted_apart() -> None:
    scales = [
        choice(f"s{n}", f"Statement {n}.", "*True", "False", evidence=QUOTES[n // 2])
        for n in range(6)
    ]
    findings = found(document(*scales))
    assert [f.code for f in findings] == ["W203"]
    assert "“True” in 6 of 6" in findings[0].message
    mixed = [
        s.replace("[x]", "[y]").replace("[ ]", "[x]").replace("[y]", "[ ]") for s in scales[::2]
    ]
    together = [s for pair in zip(mixed, scales[1::2], strict=True) for s in pair]
    assert codes(document(*together)) == []


def test_keys_that_are_the_longest_more_often_than_chance() -> None:
    assert codes(_set([0, 1, 2, 3, 0, 1], key="juniper")) == ["W202"]
    assert codes(_set([0, 1, 2, 3, 0, 1])) == []


@pytest.mark.parametrize(
    ("hits", "chances", "expected"),
    [
        (0, [0.25] * 5, 1.0),
        (5, [0.5] * 5, 1 / 32),
        (1, [0.5, 0.25], 0.625),
        (2, [0.5, 0.25], 0.125),
    ],
)
def test_chance_is_counted_out(hits: int, chances: list[float], expected: float) -> None:
    assert at_least(hits, chances) == pytest.approx(expected)


def test_chance_of_many_questions_is_near_what_counting_out_gives() -> None:
    few, many = [0.25] * 400, [0.25] * 401
    assert at_least(120, many) == pytest.approx(at_least(120, few), rel=0.15)


def _at(*indices: int) -> list[str]:
    return [
        choice(f"q{n}", f"Tree {n}?", *_choices(n % 4), evidence=QUOTES[i])
        for n, i in enumerate(indices)
    ]


def test_a_question_out_of_the_passage_s_order() -> None:
    findings = found(document(*_at(0, 1, 4, 2, 3)))
    assert [(f.code, f.item) for f in findings] == [("W211", "q2")]
    assert findings[0].words == QUOTES[4].removeprefix("> ")
    assert codes(document(*_at(0, 1, 2, 3, 4))) == []


def test_the_mend_of_the_order_says_where_to() -> None:
    [finding] = found(document(*_at(1, 2, 0, 3, 4)))
    assert (finding.item, finding.hint) == ("q2", "move it before `q0`")


def test_a_question_on_the_whole_text_may_stand_anywhere() -> None:
    whole = choice("w", "Tree?", *_choices(1), evidence="\n\n".join(QUOTES))
    none = choice("n", "Tree?", *_choices(2), evidence="", head="evidence=none")
    assert codes(document(*_at(0, 3, 4), whole, none)) == []


def test_all_evidence_in_the_first_third() -> None:
    findings = found(document(*_at(0, 0, 0, 1)))
    assert [f.code for f in findings] == ["W212"]
    assert findings[0].place.line == 1
    assert codes(document(*_at(0, 0, 0, 4))) == []
    assert codes(document(*_at(0, 0, 1))) == []
