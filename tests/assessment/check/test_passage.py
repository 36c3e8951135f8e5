"""A passage that somebody pasted from a page: glued words, what was left over, missing marks."""

from __future__ import annotations

import pytest

from tests.assessment.check.pages import FERRY, codes, document, found

PASTED = """# The last ferry

Captain Ingrid SolbergMaster of the ferry, heard of the plan on the radio. She told Tor
Nybergabout it at once, and Nyberglaughed. The bridge, she told SolbergNyberg's guests, would
be no good.

Hopes and fears

The council met with Astrid Lindqvistformer mayor of the island, who had opposed a tunnel.A vote
was put off. In the fjord nobody remembers a bridge; the islanders knowthat a former plan failed

Source link

Leave a Reply

Your email address will not be published. Required fields are marked *
"""

GLUED = {
    "SolbergMaster": "Solberg, Master",
    "Nybergabout": "Nyberg about",
    "Nyberglaughed": "Nyberg laughed",
    "SolbergNyberg's": "Solberg, Nyberg's",
    "Lindqvistformer": "Lindqvist, former",
    "tunnel.A": "tunnel. A",
    "knowthat": "know that",
}


def _paragraph(text: str) -> str:
    return document(passage=f"{FERRY}\n{text}\n")


def test_all_faults_of_a_pasted_text_are_found_with_their_places() -> None:
    passage = PASTED + "\nSolberg waited. Tor Nyberg waved. They know the island.\n"
    source = document(passage=passage)
    lines = source.split("\n")
    findings = found(source)
    glued = {f.words: f.hint for f in findings if f.code == "W301"}
    assert {w: h.split("“")[1].split("”")[0] for w, h in glued.items()} == GLUED
    for finding in findings:
        at = lines[finding.place.line - 1][finding.place.column - 1 :]
        assert at.startswith(finding.words.split("\n")[0])
    left = [f.words for f in findings if f.code == "W302"]
    assert left == ["Source link", "Leave a Reply", PASTED.strip().split("\n")[-1]]
    unended = [f.words for f in findings if f.code == "W303"]
    assert unended == ["Hopes and fears", "former plan failed"]


def test_the_passage_itself_is_clean() -> None:
    assert codes(document()) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ronald McDonald and Kevin MacAllister bought an iPhone from YouTube and LinkedIn.",
        "The Norwegian word is older than Norway. The Iraqis left Iraq; Israelis love Israel.",
        "Jacksonville was named for Jackson, and Frenchmen like the French.",
        "A firm called HavnStrom built it. HavnStrom is proud of it.",
        "He has a PhD, uses 5 kWh a day, knows NATO and owns a BMWs and two CDs.",
        "See https://ferry.example/TimeTable.Html or write to Tor.Nyberg@ferry.example today.",
        "In the U.S.A. they use Node.js. She paid 3.50, i.e. little, at 10.Uhr or so.",
        "Everyone within the island had something; nobody was without a ferry nearby.",
        "DiCaprio, LeBron and DeVito met O'Neill, von Trapp and the Fitzgeralds.",
    ],
)
def test_spellings_that_are_meant_are_left_alone(text: str) -> None:
    assert codes(_paragraph(text)) == []


def test_a_capital_within_a_word_can_be_listed_as_a_name() -> None:
    text = "A firm called HavnStrom built it."
    assert codes(_paragraph(text)) == ["W301"]
    source = document(passage=f"{FERRY}\n{text}\n", frame="names:\n  - HavnStrom\n")
    assert codes(source) == []


def test_german_words_of_both_genders_are_no_glue() -> None:
    passage = "# Schule\n\nDie SchülerInnen und die LehrerInnen trafen sich mit einer Schülerin.\n"
    assert codes(document(passage=passage, frame="language: de\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Read more: the bridge that never was",
        "Share this on Facebook",
        "12 Comments",
        "This website uses cookies to give you the best experience.",
        "© 2025 Fjord Times. All rights reserved.",
        "Lesen Sie auch: Die letzte Fähre",
        "Laisser un commentaire",
        "Suscríbete a nuestra newsletter.",
        "https://ferry.example/last",
    ],
)
def test_what_a_page_leaves_behind(text: str) -> None:
    assert codes(_paragraph(text)) == ["W302"]


@pytest.mark.parametrize(
    "text",
    [
        "She likes to share this story, and to read more about it, over coffee.",
        "The advertisement said that the ferry would stop.",
        "Comments on the plan came from the whole island.",
    ],
)
def test_sentences_that_use_the_same_words_are_text(text: str) -> None:
    assert codes(_paragraph(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "He said: “It is over.”",
        "Is it over?",
        "It may be over … (some say.)",
        "These came:\n\n- Ingrid\n- Tor",
        "### What came next\n\nIt was over.",
        "It is over.[1]",
        "| Day | Ferry |\n| --- | --- |\n| Friday | none |",
        "It is *over.*",
    ],
)
def test_paragraphs_that_end_well(text: str) -> None:
    assert codes(_paragraph(text)) == []


def test_the_short_lines_of_a_letter_need_no_mark() -> None:
    letter = (
        "# A letter\n\nDear Captain Solberg,\n\nThank you for the trip.\n\nYours,\n\nTor Nyberg\n"
    )
    assert codes(document(passage=letter)) == []
    assert codes(document(passage=letter.replace("trip.", "trip on the old ferry in a gale"))) == [
        "W303"
    ]


def test_a_short_line_without_a_mark_may_be_a_subheading() -> None:
    [finding] = found(_paragraph("What came next"))
    assert "`### What came next`" in finding.hint
