"""The order of an attempt's questions."""

from __future__ import annotations

from functools import cache
from itertools import groupby

from quiz.assessment.formats import markdown
from quiz.assessment.model import QuestionSet
from quiz.assessment.ordering import ordered

TWO = """---
title: Two texts
---

# The ferry

The ferry leaves at ten.

{ferry}

# The quay

The quay is sinking.

{quay}
"""


@cache
def two_texts() -> QuestionSet:
    def questions(names: str) -> str:
        return "\n\n".join(
            f"## Is {n} said? {{#{n} evidence=none}}\n\n- [x] Yes\n- [ ] No" for n in names
        )

    found = markdown.read(TWO.format(ferry=questions("abcde"), quay=questions("vwxyz")), "two").set
    assert found is not None
    return found


SEEDS = [f"seed {n}" for n in range(40)]


def ids(seed: str) -> str:
    return "".join(item.id for item in ordered(two_texts(), seed))


def test_without_a_seed_they_stand_as_written() -> None:
    assert ids("") == "abcdevwxyz"


def test_the_same_seed_gives_the_same_order_and_others_give_others() -> None:
    assert ids("a seed") == ids("a seed")
    assert len({ids(seed) for seed in SEEDS}) > 30


def test_a_passage_and_its_questions_stay_together() -> None:
    for seed in SEEDS:
        assert sorted(ids(seed)) == list("abcdevwxyz")
        passages = [
            passage for passage, _ in groupby(ordered(two_texts(), seed), lambda i: i.passage)
        ]
        assert len(passages) == 2


def test_groups_change_places_and_so_do_questions_in_them() -> None:
    assert {ids(seed)[0] in "abcde" for seed in SEEDS} == {True, False}
    assert len({"".join(c for c in ids(seed) if c in "abcde") for seed in SEEDS}) > 15
