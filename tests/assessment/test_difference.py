"""The difference of two versions, as a teacher reads it."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.difference import WHATS, Change, difference, word_steps
from quiz.assessment.editing import edits
from quiz.assessment.editing.outline import outline
from quiz.assessment.formats import markdown
from quiz.assessment.model import QuestionSet
from tests.assessment.editing.test_outline import SOURCES
from tests.assessment.formats.test_round_trip import documents
from tests.conftest import HARBOUR


@cache
def read(text: str) -> QuestionSet:
    found = markdown.read(text, "set").set
    assert found is not None
    return found


def changes(gone: str, come: str) -> list[Change]:
    assert gone in HARBOUR
    return difference(read(HARBOUR), read(HARBOUR.replace(gone, come, 1)))


@pytest.mark.parametrize(
    ("gone", "come", "where", "what", "before", "after"),
    [
        ("level: B1", "level: B2", "set", "frame", "B1", "B2"),
        ("When does", "When did", "question", "stem", "When does the", "When did the"),
        ("At nine\n", "At seven {#at-nine}\n", "question", "choice", "At nine", "At seven"),
        ("It leaves the old", "It left the old", "question", "feedback", "It leaves", "It left"),
        ("Petro Lysenko\n\n>", "Petro\n\n>", "question", "key", "Petro Lysenko", "Petro"),
        ("[[two | 2]]", "[[two]]", "question", "key", "1: two | 2", "1: two\n"),
        (
            "| The fishermen | the old",
            "| The fishermen | an old",
            "question",
            "key",
            "the old",
            "an old",
        ),
        ("> Petro Lysenko has", "> has", "question", "evidence", "Petro Lysenko has", "has"),
        ("so.\n\nHint", "it.\n\nHint", "question", "explanation", "so.", "it."),
        ("Hint: Look at", "Hint: See", "question", "hint", "Look at", "See"),
        ("- 1: advice", "- 1: any advice", "question", "level", "advice", "any advice"),
        ("words=10-60", "words=10-90", "question", "setting", "10-60", "10-90"),
        ("skill=evaluate", "skill=infer", "question", "skill", "evaluate", "infer"),
        ("Select: 1", "Select: 2", "question", "answer", "Select: 1", "Select: 2"),
        ("forty lorries", "fifty lorries", "passage", "paragraph", "forty", "fifty"),
        ("# The night ferry", "# A ferry {#the-night-ferry}", "passage", "title", "The", "A"),
    ],
)
def test_what_was_changed_is_named_with_before_and_after(
    gone: str, come: str, where: str, what: str, before: str, after: str
) -> None:
    (change,) = (c for c in changes(gone, come) if c.where == where)
    detail = next(d for d in change.parts if d.what == what)

    assert change.kind == "changed"
    assert before in detail.before
    assert after in detail.after


def test_a_ticked_key_is_told_by_its_words() -> None:
    text = HARBOUR.replace("[x] At ten", "[ ] At ten").replace("[ ] At nine", "[x] At nine")
    (change,) = difference(read(HARBOUR), read(text))

    assert [(d.what, d.before, d.after) for d in change.parts] == [("key", "At ten", "At nine")]


def test_a_weight_is_told_as_part_of_the_key() -> None:
    text = "## Why? {#w}\n\n- [50%] a\n- [50%] b\n"
    (change,) = difference(read(text), read(text.replace("50%", "60%", 1).replace("50%", "40%")))

    assert [(d.what, d.after) for d in change.parts] == [("key", "60% a\n40% b")]


def test_a_moved_question_is_moved_and_nothing_else() -> None:
    (change,) = difference(read(HARBOUR), read(edits.move(HARBOUR, "advice", "leaves")))

    assert (change.kind, change.id, change.parts) == ("moved", "advice", ())


def test_what_came_and_what_went_is_said_by_its_stem() -> None:
    text = edits.insert_after(edits.remove(HARBOUR, "order"), None, "## New? {#new}\n\nAnswer: x")
    found = difference(read(HARBOUR), read(text))

    assert [(c.kind, c.id) for c in found] == [("added", "new"), ("removed", "order")]
    assert found[1].title == "Put these in the order in which they happened."


def test_a_paragraph_put_in_between_is_the_only_one_told() -> None:
    change = changes("\n\nThis spring", "\n\nIt is slow.\n\nThis spring")[0]

    assert [(d.before, d.after, d.label) for d in change.parts] == [("", "It is slow.", "2")]


def test_words_are_told_apart_from_those_that_stayed() -> None:
    steps = word_steps("Fog lay on the river.", "Fog lay on a river.")

    assert steps == (("same", "Fog lay on "), ("gone", "the"), ("come", "a"), ("same", " river."))
    assert word_steps("", "new") == (("come", "new"),)


@given(st.text(alphabet="ab .,\n", max_size=40), st.text(alphabet="ab .,\n", max_size=40))
def test_the_steps_lead_from_one_text_to_the_other(before: str, after: str) -> None:
    steps = word_steps(before, after)

    assert "".join(text for op, text in steps if op != "come") == before
    assert "".join(text for op, text in steps if op != "gone") == after


@given(st.sampled_from(SOURCES) | documents(), st.sampled_from(SOURCES) | documents())
def test_there_is_no_difference_where_and_only_where_two_sets_are_equal(a: str, b: str) -> None:
    old, new = read(a), read(b)
    found = difference(old, new)

    assert difference(old, old) == []
    assert (found == []) == (old == new)
    assert {d.what for c in found for d in c.parts} <= set(WHATS)


@pytest.mark.parametrize("text", [HARBOUR, *(s for s in SOURCES if len(s) < 2_000)])
def test_a_line_taken_out_of_a_question_is_never_passed_over(text: str) -> None:
    """Whichever line it is: where the question reads otherwise, the difference says so."""
    parts = outline(text)
    above = [f"{part.source}\n" for part in parts if part.kind != "item"]
    for lines in (part.source.split("\n") for part in parts if part.kind == "item"):
        whole = read("\n".join([*above, "", *lines]))
        for number in range(1, len(lines)):
            cut = read("\n".join([*above, "", *lines[:number], *lines[number + 1 :]]))
            assert (difference(whole, cut) == []) == (whole == cut)
