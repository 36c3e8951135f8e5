"""One click mends what a finding says, and leaves every other line as it is."""

from __future__ import annotations

import difflib

import pytest

from quiz.assessment.document import Finding
from quiz.assessment.editing import mends
from tests.assessment.check.pages import CAPTAIN, FERRY, document, found

CROSSED = "The fjord is crossed by a ferry. {#crossed}\n\n- [x] True\n- [ ] False\n\n"
AT_HOME = "## Where will guests sleep? {#sleep}\n\nAnswer: at home\n\n> guests will drive home"
HEARD = f"## Who heard? {{#heard}}\n\nAnswer: Solberg\n\n{CAPTAIN}"
TWO = document(HEARD, AT_HOME)

FAULTS = {
    "W205": (
        document(f"## Who did not hear? {{#q}}\n\nAnswer: Solberg\n\n{CAPTAIN}"),
        {"-## Who did not hear? {#q}", "+## Who did **not** hear? {#q}"},
    ),
    "W210": (
        document("## Who heard of it? {#q}\n\nAnswer: Solberg"),
        {"-## Who heard of it? {#q}", "+## Who heard of it? {#q evidence=none}"},
    ),
    "W213": (
        document(f"## What did Sollberg hear? {{#q}}\n\nAnswer: a plan\n\n{CAPTAIN}"),
        {"-## What did Sollberg hear? {#q}", "+## What did Solberg hear? {#q}"},
    ),
    "E112": (
        document(HEARD.replace("of the plan on", "about the plan on")),
        {f"-{CAPTAIN.replace('of the plan', 'about the plan')}", f"+{CAPTAIN}"},
    ),
    "W301": (
        document(HEARD, passage=FERRY.replace("Solberg has", "Solberg again has Solberganswered")),
        {
            "-In March the council will vote. Solberg again has Solberganswered invited all its members to cross with her before",
            "+In March the council will vote. Solberg again has Solberg answered invited all its members to cross with her before",
        },
    ),
    "W302": (
        document(HEARD, passage=FERRY + "\nSource link\n"),
        {"-Source link", "-"},
    ),
    "W303": (
        document(HEARD, passage=FERRY.replace("have accepted.", "have accepted")),
        {
            "-they do, preferably in a gale, and eleven of them have accepted",
            "+they do, preferably in a gale, and eleven of them have accepted.",
        },
    ),
}


def of_code(source: str, code: str) -> Finding:
    return next(f for f in found(source) if f.code == code)


@pytest.mark.parametrize("code", FAULTS)
def test_the_first_mend_changes_its_lines_and_the_finding_is_gone(code: str) -> None:
    """Compared line by line."""
    source, lines = FAULTS[code]
    finding = of_code(source, code)
    after = mends.mended(source, finding, mends.of(finding)[0].kind)
    changed = difflib.unified_diff(source.split("\n"), after.split("\n"), lineterm="", n=0)

    assert {line for line in changed if not line.startswith(("---", "+++", "@@"))} == lines
    assert code not in {f.code for f in found(after)}


def test_a_question_out_of_order_is_moved_to_its_place() -> None:
    """Its lines are the same lines, elsewhere."""
    source = document(AT_HOME, HEARD)
    finding = of_code(source, "W211")

    assert mends.mended(source, finding, "move") == TWO


def test_glued_words_are_parted_in_the_evidence_too() -> None:
    """Else the mend of the passage would be the end of the binding."""
    passage = FERRY.replace("Ingrid Solberg heard", "Ingrid Solbergheard")
    source = document(HEARD.replace("Solberg heard", "Solbergheard"), passage=passage)
    after = mends.mended(source, of_code(source, "W301"), "write")

    assert "> Captain Ingrid Solberg heard of the plan" in after
    assert not [f for f in found(after) if f.is_error]


def test_another_spelling_joins_the_line_of_its_name() -> None:
    """Or begins one."""
    asks = f"## What did Sollberg hear? {{#q}}\n\nAnswer: a plan\n\n{CAPTAIN}"
    for frame, names in (
        ("", "  - Solberg | Sollberg\n"),
        ("names:\n  - Solberg | Solbergh\n", "  - Solberg | Solbergh | Sollberg\n"),
    ):
        source = document(asks, frame=frame)
        after = mends.mended(source, of_code(source, "W213"), "name")

        assert names in after
        assert "W213" not in {f.code for f in found(after)}


def test_what_is_meant_is_said_in_the_heading() -> None:
    """Beside what was said before."""
    source = document(f"## Who did not hear? {{#q ok=W301}}\n\nAnswer: Solberg\n\n{CAPTAIN}")
    after = mends.mended(source, of_code(source, "W205"), "meant")

    assert "{#q ok=W301,W205}" in after
    assert "W205" not in {f.code for f in found(after)}


def test_a_text_that_was_changed_meanwhile_is_left() -> None:
    """The words are not where they were; the question is gone; a kind that is none of its own."""
    source, _ = FAULTS["W213"]
    finding = of_code(source, "W213")

    assert mends.mended(TWO, finding, "write") == TWO
    assert mends.mended(TWO, finding, "meant") == TWO
    assert mends.mended(source, finding, "drop") == source


def test_a_paragraph_that_holds_more_than_the_page_left_is_not_dropped() -> None:
    """Somebody has gone on writing there."""
    source = document(HEARD, passage=FERRY + "\nSource link\n")
    finding = of_code(source, "W302")
    within = source.replace("Source link", "Source link: see how the ferry crosses")

    assert mends.mended(within, finding, "drop") == within
