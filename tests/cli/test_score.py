"""``quiz score``: the shapes of responses, points, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from quiz.cli import main

SET = """# Fog

The ferry was late. Fog lay on the river. Nobody complained. The pilot saw no bank.

## Where? {#where evidence=none}

- [ ] Hull
- [x] York

## Which? {#which evidence=none}

- [x] One
- [ ] Two
- [x] Three

## True? {#true evidence=none}

- [x] True
- [ ] False

## How long? {#long evidence=none}

Answer: 6 ± 0.5

## Cities? {#cities evidence=none}

Answer: Sloviansk | Slavyansk
Answer: Kramatorsk

## Fill. {#fill evidence=none}

The [[ferry]] was [[late | ~early]].

## Match. {#sides evidence=none}

| Who | Side |
| --- | --- |
| answer | Hull |
| pilot | York |
|  | Leeds |

## Order. {#order evidence=none}

1. Istanbul
2. Abu Dhabi
3. Geneva

## Select. {#why}

Select: up to 2

> Fog lay on the river.

> The pilot saw no bank.

## Cite. {#cite cite=yes}

- [x] Fog
- [ ] Ice

> Fog lay on the river.

## Write. {#write evidence=none}

Rubric:

- 4: well
- 0: not
"""


def score(tmp_path: Path, responses: Any, *options: str) -> Result:
    (tmp_path / "set.md").write_text(SET, encoding="utf-8")
    (tmp_path / "r.json").write_text(json.dumps(responses), encoding="utf-8")
    arguments = ["score", str(tmp_path / "set.md"), str(tmp_path / "r.json"), *options]
    return CliRunner().invoke(main, arguments)


def one(tmp_path: Path, responses: Any) -> dict[str, Any]:
    result = score(tmp_path, responses, "--format", "json")
    assert result.exit_code == 0, result.output
    (found,) = json.loads(result.stdout)
    return dict(found)


RIGHT = {
    "where": "York",
    "which": ["One", "Three"],
    "true": True,
    "long": "six",
    "cities": ["kramatorsk", "Slaviansk"],
    "fill": ["ferry", "late"],
    "sides": {"answer": "Hull", "pilot": "York"},
    "order": ["Istanbul", "Abu Dhabi", "Geneva"],
    "why": ["Fog lay on the river.", "the pilot saw no bank"],
    "cite": {"answer": "Fog", "cited": ["Fog lay on the river."]},
    "write": "A grey day.",
}


def test_every_shape_can_be_answered_right(tmp_path: Path) -> None:
    found = one(tmp_path, RIGHT)

    assert [name for name, s in found["items"].items() if s["fraction"] not in {1, None}] == []
    assert (found["points"], found["max"], found["pending_max"]) == (13, 13, 4)
    assert found["items"]["write"] == {
        "points": None,
        "max": 4,
        "fraction": None,
        "rung": None,
        "cited_fraction": None,
        "pending": True,
    }
    assert found["items"]["cities"]["rung"] == "name"
    assert found["items"]["cite"]["cited_fraction"] == 1


@pytest.mark.parametrize(
    ("item", "response", "fraction"),
    [
        ("where", "york", 1),
        ("where", ["Hull"], 0),
        ("where", None, 0),
        ("which", ["one"], 0.5),
        ("which", ["One", "Two", "Three"], 0),
        ("which", "Three", 0.5),
        ("true", "False", 0),
        ("long", 6.5, 1),
        ("long", 7, 0),
        ("cities", ["Kramatorsk", "Kramatorsk"], 0.5),
        ("cities", "Sloviansk", 0.5),
        ("fill", ["ship", "late"], 0.5),
        ("sides", {"pilot": "York"}, 0.5),
        ("sides", {"answer": "Leeds", "pilot": "Leeds"}, 0),
        ("order", ["Abu Dhabi", "Istanbul", "Geneva"], 2 / 3),
        ("order", ["Geneva", "Abu Dhabi", "Istanbul"], 0),
        ("why", ["Fog lay on the river."], 2 / 3),
        ("why", [], 0),
        ("cite", "Fog", 1),
        ("cite", {"answer": "Ice", "cited": []}, 0),
        ("sides", {"answer": {"answer": "Hull", "pilot": "York"}}, 1),
        ("order", {"answer": ["Istanbul", "Abu Dhabi", "Geneva"]}, 1),
    ],
)
def test_a_response_scores_what_it_should(
    tmp_path: Path, item: str, response: Any, fraction: float
) -> None:
    assert one(tmp_path, {item: response})["items"][item]["fraction"] == pytest.approx(fraction)


@pytest.mark.parametrize(
    ("responses", "named"),
    [
        ({"wher": "York"}, "wher"),
        ({"where": "Paris"}, "where: “Paris”"),
        ({"where": ["Hull", "York"]}, "where"),
        ({"where": {"a": 1}}, "where"),
        ({"sides": ["Hull"]}, "sides"),
        ({"sides": {"pilot": ["York"]}}, "York"),
        ({"order": [["Istanbul"], "Abu Dhabi", "Geneva"]}, "order"),
        ({"which": [None]}, "which"),
        ({"sides": {"captain": "Hull"}}, "captain"),
        ({"order": ["Geneva"]}, "order"),
        ({"order": ["Geneva", "Geneva", "Istanbul"]}, "order"),
        ({"why": ["No such words"]}, "why"),
        ({"why": "Fog lay on the river."}, "why"),
        ({"why": ["the ferry was late", "Nobody complained", "Fog lay"]}, "why"),
        ({"where": {"answer": "York", "cited": ["Fog lay on the river."]}}, "where"),
        ({"cities": ["a", "b", "c"]}, "cities"),
        ({"write": 7}, "write"),
        ("York", "object"),
        ([{"where": "York"}, {"nope": 1}], "response 2: nope"),
    ],
)
def test_what_cannot_be_scored_is_named(tmp_path: Path, responses: Any, named: str) -> None:
    result = score(tmp_path, responses)

    assert result.exit_code == 2
    assert named in result.stderr


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    result = score(tmp_path, {"where": "Paris", "nope": 1, "order": []})

    assert all(name in result.stderr for name in ("where", "nope", "order"))


def test_a_byte_order_mark_before_the_responses_is_nothing(tmp_path: Path) -> None:
    score(tmp_path, {})
    (tmp_path / "r.json").write_text("\ufeff{}", encoding="utf-8")
    result = CliRunner().invoke(main, ["score", str(tmp_path / "set.md"), str(tmp_path / "r.json")])

    assert result.exit_code == 0


def test_several_people_are_scored_in_their_order(tmp_path: Path) -> None:
    result = score(tmp_path, [{"where": "York"}, {}, RIGHT], "--format", "json")

    assert [s["points"] for s in json.loads(result.stdout)] == [1, 0, 13]


def test_the_text_form_reads_well(tmp_path: Path) -> None:
    text = score(tmp_path, RIGHT).stdout

    assert "response 1: 13 of 13, 4 pending" in text
    assert "matched as name" in text
    assert "right and supported" in text


def test_a_key_twice_or_no_json_is_refused(tmp_path: Path) -> None:
    score(tmp_path, {})
    for text in ('{"where": "York", "where": "Hull"}', "{", "[" * 100_000):
        (tmp_path / "r.json").write_text(text, encoding="utf-8")
        result = CliRunner().invoke(
            main, ["score", str(tmp_path / "set.md"), str(tmp_path / "r.json")]
        )

        assert result.exit_code == 2
        assert "r.json is no JSON" in result.stderr


def test_a_set_with_errors_is_not_scored(tmp_path: Path) -> None:
    (tmp_path / "set.md").write_text("## Why?\n", encoding="utf-8")
    (tmp_path / "r.json").write_text("{}", encoding="utf-8")
    result = CliRunner().invoke(main, ["score", str(tmp_path / "set.md"), str(tmp_path / "r.json")])

    assert result.exit_code == 1
    assert "E106" in result.stderr
