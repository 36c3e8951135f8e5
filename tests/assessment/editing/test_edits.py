"""An edit of one part leaves every other line as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.editing import edits
from quiz.assessment.editing.headings import given_id
from quiz.assessment.editing.outline import Part, find, outline
from quiz.assessment.formats import markdown
from tests.assessment.editing.test_outline import HARBOUR, SOURCES
from tests.assessment.formats.test_round_trip import documents

ANY = st.sampled_from(SOURCES) | documents()
TYPED = st.lists(
    st.sampled_from(
        ["Fog.", "# A", "## B {#why}", "```", "~~~~", "---", "", "> q", "Answer: x", "- [x] y"]
    ),
    max_size=6,
).map("\n".join)


def assert_untouched(before: str, after: str, touched: Part | None = None) -> None:
    """All other parts are there with their lines; only an id of theirs may have been written."""
    now = {(p.kind, p.id): p.source for p in outline(after)}
    for part in outline(before):
        if part == touched:
            continue
        heading, *rest = part.source.split("\n")
        kept, *lines = now[part.kind, part.id].split("\n")
        assert lines == rest
        if kept != heading:
            assert not given_id(heading)
            assert given_id(kept) == part.id


def items(text: str) -> list[Part]:
    return [part for part in outline(text) if part.kind == "item"]


@given(ANY, TYPED, st.data())
def test_another_source_of_a_part_leaves_the_others(
    text: str, typed: str, data: st.DataObject
) -> None:
    """Whatever is typed: headings, fences, nothing at all."""
    parts = [p for p in outline(text) if p.kind != "frame"]
    part = data.draw(st.sampled_from(parts))
    written = {line for line in typed.split("\n") if line == "## B {#why}"}
    if not (written and find(text, "why")):
        assert_untouched(text, edits.replace(text, part, typed), part)


@given(ANY, st.data())
def test_the_same_source_changes_nothing(text: str, data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(outline(text)))

    assert edits.replace(text, part, part.source) == markdown.canonical(text)


@given(ANY, TYPED, st.data())
def test_another_text_of_a_passage_leaves_the_others(
    text: str, typed: str, data: st.DataObject
) -> None:
    """Its headings become subheadings, a fence left open is closed."""
    passages = [p for p in outline(text) if p.kind == "passage"]
    if not passages:
        return
    part = data.draw(st.sampled_from(passages))
    after = edits.set_passage(text, part.id, typed, data.draw(st.none() | st.just("New } title #")))

    assert_untouched(text, after, part)
    assert len(outline(after)) == len(outline(text))


@given(ANY, st.data())
def test_moving_adding_and_taking_out_leave_all_lines(text: str, data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(items(text)))
    others = [p.id for p in items(text) if p != part]
    before = data.draw(st.none() | st.sampled_from(others)) if others else None

    assert_untouched(text, edits.move(text, part.id, before))
    assert_untouched(text, edits.shift(text, part.id, data.draw(st.sampled_from([-1, 1]))))
    assert_untouched(text, edits.remove(text, part.id), part)
    assert_untouched(text, edits.duplicate(text, part.id))
    assert_untouched(text, edits.insert_after(text, part, "## Why?\n\nAnswer: x"))


@pytest.mark.parametrize("text", [s for s in SOURCES if len(items(s)) > 2])
def test_a_question_moved_there_and_back_leaves_the_text_as_it_was(text: str) -> None:
    first, second, *_, last = (p.id for p in items(text))
    away = edits.move(text, first, last)

    assert away != text
    assert edits.move(away, first, second) == text


EDITS: dict[str, Callable[[str], str]] = {
    "remove": lambda text: edits.remove(text, "nobody"),
    "move": lambda text: edits.move(text, "nobody", None),
    "before": lambda text: edits.move(text, "why", "nobody"),
    "behind": lambda text: edits.move_behind(text, "why", "nobody"),
    "duplicate": lambda text: edits.duplicate(text, "nobody"),
    "passage": lambda text: edits.set_passage(text, "why", ""),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_id_that_is_not_there_is_said_so(edit: Callable[[str], str]) -> None:
    with pytest.raises(KeyError):
        edit(HARBOUR)


def test_an_id_that_hung_on_another_heading_is_written() -> None:
    """Without its first namesake, `why-2` would be called `why`, and its answers be another's."""
    after = edits.remove(HARBOUR, "why")

    assert [(p.id, p.heading) for p in items(after)] == [("why-2", "Why?")]
    assert "## Why? {#why-2}\n\nAnswer: ice" in after


def test_a_copy_stands_behind_its_original_with_an_id_of_its_own() -> None:
    after = edits.duplicate(HARBOUR, "why")

    assert [p.id for p in items(after)] == ["why", "why-3", "why-2"]
    assert [p.body for p in items(after)] == ["Answer: fog", "Answer: fog", "Answer: ice"]


def test_a_question_moves_over_a_passage_but_never_above_the_first() -> None:
    down = edits.shift(HARBOUR, "why-2", 1)

    assert [p.id for p in outline(down)] == ["", "the-harbour", "why", "the-bank", "why-2"]
    assert edits.shift(HARBOUR, "why", -1) == HARBOUR
    assert [p.id for p in items(edits.shift(HARBOUR, "why-2", -1))] == ["why-2", "why"]


def test_a_question_moves_behind_another_and_stays_with_its_passage() -> None:
    """The last place below a passage is none before the next question."""
    two = HARBOUR + "\n## Who saw it? {#who}\n\nAnswer: nobody\n"
    moved = edits.move_behind(two, "who", "why-2")

    assert [p.id for p in outline(moved)] == ["", "the-harbour", "why", "why-2", "who", "the-bank"]
    assert edits.move_behind(moved, "who", "who") == moved
    assert [p.id for p in items(edits.move_behind(two, "why", "why-2"))] == ["why-2", "why", "who"]


def test_the_first_question_is_added_below_its_passage() -> None:
    text = "# The harbour\n\nFog.\n"

    assert edits.insert_after(text, None, "## Why?") == "# The harbour\n\nFog.\n\n## Why?\n"


def test_a_source_that_lost_its_heading_gets_one_to_be_filled() -> None:
    """So that it does not run into the question above it; the finding E123 says what is missing."""
    part = find(HARBOUR, "why-2")
    assert part is not None
    after = edits.replace(HARBOUR, part, "Answer: snow")

    assert "## {#why-2}\n\nAnswer: snow\n\n# The bank" in after


FRAME = """---
id: harbour  # never change it
# what they read
level:   # none yet
names:
  - Petro | Pedro  # the pilot
  # she speaks for the fishermen
  - Ines | Inez
title: "The: harbour"
source: >
  A folded
  text
---

# The harbour
"""


@pytest.mark.parametrize(
    ("key", "value", "gone", "come"),
    [
        ("id", "port", "id: harbour  # never change it", "id: port  # never change it"),
        ("level", "B1", "level:   # none yet", "level: B1   # none yet"),
        ("title", "A: b", 'title: "The: harbour"', 'title: "A: b"'),
        ("source", "x", "source: >\n  A folded\n  text", "source: x"),
        ("source", "", "source: >\n  A folded\n  text\n", ""),
        ("names", ["Petro | Pedro"], "  - Ines | Inez\n", ""),
        ("names", ["Petro|Pedro", "Ines | Inez", "Nemo"], "title", "  - Nemo\ntitle"),
        ("cite", "yes", "  text\n---", "  text\ncite: yes\n---"),
        ("title", "two\nlines\x07", 'title: "The: harbour"', "title: two lines"),
    ],
)
def test_one_key_of_the_frame_changes_and_no_comment_goes(
    key: str, value: str | list[str], gone: str, come: str
) -> None:
    assert edits.set_frame(FRAME, key, value) == FRAME.replace(gone, come, 1)


def test_a_list_of_names_is_written_anew_where_it_stood_on_one_line() -> None:
    text = "---\nnames: [A B | C, D E]\ntitle: x\n---\n"

    assert "names:\n  - D E\n  - F\ntitle: x" in edits.set_frame(text, "names", ["D E", "F"])


def test_a_document_without_a_frame_gets_one() -> None:
    assert edits.set_frame("# T\n", "title", "x") == "---\ntitle: x\n---\n\n# T\n"
    assert edits.set_frame("# T\n", "title", "") == "# T\n"


def test_a_frame_in_braces_is_written_in_lines() -> None:
    text = "---\n{id: a, title: b}\n---\n"

    assert edits.set_frame(text, "title", "c") == "---\nid: a\ntitle: c\nlanguage: en\n---\n"


def test_a_frame_that_is_no_yaml_is_changed_in_its_line() -> None:
    text = "---\ntitle: a: b\nlevel: B1\n---\n"

    assert edits.set_frame(text, "title", "c") == "---\ntitle: c\nlevel: B1\n---\n"


@given(
    ANY,
    st.sampled_from(["title", "source", "level"]),
    st.text(st.characters(codec="utf-8"), max_size=30),
)
def test_what_is_set_in_the_frame_is_read(text: str, key: str, value: str) -> None:
    after = edits.set_frame(text, key, value)
    found = markdown.read(after, "set")

    if key == "title" and found.set and (words := " ".join(value.split())) and words.isprintable():
        assert found.set.title == words
    assert_untouched(text, after, outline(text)[0])
