"""A passage is corrected: evidence that stands is left, what changed is put beside the nearest."""

from __future__ import annotations

from quiz.assessment.editing.correction import carried, settle
from quiz.assessment.editing.outline import find
from quiz.assessment.formats import markdown
from quiz.assessment.model import QuestionSet

TEXT = """# The harbour

Fog lay on the river. The pilot had told them early, so nobody complained.

The ferry was late.

## Why did nobody complain? {#why evidence=none}

Answer: told

> The pilot had told them early

## What happened to the ferry? {#ferry}

Answer: late

> The ferry was late.
"""


def published() -> QuestionSet:
    found = markdown.read(TEXT).set
    assert found is not None
    return found


def test_nothing_is_to_be_done_where_nothing_changed() -> None:
    correction = carried(published(), TEXT)

    assert (correction.text, correction.moved, correction.changed) == (TEXT, (), ())


def test_evidence_in_another_paragraph_is_told_and_left() -> None:
    text = TEXT.replace("Fog lay on the river. ", "Fog lay on the river.\n\n")
    correction = carried(published(), text)

    assert correction.text == text
    assert [(m.item, m.before, m.after) for m in correction.moved] == [
        ("why", 1, 2),
        ("ferry", 2, 3),
    ]
    assert correction.changed == ()


def test_evidence_whose_words_changed_stands_beside_the_nearest() -> None:
    text = TEXT.replace("told them early, so", "warned them early, so")
    (changed,) = carried(published(), text).changed

    assert (changed.item, changed.quote) == ("why", "The pilot had told them early")
    assert changed.nearest == "The pilot had warned them early"
    assert any(f.code == "E112" for f in markdown.read(text).errors)


def test_evidence_that_went_has_no_nearest_words() -> None:
    text = TEXT.replace("The ferry was late.\n\n##", "##", 1)
    (changed,) = carried(published(), text).changed

    assert (changed.item, changed.nearest, changed.count) == ("ferry", "", 0)


def test_words_that_now_stand_twice_are_lengthened_to_the_sentence_they_stood_in() -> None:
    text = TEXT.replace("Fog lay", "The pilot had told them early that fog lay")
    correction = carried(published(), text)

    assert correction.changed == ()
    assert "> The pilot had told them early, so nobody complained." in correction.text
    assert markdown.read(correction.text).errors == ()


def test_words_that_stand_twice_in_the_same_sentence_are_to_be_settled() -> None:
    text = TEXT.replace("The ferry was late.", "The ferry was late. The ferry was late.", 1)
    (changed,) = carried(published(), text).changed

    assert (changed.item, changed.count) == ("ferry", 2)


def test_settling_a_quote_changes_its_line() -> None:
    settled = settle(TEXT, "ferry", "The ferry was late.", "Fog lay on the river.")

    assert settled == TEXT.replace("> The ferry was late.", "> Fog lay on the river.")
    without = find(settle(TEXT, "ferry", "The ferry was late.", ""), "ferry")
    assert without is not None
    assert without.body == "Answer: late"


def test_a_quote_that_the_published_set_did_not_hold_is_an_ordinary_finding() -> None:
    text = TEXT.replace("> The ferry was late.", "> Nobody ever said so.")

    assert carried(published(), text).changed == ()


def test_a_text_that_cannot_be_read_is_given_back() -> None:
    assert carried(published(), "---\nnever closed").text == "---\nnever closed"
