"""A question as form fields and back: nothing is lost, and only what differs is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from difflib import unified_diff
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.changes import lost_ids
from quiz.assessment.editing import edits
from quiz.assessment.editing.outline import Part, outline
from quiz.assessment.editing.sheet import (
    Answer,
    Choice,
    ItemSheet,
    Level,
    Pair,
    Step,
    blank,
    sheet_of,
    source_of,
)
from quiz.assessment.editing.tidying import tidy
from quiz.assessment.formats import markdown
from quiz.assessment.formats.markdown.items import escape_labels
from quiz.assessment.model import QuestionSet
from quiz.assessment.types import all_types
from tests.assessment.editing.test_outline import SOURCES
from tests.assessment.formats.test_round_trip import documents, line


@cache
def read_set(text: str) -> QuestionSet:
    found = markdown.read(text, "set").set
    assert found is not None
    return found


@cache
def sheet_at(part: Part) -> ItemSheet:
    return sheet_of(part.source, "en", part.id)


def differing(before: str, after: str) -> list[str]:
    steps = unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0)
    return [step for step in list(steps)[2:] if step[0] in "+-"]


@cache
def questions(text: str) -> tuple[Part, ...]:
    return tuple(part for part in outline(text) if part.kind == "item")


QUESTIONS = [(text, part) for text in SOURCES for part in questions(text)]


def with_sheets(text: str, change: Callable[[ItemSheet], ItemSheet]) -> str:
    """A document of which each question went through the form, the last one first."""
    for part in reversed(questions(text)):
        text = edits.replace(text, part, source_of(change(sheet_at(part))))
    return text


@pytest.mark.parametrize("text", SOURCES)
def test_each_question_of_a_shipped_set_goes_through_the_form_unchanged(text: str) -> None:
    """As it is written, and written anew: both read as the same question."""
    for part in questions(text):
        sheet = sheet_at(part)
        assert sheet.shape != "source", part
        assert source_of(sheet) == part.source

    anew = with_sheets(text, lambda sheet: replace(sheet, origin=""))
    assert read_set(anew).items == read_set(text).items
    assert read_set(anew) == read_set(text)


@given(documents())
def test_any_question_goes_through_the_form_unchanged(text: str) -> None:
    reading = markdown.read(text, "set")
    for part in outline(text):
        if part.kind == "item":
            sheet = sheet_at(part)
            anew = edits.replace(text, part, source_of(replace(sheet, origin="")))
            assert source_of(sheet) == part.source
            if not reading.errors and sheet.shape != "source":
                assert markdown.read(anew, "set").set == reading.set


@pytest.mark.parametrize("text", SOURCES)
def test_another_stem_changes_one_line_and_no_id(text: str) -> None:
    after = with_sheets(text, lambda sheet: replace(sheet, stem="Another one?"))

    assert len(differing(text, after)) == 2 * len(questions(text))
    assert [p.id for p in outline(after)] == [p.id for p in outline(text)]


BY_HAND = """##   Where does  the *ferry* land?   {skill=locate   #ferry ok=W210,W205}
In the year of the fog.

* [ ] Hull {#hull}
* [X] York


    The old port.
* [ ]   Leeds

Hint: Not by
the sea.
> It landed
> at York.
>
> Nobody saw it.

Explanation: One.

Explanation: Two."""


@pytest.mark.parametrize(
    ("change", "gone", "come"),
    [
        ({"hint": "Up"}, ["Hint: Not by", "the sea."], ["Hint: Up"]),
        ({"evidence": ("It landed at York.",)}, ["> Nobody saw it.", ""], []),
        ({"evidence": ("x", "Nobody saw it.")}, ["> It landed", "> at York."], ["> x"]),
        ({"explanation": "One.\n\n2."}, ["Explanation: Two."], ["Explanation: 2."]),
        ({"explanation": "One."}, ["Explanation: Two.", ""], []),
        ({"sample": "x"}, [], ["Sample answer: x", ""]),
        ({"lead": "In 1900."}, ["In the year of the fog."], ["In 1900."]),
        (
            {"skill": "infer"},
            ["##   Where does  the *ferry* land?   {skill=locate   #ferry ok=W210,W205}"],
            ["## Where does the *ferry* land? {#ferry skill=infer ok=W210,W205}"],
        ),
    ],
)
def test_a_field_of_a_hand_written_question_changes_its_lines_alone(
    change: dict[str, Any], gone: list[str], come: list[str]
) -> None:
    steps = differing(BY_HAND, source_of(replace(sheet_of(BY_HAND), **change)))

    assert sorted(s[1:] for s in steps if s[0] == "-") == sorted(gone)
    assert sorted(s[1:] for s in steps if s[0] == "+") == sorted(come)


def choices(sheet: ItemSheet) -> list[Choice]:
    return [row for row in sheet.rows if isinstance(row, Choice)]


def test_a_reworded_choice_keeps_its_id() -> None:
    sheet = sheet_of(BY_HAND)
    hull, york, leeds = choices(sheet)
    changed = replace(sheet, rows=(hull, york, replace(leeds, text="Leeds, inland")))
    after = source_of(changed)

    assert after == BY_HAND.replace("* [ ]   Leeds", "* [ ] Leeds, inland {#leeds}")
    assert [c.id for c in choices(sheet_of(after))] == ["hull", "york", "leeds"]


@pytest.mark.parametrize("text", SOURCES)
def test_rewording_all_loses_no_id(text: str) -> None:
    """Choices, entries and cells: `quiz load` would find nothing to ask for (E150)."""
    after = with_sheets(text, lambda s: replace(s, rows=tuple(map(reworded, s.rows))))

    assert lost_ids(read_set(text), read_set(after)) == ()
    for before, now in zip(questions(text), questions(after), strict=True):
        kept = [ids(row) for row in sheet_at(now).rows]
        assert kept == [ids(row) for row in sheet_at(before).rows]


def reworded(row: Any) -> Any:
    if isinstance(row, Pair):
        left = f"{row.left}!" if row.left else ""
        return replace(row, left=left, right=f"{row.right}!")
    return replace(row, text=f"{row.text}!") if isinstance(row, Choice | Step) else row


def ids(row: Any) -> tuple[str, ...]:
    return tuple(getattr(row, name, "") for name in ("id", "left_id", "right_id"))


def test_a_newcomer_of_the_same_words_takes_no_id_away() -> None:
    """Put first, it would be called `york`, and the answers of the old one would be its own."""
    source = "## Where? {#q}\n\n- [x] York\n- [ ] Hull"
    sheet = sheet_of(source)
    after = source_of(replace(sheet, rows=(Choice("York"), *sheet.rows)))

    assert [c.id for c in choices(sheet_of(after))] == ["york-2", "york", "hull"]


def test_right_cells_of_the_same_words_are_one_option() -> None:
    source = "## M {#m}\n\n| a | b |\n| --- | --- |\n| A | X {#ex} |\n| B | X |\n| C | Y |"
    sheet = sheet_of(source)
    first, second, third = sheet.rows
    assert isinstance(second, Pair)
    after = source_of(replace(sheet, rows=(first, replace(second, right="Z"), third)))

    assert second.right_id == "ex"
    assert after == source.replace("| B | X |", "| B | Z |")


TYPED = st.lists(line(), max_size=3).map("\n".join) | st.sampled_from(
    ["# A", "```", "## B {#b}", "- [x] a", "> q", "1. a\n2. b", "Rubric:", "[[", "| a | b |\n|-|-|"]
)


@given(st.sampled_from(QUESTIONS), st.data())
def test_what_is_typed_stays_in_its_question(
    question: tuple[str, Part], data: st.DataObject
) -> None:
    """Headings, fences, labels and marks in any field: the other parts of the document stand."""
    text, part = question
    fields = ["stem", "lead", "text", "skill", "points", "cite", "explanation", "hint", "sample"]
    names = data.draw(st.lists(st.sampled_from(fields), min_size=1, max_size=3))
    fill: dict[str, Any] = {name: data.draw(TYPED) for name in names}
    sheet = replace(sheet_at(part), **fill)
    rows = tuple(typed(row, data.draw(TYPED)) for row in sheet.rows)
    sheet = replace(sheet, rows=rows, evidence=(*sheet.evidence, data.draw(TYPED)))
    after = edits.replace(text, part, source_of(sheet))

    others = [(p.kind, p.id, p.source) for p in outline(text) if p != part]
    assert [(p.kind, p.id, p.source) for p in outline(after) if p.id != part.id] == others


def typed(row: Any, text: str) -> Any:
    return replace(row, right=text) if isinstance(row, Pair) else replace(row, text=text)


@given(st.sampled_from(QUESTIONS), st.data())
def test_what_is_typed_into_the_plain_fields_is_read_back(
    question: tuple[str, Part], data: st.DataObject
) -> None:
    _, part = question
    names = st.sampled_from(["stem", "lead", "explanation", "hint"])
    fill: dict[str, Any] = data.draw(st.dictionaries(names, TYPED, min_size=1))
    sheet = replace(sheet_at(part), **fill)
    source = source_of(sheet)
    read, wanted = sheet_of(source, "en", part.id), tidy(sheet)

    if read.shape == "source":  # a list within a list: E122 says so, and all of it is there
        assert read.text == source
        assert escape_labels(wanted.lead) in source
        return
    assert (read.stem, read.lead, read.hint) == (wanted.stem, wanted.lead, wanted.hint)
    assert read.explanation == wanted.explanation


@pytest.mark.parametrize(
    "source",
    [
        "",
        "Answer: x",
        "# A passage\n\nText.",
        "## Two?\n\nAnswer: x\n\n## Three?\n\nAnswer: y",
        "## No answer part?",
        "## Two answer parts?\n\nAnswer: x\n\n- [x] a\n- [ ] b",
        "## A key twice? {skill=a skill=b}\n\nAnswer: x",
        "## Something behind?\n\nAnswer: x\n\nLost words.",
        "## Nearly a label?\n\nAnswer: x\n\nHimt: y",
        "## A list in a choice?\n\n- [x] a\n  - b\n- [ ] c",
        "## A row too wide?\n\n| a | b |\n| - | - |\n| a | b | c |",
        "## Nothing quoted?\n\nAnswer: x\n\n>",
    ],
)
def test_a_question_that_no_field_can_hold_is_shown_as_its_source(source: str) -> None:
    sheet = sheet_of(source)

    assert sheet.shape == "source"
    assert source_of(sheet) == source


@pytest.mark.parametrize(
    ("source", "shape", "rows"),
    [
        ("- [ ] a\n- [ ] a\n- [ ]", "choices", (Choice("a"), Choice("a"), Choice(""))),
        ("- [x] a\n- [150%] b", "choices", (Choice("a", "x"), Choice("b", "150%"))),
        ("Answer:", "answers", (Answer(""),)),
        ("1.", "order", (Step(""),)),
        ("Rubric:\n\n- none", "rubric", (Level("", "none"),)),
        ("Rubric:", "rubric", ()),
        ("Select: some", "select", ()),
        ("A [[]] gap", "gaps", ()),
    ],
)
def test_a_question_at_fault_is_still_a_form(
    source: str, shape: str, rows: tuple[Any, ...]
) -> None:
    """The findings say what is wrong with it; the form is where it is mended."""
    sheet = sheet_of(f"## Why? {{#why}}\n\n{source}")
    bare = tuple(replace(r, id="") if isinstance(r, Choice | Step) else r for r in sheet.rows)

    assert (sheet.shape, bare) == (shape, rows)


@pytest.mark.parametrize("type_name", [t.name for t in all_types()])
def test_an_empty_question_keeps_its_shape_when_it_is_saved(type_name: str) -> None:
    sheet = blank(type_name, "new", "en")
    read = sheet_of(source_of(sheet), "en", "new")

    assert read.id == "new"
    assert read.shape == sheet.shape
    assert len(read.rows) == len(sheet.rows)


def test_true_and_false_come_in_the_language() -> None:
    german = [row.text for row in choices(blank("true-false", "q", "de-AT"))]

    assert german == ["Richtig", "Falsch", "Nicht im Text"]
    assert choices(blank("true-false", "q", "xx"))[0].text == "True"


def test_another_shape_takes_the_place_of_the_old_answer_part() -> None:
    changed = replace(sheet_of(BY_HAND), shape="answers", rows=(Answer("York"),))
    after = source_of(changed)

    assert "Answer: York" in after
    assert "Hull" not in after
    assert sheet_of(after).evidence == ("It landed at York.", "Nobody saw it.")
