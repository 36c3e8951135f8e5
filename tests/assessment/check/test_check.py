"""All findings of a document together: ten faults are ten, in order, once, and never a crash."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quiz
from quiz.assessment.check import CODES, check
from quiz.assessment.formats.markdown import read
from tests.assessment.check.pages import FERRY, choice, codes, document, found, typed

TEN = """# The last ferry

Captain Ingrid Solberg heard of it on the radio, and Solbergagreed to nothing

She steered the ferry for the county. Nobody else on the island would do it.

Leave a Reply

## Who steered it, and for whom did she do so in Solburg? {#who}

- [ ] The council of the county, always
- [x] Ingrid Solberg
- [ ] The radio
- [ ] All of the above

## Which of them was not there? {#which skill=locate colour=red}

- [ ] The council
- [ ] The council
- [x] The radio

> She sailed the ferry for the county.

## How did she hear of it? {#how skill=locate}

Answer: by radio

> Captain Ingrid Solberg heard of it on the radio

Sample answer: by post
"""

FAULTS = {
    *("W301", "W302", "W303", "W204", "W206", "W210", "W213"),
    *("E102", "E105", "E112", "E116"),
}


def test_a_file_with_many_faults_reports_them_all_in_order() -> None:
    findings = found(TEN)
    assert {f.code for f in findings} == FAULTS
    assert len(findings) == len(FAULTS)
    assert [f.place for f in findings] == sorted(f.place for f in findings)


def test_every_code_that_is_emitted_is_explained() -> None:
    room = Path(quiz.__file__).parent
    emitted = {
        code
        for path in room.rglob("*.py")
        if path.name != "codes.py"
        for code in re.findall(r'"([EW]\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert emitted == set(CODES)
    assert all(sentence.endswith(".") for sentence in CODES.values())


def test_what_the_reader_cannot_read_is_all_there_is_to_say() -> None:
    reading = read(b"\xff\xfe\x00binary")
    assert check(reading) == tuple(reading.findings)


def test_the_same_finding_is_given_once() -> None:
    findings = found(TEN)
    assert len(set(findings)) == len(findings)


SETS = sorted((Path(quiz.__file__).parent.parent / "questions").glob("*.md"))


@pytest.mark.parametrize("path", SETS, ids=lambda p: p.stem)
def test_the_shipped_sets_are_clean(path: Path) -> None:
    assert check(read(path.read_bytes(), path.stem)) == ()


PIECES = st.sampled_from(
    [
        *("# A\n", "## Who? {#q}\n", "- [x] Yes\n", "- [ ] No\n", "Answer: 4 | six\n", "\n"),
        *("> quote\n", "[[a | ~b]] an [[c]]\n", "Trumpagreed to HavStrom's tunnel.The\n"),
        *("| a | b |\n| - | - |\n| x | y |\n", "1. one\n2. two\n", "Select: 1\n"),
        *("Rubric:\n\n- 2: all\n", "Source link\n", "---\nnames:\n - A | B\n - A\n---\n"),
        *("Sample answer: x | y\n", "Hint: *not* “never”\n", "- [ ] All of the above\n"),
    ]
)


@given(st.lists(PIECES | st.text(max_size=40), max_size=30))
def test_no_document_makes_the_checker_raise(pieces: list[str]) -> None:
    reading = read("".join(pieces))
    for finding in check(reading):
        assert finding.code in CODES
        assert finding.place.line >= 1
        assert finding.message


def test_three_hundred_questions_are_no_trouble() -> None:
    sentences = [f"On day {n} Captain Berg{n} crossed the fjord number {n}." for n in range(375)]
    passage = "# Log\n\n" + "\n\n".join(" ".join(sentences[n : n + 5]) for n in range(0, 375, 5))
    questions = [
        choice(f"q{n}", f"Who crossed on day {n}?", f"*Berg{n}", "Nyberg", evidence=f"> {s}")
        for n, s in enumerate(sentences[:300])
    ]
    reading = read(document(*questions, passage=passage + "\n"))

    assert len(reading.set.items if reading.set else ()) == 300
    assert [f.code for f in check(reading) if f.is_error] == []


GENEVA = " ".join(f"Geneva{chr(97 + n)}" for n in range(26)) * 3

CHOICES = "".join(f"- [ ] Abcd never {n:x}\n" for n in range(30))

NAMES = "".join(f" - N{n:x}q\n" for n in range(400))

HOSTILE = {
    "names": "# A\n\n" + "\n\n".join(f"Abcd{n:x}xyz Trumpagreed{n:x}" for n in range(400)),
    "capitals": "# A\n\n" + "\n\n".join("aB" * 4_000 for _ in range(12)),
    "one word": "# A\n\n" + "\n\n".join("x" * 15_000 for _ in range(6)),
    "short lines": "# A\n\n" + "Leave a reply\n\n" * 500,
    "stops": "# A\n\n" + "\n\n".join("ab.Cd" * 2_000 for _ in range(2)),
    "questions": FERRY + f"\n## Who is not an?\n\n{CHOICES}- [x] a\n" * 10,
    "listed": f"---\nnames:\n{NAMES}---\n{FERRY}",
    "typed": FERRY + f"\n## Where did the delegation meet {GENEVA}?\n\nAnswer: Geneva\n" * 30,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_ends_in_findings(name: str) -> None:
    assert check(read(HOSTILE[name])) != ()


def test_a_clean_set_has_no_finding() -> None:
    quote = "> Captain Ingrid Solberg heard of the plan on the radio."
    first = choice("how", "How did she hear of it?", "By post", "*On the air", evidence=quote)
    second = typed("who", "Who owns the inn?", "Tor Nyberg", "owner of the only inn, Tor Nyberg")
    assert codes(document(first, second)) == []


def test_a_fault_that_is_repeated_without_end_is_told_often_enough() -> None:
    reading = read("## Q {" + "a=b " * 2_000 + "}\n\nAnswer: a\n")
    assert 100 < len(check(reading)) < 2_000
