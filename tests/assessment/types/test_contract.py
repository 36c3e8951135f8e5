"""The promise of every item type, kept by the specimens that each brings along."""

from __future__ import annotations

import json
from functools import cache

import pytest

from quiz.assessment import scoring
from quiz.assessment.check import check
from quiz.assessment.formats import markdown
from quiz.assessment.model import Invalid, Item, Response
from quiz.assessment.scoring import Answer
from quiz.assessment.types import all_types, of
from quiz.assessment.types.base import Example, ItemType, Specimen

TYPES = all_types()
EXAMPLES = [(t, e) for t in TYPES for e in t.examples()]
SPECIMENS = [(t, e, s) for t, e in EXAMPLES for s in e.specimens]
NAMES = [t.name for t in TYPES]
EXAMPLE_NAMES = [f"{t.name}: {e.title}" for t, e in EXAMPLES]
SPECIMEN_NAMES = [f"{t.name}: {e.title}: {s.kind} {dict(s.raw)!s:.60}" for t, e, s in SPECIMENS]


@cache
def item_of_source(source: str) -> Item:
    reading = markdown.read(source, "example")
    assert reading.set is not None
    return reading.set.items[0]


def item_of(example: Example) -> Item:
    return item_of_source(example.source)


def test_every_shape_of_the_format_has_its_type() -> None:
    assert set(NAMES) >= {
        "choice",
        "extended-text",
        "gaps",
        "hot-text",
        "match",
        "multiple-response",
        "numeric-entry",
        "order",
        "text-entry",
        "true-false",
        "weighted-choice",
    }


@pytest.mark.parametrize("own", TYPES, ids=NAMES)
def test_a_type_brings_every_kind_of_specimen(own: ItemType[object]) -> None:
    kinds = {s.kind for e in own.examples() for s in e.specimens}

    needed = (
        {"right", "blank", "forged"} if own.by_person else {"right", "wrong", "blank", "forged"}
    )
    assert needed <= kinds


@pytest.mark.parametrize(("own", "example"), EXAMPLES, ids=EXAMPLE_NAMES)
def test_an_example_is_clean_and_of_its_own_type(own: ItemType[object], example: Example) -> None:
    reading = markdown.read(example.source, "example")

    assert check(reading) == ()
    assert item_of(example).type == own.name


@pytest.mark.parametrize(("own", "example"), EXAMPLES, ids=EXAMPLE_NAMES)
def test_an_answer_part_is_written_and_read_back_the_same(
    own: ItemType[object], example: Example
) -> None:
    item = item_of(example)
    again = markdown.read(markdown.write_item(item)).set

    assert again is not None
    assert again.items[0].body == item.body
    assert own.write(again.items[0].body) == own.write(item.body)


@pytest.mark.parametrize(("own", "example", "specimen"), SPECIMENS, ids=SPECIMEN_NAMES)
def test_a_specimen_gets_its_score(
    own: ItemType[object], example: Example, specimen: Specimen
) -> None:
    item = item_of(example)
    response = own.read(item, specimen.raw)
    score = scoring.score_item(item, Answer(specimen.raw))

    assert isinstance(response, Invalid) == (specimen.kind == "forged")
    if isinstance(response, Response):
        assert response.blank == (specimen.kind == "blank")
        assert score.fraction == pytest.approx(specimen.fraction)
        assert score.pending == own.by_person


@pytest.mark.parametrize(("own", "example"), EXAMPLES, ids=EXAMPLE_NAMES)
def test_the_model_answer_scores_full_marks(own: ItemType[object], example: Example) -> None:
    item = item_of(example)

    assert own.by_person or scoring.score_item(item, Answer(own.model(item))).fraction == 1


@pytest.mark.parametrize(("own", "example"), EXAMPLES, ids=EXAMPLE_NAMES)
def test_an_answer_survives_being_stored_as_json(own: ItemType[object], example: Example) -> None:
    answer = Answer(own.model(item_of(example)), ("a-sentence",), flag=True)

    assert scoring.answer_of(json.loads(json.dumps(scoring.to_json(answer)))) == answer


@pytest.mark.parametrize(("own", "example"), EXAMPLES, ids=EXAMPLE_NAMES)
@pytest.mark.parametrize("seed", ["", "1", "another"])
def test_an_interaction_is_the_same_for_the_same_seed(
    own: ItemType[object], example: Example, seed: str
) -> None:
    item = item_of(example)

    assert own.interaction(item, seed) == own.interaction(item, seed)


@pytest.mark.parametrize(("own", "example"), EXAMPLES, ids=EXAMPLE_NAMES)
def test_a_tally_counts_every_response(own: ItemType[object], example: Example) -> None:
    item = item_of(example)
    read = [own.read(item, s.raw) for s in example.specimens]
    responses = [r for r in read if isinstance(r, Response)]
    rows = own.tally(item, responses)

    assert any(row.count for row in rows)
    assert all(row.label for row in rows)
    assert own.by_person or any(row.is_key for row in rows)


@pytest.mark.parametrize(("own", "example"), EXAMPLES, ids=EXAMPLE_NAMES)
def test_the_solution_names_parts_that_the_model_answer_fills(
    own: ItemType[object], example: Example
) -> None:
    item = item_of(example)

    assert set(own.solution(item).accepted) <= set(own.model(item))


def test_types_are_found_by_the_name_of_an_item() -> None:
    assert of("order").name == "order"
    with pytest.raises(KeyError):
        of("crossword")


def test_a_shape_that_no_type_wants_is_left_to_the_stem() -> None:
    source = "## Which? {#which evidence=none}\n\n- tea\n- milk\n\n1) one\n\n- [x] A\n- [ ] B\n"
    found = markdown.read(source).set

    assert found is not None
    assert found.items[0].lead == "- tea\n- milk\n\n1) one"
