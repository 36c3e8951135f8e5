"""Ids that a new version lost where only words were mended."""

from __future__ import annotations

from functools import cache

import pytest

from quiz.assessment.changes import lost_ids
from quiz.assessment.formats import markdown
from quiz.assessment.model import QuestionSet
from tests.conftest import HARBOUR


@cache
def read(source: str) -> QuestionSet:
    found = markdown.read(source).set
    assert found is not None
    return found


def after(old: str, new: str) -> list[tuple[str, str, str]]:
    """What is found where these words were replaced: item, new words, and the old id."""
    assert old in HARBOUR
    found = lost_ids(read(HARBOUR), read(HARBOUR.replace(old, new)))
    return [(f.item, f.words, f.hint.split("}")[0].partition("{#")[2]) for f in found]


@pytest.mark.parametrize(
    ("old", "new", "item", "old_id"),
    [
        pytest.param("At midnight", "At midnights", "leaves", "at-midnight", id="a choice"),
        pytest.param("| a new quay", "| a newer quay", "sides", "a-new-quay", id="a right cell"),
        pytest.param("| The council", "| The councils", "sides", "the-council", id="a left cell"),
        pytest.param(
            "3. The vote of the council",
            "3. The vote of this council",
            "order",
            "the-vote-of-the-council",
            id="an entry of an order",
        ),
        pytest.param("~station", "~stations", "complete", "station", id="an option of a gap"),
    ],
)
def test_a_part_that_was_reworded_is_found(old: str, new: str, item: str, old_id: str) -> None:
    words = new.lstrip("3.|~ ")
    assert after(old, new) == [(item, words, old_id)]


def test_a_question_that_was_reworded_without_an_id_is_found() -> None:
    old = HARBOUR.replace(" {#leaves skill=locate}", "")
    new = old.replace("When does the night ferry leave?", "When does the night ferry depart?")
    (found,) = lost_ids(read(old), read(new))

    assert "{#when-does-the-night-ferry-leave}" in found.hint
    assert found.place.line == 1 + new[: new.index("## When")].count("\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("At midnight", "Whenever the captain wakes", id="it is another choice now"),
        pytest.param("At midnight", "At midnights {#at-midnight}", id="it kept its id"),
        pytest.param("At midnight", "At midnights {#late}", id="it was given an id: it is meant"),
        pytest.param("At midnight", "At midnight!", id="the slug is still the same"),
        pytest.param("- [ ] At nine\n", "", id="it is gone"),
        pytest.param("When does the night ferry leave?", "When is it off?", id="a stem with an id"),
    ],
)
def test_other_changes_are_not(old: str, new: str) -> None:
    assert after(old, new) == []


def test_one_old_id_is_asked_for_once() -> None:
    new = HARBOUR.replace("- [ ] At midnight", "- [ ] At midnights\n- [ ] At midnighty")
    found = lost_ids(read(HARBOUR), read(new))

    assert [finding.words for finding in found] == ["At midnights"]
