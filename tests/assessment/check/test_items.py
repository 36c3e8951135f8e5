"""What is wrong with a question by itself is found, and its mended twin is clean."""

from __future__ import annotations

import pytest

from quiz.assessment.document import Place
from tests.assessment.check.pages import CAPTAIN, choice, codes, document, found, typed

RADIO = ("From a newspaper", "*From the radio", "From her owner")

CASES = [
    (
        "W201",
        choice(
            "q", "How did Solberg hear of it?", "By post", "*She listened to the radio", "By ear"
        ),
        choice("q", "How did Solberg hear of it?", *RADIO),
    ),
    (
        "W204",
        choice("q", "How did Solberg hear of it?", *RADIO, "None of the above."),
        choice("q", "How did Solberg hear of it?", *RADIO, "From the council"),
    ),
    (
        "W205",
        choice("q", "Which of them did not tell her?", *RADIO),
        choice("q", "Which of them did **not** tell her?", *RADIO),
    ),
    (
        "W206",
        choice("q", "What is said of her?", "She Never left", "*She steered it", "She sold it"),
        choice("q", "What is said of her?", "She was absent", "*She steered it", "She sold it"),
    ),
    (
        "W210",
        choice("q", "How did Solberg hear of it?", *RADIO, evidence=""),
        choice("q", "How did Solberg hear of it?", *RADIO, evidence="", head="evidence=none"),
    ),
    (
        "W215",
        choice("q", "What did the ferry cross? It was an", "strait", "*inlet", "lake"),
        choice("q", "What did the ferry cross? It was a/an", "strait", "*inlet", "lake"),
    ),
]


@pytest.mark.parametrize(("code", "fault", "mended"), CASES, ids=[c[0] for c in CASES])
def test_a_fault_is_found_and_its_mend_is_clean(code: str, fault: str, mended: str) -> None:
    assert codes(document(fault)) == [code]
    assert codes(document(mended)) == []


@pytest.mark.parametrize("code", [c[0] for c in CASES])
def test_a_question_can_say_that_a_finding_is_meant(code: str) -> None:
    fault = next(f for c, f, _ in CASES if c == code)
    assert codes(document(fault.replace("{#q", f"{{#q ok={code}"))) == []


def test_a_finding_points_at_the_words_at_fault() -> None:
    source = document(choice("q", "How did Solberg hear of it?", *RADIO, "All of the above"))
    [finding] = found(source)
    line = source.split("\n")[finding.place.line - 1]
    assert line[finding.place.column - 1 :] == "All of the above"
    assert (finding.words, finding.item) == ("All of the above", "q")


def test_a_negation_is_pointed_at_within_the_heading() -> None:
    source = document(choice("q", "Which of them did not tell her?", *RADIO))
    [finding] = found(source)
    heading = next(n for n, text in enumerate(source.split("\n"), 1) if text.startswith("## "))
    assert finding.place == Place(heading, len("## Which of them did ") + 1)


@pytest.mark.parametrize(
    "stem",
    [
        "Why did she not believe in the bridge?",
        "Which of them was NOT there?",
        "Which of them was *not* there?",
        "What does “never” mean here?",
        "Which of them came not only on Fridays?",
    ],
)
def test_a_negation_that_misleads_nobody_is_left_alone(stem: str) -> None:
    assert codes(document(choice("q", stem, *RADIO))) == []


def test_a_statement_to_judge_may_be_negative_and_its_scale_uneven() -> None:
    scale = choice("q", "The captain did not know of the plan.", "True", "*False", "Not given")
    assert codes(document(scale)) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "All of these answers are correct"),
        ("de", "Keine der genannten Antworten"),
        ("fr", "Aucune de ces réponses"),
        ("es", "Todas las anteriores"),
    ],
)
def test_all_of_the_above_is_known_in_the_languages_of_the_sets(language: str, words: str) -> None:
    source = document(choice("q", "?", *RADIO, words), frame=f"language: {language}\n")
    assert "W204" in codes(source)


@pytest.mark.parametrize(
    ("article", "key", "others", "expected"),
    [
        ("an", "hour", ("year", "day"), ["W215"]),
        ("a", "university", ("airport", "inn"), ["W215"]),
        ("an", "MP", ("judge", "clerk"), ["W215"]),
        ("a", "NATO member", ("island", "enemy"), ["W215"]),
        ("an", "engineer", ("owner", "captain"), []),
        ("the", "hour", ("year", "day"), []),
    ],
)
def test_an_article_is_a_clue_by_sound(
    article: str, key: str, others: tuple[str, ...], expected: list[str]
) -> None:
    question = choice("q", f"Complete it. It was {article} …", f"*{key}", *others)
    assert codes(document(question)) == expected


def test_an_article_before_a_gap_is_a_clue_too() -> None:
    sentence = "It is an [[inlet | ~lake | ~strait]]."
    gap = f"## Complete it. {{#q skill=locate}}\n\n{sentence}\n\n{CAPTAIN}\n"
    assert codes(document(gap)) == ["W215"]
    assert codes(document(gap.replace("lake", "ocean"))) == []


def test_a_question_that_stands_alone_needs_no_evidence() -> None:
    question = choice("q", "How long is a fjord?", "Short", "*Long", evidence="")
    assert codes(document(question, passage="")) == []


def test_a_quote_that_the_passage_does_not_hold_is_one_fault_not_two() -> None:
    question = typed("q", "Who owns the inn?", "Tor Nyberg", "The inn belongs to Tor Nyberg.")
    assert codes(document(question)) == ["E112"]
