"""Typed answers that earned nothing, in groups."""

from __future__ import annotations

from collections.abc import Sequence

from quiz.assessment import unmatched
from quiz.assessment.formats import markdown
from quiz.assessment.model import Invalid, Item, Rung
from quiz.assessment.scoring import Answer, read_answer
from quiz.assessment.unmatched import Group
from tests.conftest import HARBOUR


def grouped(text: str, item: str, typed: Sequence[dict[str, str]]) -> list[Group[int]]:
    found = markdown.read(text).set
    assert found is not None
    asked = found.item(item)
    assert asked is not None
    return unmatched.groups(asked, [(n, _read(asked, raw)) for n, raw in enumerate(typed)])


def _read(item: Item, raw: dict[str, str]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    response = read_answer(item, Answer({part: (text,) for part, text in raw.items()}))
    assert not isinstance(response, Invalid)
    return response


def test_alike_texts_are_one_group_the_most_frequent_first() -> None:
    found = grouped(
        HARBOUR,
        "steers",
        [
            {"1": t}
            for t in ("The pilot", "the  Pilot!", "the pilot", "Nobody", "Petro Lysenko", "")
        ],
    )

    assert [(g.form, g.count, g.whose) for g in found] == [
        ("pilot", 3, (0, 1, 2)),
        ("nobody", 1, (3,)),
    ]
    assert found[0].text in {"The pilot", "the Pilot!", "the pilot"}
    assert found[0].near is None, "it is like no accepted form"


def test_the_rung_that_was_just_missed_is_named() -> None:
    steers = [{"1": "Petro Lisenko"}, {"1": "Petro Lysenka"}]
    exact = HARBOUR.replace("{#steers ", "{#steers match=exact ")
    missed = {g.text: g.near for g in grouped(exact, "steers", [*steers, {"1": "petro lysenko"}])}

    assert {text: near and near.rung for text, near in missed.items()} == {
        "Petro Lisenko": Rung.NAME,
        "Petro Lysenka": Rung.TYPO,
        "petro lysenko": Rung.FOLDED,
    }
    [near] = [g.near for g in grouped(HARBOUR, "steers", [{"1": "Petro Lisonka"}])]
    assert near is not None
    assert (near.form, near.rung) == ("Petro Lysenko", None)


def test_where_every_letter_counts_a_group_is_one_spelling() -> None:
    exact = HARBOUR.replace("{#steers ", "{#steers match=exact ")
    found = grouped(exact, "steers", [{"1": "The pilot"}, {"1": "the pilot"}])

    assert [g.form for g in found] == ["The pilot", "the pilot"]


def test_gaps_are_told_apart_and_chosen_ones_left_out() -> None:
    found = grouped(HARBOUR, "complete", [{"1": "three", "2": "school"}, {"1": "3", "2": ""}])

    assert [(g.part, g.count) for g in found] == [("1", 2)]


def test_lines_in_any_order_are_one_part_and_the_nearest_names_its_line() -> None:
    towns = "---\nid: t\n---\n\n## Towns? {#towns evidence=none}\n\nAnswer: Kaniv\nAnswer: Dnipro\n"
    found = grouped(
        towns, "towns", [{"1": "Dnipr-on-Sea", "2": "Kaniv"}, {"1": "Kaniv", "2": "Kaniv"}]
    )

    assert [(g.part, g.text, g.near and g.near.line) for g in found] == [
        ("", "Dnipr-on-Sea", "2")
    ], "what was right and typed twice is nothing to accept"


def test_groups_that_were_refused_are_put_away() -> None:
    found = grouped(HARBOUR, "steers", [{"1": "Nobody"}, {"1": "Somebody"}])
    listed, away = unmatched.unlisted(found, {("steers", "", "nobody"): None})

    assert [g.text for g in listed] == ["Somebody"]
    assert [g.text for g in away] == ["Nobody"]
