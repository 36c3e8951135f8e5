"""Reading a document: what the format says, and every finding with its place."""

from __future__ import annotations

import pytest

from quiz.assessment.check import check
from quiz.assessment.document import Place
from quiz.assessment.formats import markdown
from quiz.assessment.model import Feedback, Item, QuestionSet, Rung

PASSAGE = """# The crossing {#crossing}

The ferry left Hull at nine. Fog lay on the river, and the “pilot” could see no bank.

### A late start

- York waited.
- Leeds did not.

Nobody complained. 2014 was worse.

"""

QUESTION = """## Where did it leave from? {#from skill=locate}

- [x] Hull
- [ ] York

  York is where it was awaited.

> The ferry left Hull at nine.
"""


def read(source: str) -> QuestionSet:
    reading = markdown.read(source, "sample")
    assert reading.findings == ()
    assert reading.set is not None
    return reading.set


def item(source: str) -> Item:
    return read(source).items[0]


def codes(source: str | bytes) -> list[str]:
    return [f.code for f in markdown.read(source, "sample").findings]


def test_the_frame_is_read() -> None:
    frame = """---
id: north
title: "Fog: a crossing"
language: en-GB
level: b1
source: a newspaper   # said plainly
practice: yes
feedback: answers
names:
  - Igor Kostyukov | Kostiukov
cite: yes
match: typo
---
"""
    found = read(frame + PASSAGE + QUESTION)

    assert (found.id, found.title, found.language) == ("north", "Fog: a crossing", "en-GB")
    assert (found.level, found.source, found.practice) == ("B1", "a newspaper", True)
    assert (found.feedback, found.lowest, found.cite) == (Feedback.ANSWERS, Rung.TYPO, True)
    assert found.names == (("Igor Kostyukov", "Kostiukov"),)
    assert found.items[0].cites


def test_without_a_frame_the_file_and_the_first_heading_name_the_set() -> None:
    found = read(PASSAGE + QUESTION)

    assert (found.id, found.title, found.practice) == ("sample", "The crossing", False)


def test_a_passage_is_paragraphs_with_numbers_and_sentences() -> None:
    passage = read(PASSAGE + QUESTION).passages[0]
    kinds = [(p.kind, p.number) for p in passage.paragraphs]

    assert kinds == [("text", 1), ("heading", None), ("item", 2), ("item", 2), ("text", 3)]
    assert [s.text for s in passage.sentences] == [
        "The ferry left Hull at nine.",
        "Fog lay on the river, and the “pilot” could see no bank.",
        "York waited.",
        "Leeds did not.",
        "Nobody complained.",
        "2014 was worse.",
    ]
    assert all(passage.text[s.start : s.end] == s.text for s in passage.sentences)


def test_a_paragraph_that_begins_with_a_year_is_text() -> None:
    source = (
        "# T\n\nIt was bad.\n\n2014. A year of fog.\n\n1986\\. Another.\n\n"
        + QUESTION.split(">", maxsplit=1)[0]
    )
    passage = read(source.replace("}", " evidence=none}", 1)).passages[0]

    assert [p.kind for p in passage.paragraphs] == ["text"] * 3
    assert passage.paragraphs[1].text == "2014. A year of fog."


def test_a_line_over_dashes_is_a_paragraph() -> None:
    passage = read(
        "# T\n\nNot a heading.\n---\nMore.\n\n## Q? {evidence=none}\n\nAnswer: a\n"
    ).passages[0]

    assert [p.text for p in passage.paragraphs] == ["Not a heading.", "More."]


def test_emphasis_is_kept_as_runs_and_quotes_are_found_across_it() -> None:
    source = (
        "# T\n\nThe *slow* **ferry** left.\n\n## Q?\n\nAnswer: slow\n\n> The slow ferry left.\n"
    )
    found = read(source)

    assert [(r.text, set(r.marks)) for r in found.passages[0].paragraphs[0].runs] == [
        ("The ", set()),
        ("slow", {"em"}),
        (" ", set()),
        ("ferry", {"strong"}),
        (" left.", set()),
    ]
    assert found.items[0].key_sentences == {found.passages[0].sentences[0].id}


def test_a_question_has_stem_choices_feedback_and_evidence() -> None:
    found = item(PASSAGE + QUESTION)

    assert (found.id, found.stem, found.skill) == ("from", "Where did it leave from?", "locate")
    assert [(a.id, a.text, a.weight) for a in found.body.alternatives] == [
        ("hull", "Hull", 1),
        ("york", "York", 0),
    ]
    assert found.body.alternatives[1].note == "York is where it was awaited."
    assert found.evidence[0].quote == "The ferry left Hull at nine."
    assert found.place == Place(12, 1)


def test_labels_and_quotes_come_in_any_order_after_the_stem() -> None:
    source = (
        PASSAGE
        + """## Where? {#where}

Explanation: Line one
goes on.
Hint: Look at the first line.
> Fog lay on the river … could see no bank.
Explanation: A second paragraph.

- [x] On the river
- [ ] On land
"""
    )
    found = item(source)

    assert found.explanation == "Line one goes on.\n\nA second paragraph."
    assert found.hint == "Look at the first line."
    assert len(found.evidence[0].spans) == 2


def test_a_stem_may_hold_blocks_that_are_no_answer_part() -> None:
    lead = """Read the notes.

- first
- second

1) a step
2) a further one

| a | b | c |
| --- | --- | --- |
| 1 | 2 | 3 |

```
Answer: no label in here
```

\\Answer: is text here."""
    found = item(f"## Which? {{evidence=none}}\n\n{lead}\n\nAnswer: one\n")

    assert found.lead == lead.replace("\\Answer", "Answer")
    assert found.body.lines == (("one",),)


def test_ids_are_given_or_slugs_and_repeats_get_a_number() -> None:
    source = """## Same? {evidence=none}

- [x] Été & co {#summer}
- [ ] A b
- [ ] A, b!
- [ ] Буданов

## Same? {evidence=none}

Answer: x
"""
    found = read(source)

    assert [i.id for i in found.items] == ["same", "same-2"]
    assert [a.id for a in found.items[0].body.alternatives] == ["summer", "a-b", "a-b-2", "budanov"]


def test_evidence_may_stand_in_any_passage_above_the_nearest_first() -> None:
    second = "# Another\n\nThe ferry left Hull at nine. It was new.\n\n"
    found = read(PASSAGE + second + QUESTION + "\n" + QUESTION.replace("#from", "#fog").replace(
        "> The ferry left Hull at nine.", "> Fog lay on the river"))  # fmt: skip

    assert [i.evidence[0].passage for i in found.items] == ["another", "crossing"]
    assert found.items[0].passage == "another"


def test_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    source = PASSAGE + QUESTION
    crlf = b"\xef\xbb\xbf" + source.replace("\n", "\r\n").encode()

    assert markdown.read(crlf, "sample").set == markdown.read(source, "sample").set
    assert markdown.digest(crlf.decode()) == markdown.digest(source + "\n\n")


def test_right_to_left_text_is_text() -> None:
    source = "# مرحبا\n\nنص عربي هنا. جملة ثانية؟ نعم.\n\n## سؤال؟\n\n- [x] نعم\n- [ ] لا\n\n> نص عربي هنا.\n"

    assert len(read(source).items[0].key_sentences) == 1


FAULTS = [
    ("E100", b"\x00\x01\x02", 1, 1, ""),
    ("E100", b"caf\xe9 # x", 1, 4, ""),
    ("E100", b"", 1, 1, ""),
    ("E101", "---\nid: x\n", 1, 1, "---"),
    ("E101", "---\ntitle: a: b\n---\n" + PASSAGE + QUESTION, 2, 9, "title: a: b"),
    ("E101", "---\ntitle: *x\n---\n" + PASSAGE + QUESTION, 2, 8, ""),
    ("E101", "---\ntitle: &x y\n---\n" + PASSAGE + QUESTION, 2, 8, ""),
    ("E101", "---\nid: a\nid: b\n---\n" + PASSAGE + QUESTION, 3, 1, "id"),
    ("E102", "---\ntitel: x\n---\n" + PASSAGE + QUESTION, 2, 1, "titel"),
    ("E102", PASSAGE + QUESTION.replace("skill=", "skil="), 12, 36, "skil"),
    ("E102", PASSAGE + QUESTION.replace("skill=", "exact=yes skill="), 12, 36, "exact"),
    ("E102", PASSAGE.replace("#crossing", "#crossing skill=infer") + QUESTION, 1, 27, "skill"),
    ("E102", PASSAGE + QUESTION.replace("[x] Hull", "[x] Hull {skill=infer}"), 14, 13, "skill=infer"),
    ("E103", PASSAGE + QUESTION.replace("[x] Hull", "[x] Hull {#old hull}"), 14, 13, "#old hull"),
    ("E103", PASSAGE + QUESTION.replace("[x] Hull", "[x] {#old} Hull"), 14, 7, "{#old}"),
    ("E103", PASSAGE + QUESTION.replace("{#from skill=locate}", "{#from} {#to}"), 12, 29, "{#from}"),
    ("E103", PASSAGE + QUESTION.replace("locate}", "locate"), 12, 29, "{#from"),
    ("E103", PASSAGE + QUESTION.replace("skill=", "shuffle=maybe skill="), 12, 36, "shuffle=maybe"),
    ("E103", PASSAGE + QUESTION.replace("#from", "#from #to"), 12, 36, "#to"),
    ("E103", "---\nlevel: Z9\n---\n" + PASSAGE + QUESTION, 2, 8, "Z9"),
    ("E103", "---\nfeedback: evidense\n---\n" + PASSAGE + QUESTION, 2, 11, "evidense"),
    ("E103", PASSAGE + QUESTION.replace("skill=", "points=0 skill="), 12, 36, "points=0"),
    ("E103", PASSAGE + QUESTION.replace("#from", "#a.b"), 12, 30, "#a.b"),
    ("E104", PASSAGE + QUESTION + "\n" + QUESTION, 21, 30, "#from"),
    ("E104", PASSAGE + QUESTION.replace("York\n\n", "York {#hull}\n\n").replace("Hull\n-", "Hull {#hull}\n-"), 15, 13, "#hull"),
    ("E105", PASSAGE + QUESTION.replace("] York", "] hull."), 15, 7, "hull."),
    ("E106", PASSAGE + "## Why?\n\nBecause.\n\n> Nobody complained.\n", 12, 1, ""),
    ("E107", PASSAGE + QUESTION + "\nAnswer: Hull\n", 21, 1, ""),
    ("E107", PASSAGE + QUESTION.replace("- [x]", "Answer: Hull\n\n- [x]"), 16, 1, ""),
    ("E108", PASSAGE + QUESTION.replace("[x]", "[ ]"), 14, 1, ""),
    ("E108", PASSAGE + QUESTION.replace("- [ ] York", "- York"), 15, 3, "York"),
    ("E109", PASSAGE + QUESTION.replace("[ ]", "[x]").replace("skill", "choose=one skill"), 15, 7, "York"),
    ("E109", "## So? {evidence=none}\n\n- [x] True\n- [x] False\n", 4, 7, "False"),
    ("E110", PASSAGE + QUESTION.replace("[x]", "[60%]"), 14, 1, ""),
    ("E110", PASSAGE + QUESTION.replace("[ ]", "[140%]").replace("[x]", "[100%]"), 15, 3, "[140%]"),
    ("E110", PASSAGE + QUESTION.replace("[ ]", "[50%]"), 14, 3, "[x]"),
    ("E110", PASSAGE + QUESTION.replace("[ ]", "[q]"), 15, 3, "[q]"),
    ("E111", QUESTION, 8, 3, "The ferry left Hull at nine."),
    ("E111", PASSAGE + QUESTION.replace("skill=", "cite=yes skill=").split(">")[0], 12, 36, "cite"),
    ("E112", PASSAGE + QUESTION.replace("at nine", "at ten"), 19, 3, "The ferry left Hull at ten."),
    ("E113", PASSAGE.replace("2014 was", "Nobody complained. It was") + QUESTION.replace("The ferry left Hull at nine.", "Nobody complained."), 19, 3, "Nobody complained."),
    ("E114", "## Fill {evidence=none}\n\nThe [[ferry | boat left.\n", 3, 5, "[[ferry | boat left."),
    ("E114", "## Fill {evidence=none}\n\nThe [[~ferry]] left.\n", 3, 5, "[[~ferry]]"),
    ("E114", "## Fill {evidence=none}\n\nThe [[ferry]].\n\n\nSome.\n\n\nA\n[[boat left.\n", 10, 1, "[[boat left."),
    ("E114", "## Fill {evidence=none}\n\n[[a]] [[b \\\n|\nc]] [[d\n", 5, 5, "[[d"),
    ("E115", PASSAGE + QUESTION.replace("] York", "]"), 15, 3, "[]"),
    ("E115", PASSAGE + QUESTION + "\nExplanation:\n\n\n\n1) one\n", 21, 1, "Explanation:"),
    ("E115", "## Name it {evidence=none}\n\nAnswer:\n", 3, 8, ""),
    ("E115", PASSAGE + QUESTION + "\nHint:\n", 21, 1, "Hint:"),
    ("E117", "# T\n\n" + "- " * 9 + "x\n\n" + "## Q {evidence=none}\n\nAnswer: a\n", 3, 1, "- - - - - - - - - x"),
    ("E117", "# T\n\nText.\n\n" + "\n".join("    " * n + "- x" for n in range(300)), 13, 33, "- x"),
    ("E117", "## Q\n\n" + ("[[a]] " * 90 + "\n\n") * 3, 7, 121, ""),
    ("E117", "## Q {evidence=none}\n\n" + ("Answer: " + "a | " * 200 + "a\n") * 30, 27, 9, ""),
    ("E117", "# T\n\n" + "a" * 20_001 + "\n\n## Q {evidence=none}\n\nAnswer: a\n", 3, 1, "a" * 40),
    ("E118", "# T\n\nA ![map](m.png) here.\n\n## Q {evidence=none}\n\nAnswer: a\n", 3, 3, "![map]"),
    ("E118", "# T\n\nA map\nand ![a](m.png) here.\n\n## Q {evidence=none}\n\nAnswer: a\n", 4, 5, "![a]"),
    ("E119", PASSAGE + "## Which?\n\nSelect: some\n\n> Nobody complained.\n", 14, 9, "some"),
    ("E119", PASSAGE + "## Which?\n\nSelect: 1\n", 14, 1, ""),
    ("E120", "## Why? {evidence=none}\n\nRubric:\n\n- good\n", 5, 3, "good"),
    ("E121", "## Who? {evidence=none}\n\nAnswer: a\nExplanaton: b\n", 4, 1, "Explanaton:"),
    ("E121", "## Who? {evidence=none}\n\nanswer: a\n\nAnswer: b\n", 3, 1, "answer:"),
    ("E121", PASSAGE + "##Who?\n\nAnswer: a\n\n> Nobody complained.\n", 12, 1, "##Who?"),
    ("E122", PASSAGE + QUESTION + "\nLeft over.\n", 21, 1, "Left over."),
    ("E122", "## Order {evidence=none}\n\n1. one\n   - two\n2. three\n", 4, 4, ""),
    ("E122", "Hello.\n\n" + PASSAGE + QUESTION, 1, 1, "Hello."),
    ("E123", PASSAGE + "##\n\nAnswer: a\n\n> Nobody complained.\n", 12, 1, "##"),
    ("E124", "## Match {evidence=none}\n\n| a | b |\n| - | - |\n| x | |\n| y | z |\n", 5, 3, "x"),
    ("E124", "## Match {evidence=none}\n\n| a | b |\n| - | - |\n| x | u | w |\n| y | z |\n", 5, 1, "| x | u | w |"),
    ("E126", PASSAGE + QUESTION + "\n```\nnever closed\n", 21, 1, "```"),
    ("E127", "## Order {evidence=none}\n\n1. one\n", 3, 1, ""),
    ("E128", PASSAGE, 1, 1, ""),
]  # fmt: skip


@pytest.mark.parametrize(("code", "source", "line", "column", "words"), FAULTS)
def test_a_fault_is_found_at_its_place(
    code: str, source: str | bytes, line: int, column: int, words: str
) -> None:
    found = [f for f in markdown.read(source, "sample").findings if f.code == code]

    assert [(f.place.line, f.place.column, f.words) for f in found][:1] == [(line, column, words)]
    assert all(f.message and f.is_error for f in found)


def test_a_quote_that_is_gone_is_shown_the_nearest_words() -> None:
    source = PASSAGE + QUESTION.replace(
        "> The ferry left Hull at nine.", "> Fog lay over the river"
    )
    (finding,) = markdown.read(source, "sample").findings

    assert "Fog lay on the river" in finding.hint


@pytest.mark.parametrize(
    ("wrong", "meant"), [("skil", "skill"), ("chose", "choose"), ("evidnce", "evidence")]
)
def test_a_misspelt_key_is_told_the_one_that_was_meant(wrong: str, meant: str) -> None:
    source = PASSAGE + QUESTION.replace("skill=", f"{wrong}=")
    (finding,) = markdown.read(source, "sample").findings

    assert finding.hint == f"did you mean `{meant}`?"


def test_a_file_with_ten_faults_reports_ten() -> None:
    source = """---
titel: Fog
level: Z9
---
# Fog

Fog lay on the river.

## One {skil=locate}

- [ ] a
- [ ] a

> Fog lay on the sea.

## Two {points=none}

Answer:

## Three

Nothing here.

## Four {evidence=none}

The [[gap is open.
"""
    assert sorted(codes(source)) == [
        "E102", "E102", "E103", "E103", "E105", "E106", "E108", "E112", "E114", "E115",
    ]  # fmt: skip


def test_quotes_are_found_whatever_their_marks_spaces_and_accents() -> None:
    source = PASSAGE + QUESTION.replace(
        "> The ferry left Hull at nine.",
        '> Fög lay   on the river, and the "pilot" could\n> see no bank.',
    )

    assert len(item(source).key_sentences) == 1


def test_several_blockquotes_are_several_spans() -> None:
    source = PASSAGE + QUESTION + "\n> York waited.\n>\n> Leeds did not.\n"

    assert [e.quote for e in item(source).evidence][1:] == ["York waited.", "Leeds did not."]


def test_sentences_keep_the_places_that_were_stored() -> None:
    found = read(PASSAGE + QUESTION)
    stored = markdown.sentence_places(found)
    joined = [(stored[0][0], *stored[0][1:4], stored[1][4]), *stored[2:]]
    again = markdown.read(PASSAGE + QUESTION, "sample", joined).set

    assert again is not None
    assert len(again.passages[0].sentences) == len(stored) - 1
    assert again.items[0].key_sentences == {stored[0][0]}


def test_a_backslash_before_a_label_makes_it_text_everywhere() -> None:
    source = """## Fill. {evidence=none}

\\Answer: comes first.

\\Hint: a [[ferry]].

Explanation: It is so,
\\Answer: they say.
"""
    found = item(source)

    assert found.lead == "Answer: comes first."
    assert found.body.pieces[0] == "Hint: a "
    assert found.explanation == "It is so, Answer: they say."


def test_a_text_with_gaps_may_have_paragraphs_without_one_and_numbers() -> None:
    paragraphs = "The [[ferry]].\n\n\nIt was late.\n\n- One [[fog]].\n- Two."
    numbered = "1. The [[ferry]] left.\n2. It was late."

    for body in (paragraphs, numbered):
        found = item(f"## Fill. {{evidence=none}}\n\n{body}\n")
        assert found.type == "gaps"
        assert "It was late." in "".join(p for p in found.body.pieces if isinstance(p, str))


def test_an_id_that_is_given_twice_leaves_all_parts_apart() -> None:
    reading = markdown.read(
        PASSAGE + QUESTION.replace("Hull\n-", "Hull {#a}\n-").replace("York\n", "York {#a}\n", 1),
        "sample",
    )
    assert reading.set is not None

    assert [a.id for a in reading.set.items[0].body.alternatives] == ["a", "york"]
    assert [f.code for f in check(reading)] == ["E104"]


def test_indents_do_not_count_as_size() -> None:
    deep = "# T\n\n" + "\n".join("  " * n + "- x" for n in range(1_000))

    assert len(deep) > markdown.LARGEST
    assert codes(deep) == ["E128", "E117"]


@pytest.mark.parametrize("rule", ["* * * * * * * * * *", "- - - - - - - - - - -"])
def test_a_rule_across_the_page_is_no_nesting(rule: str) -> None:
    assert read(PASSAGE + rule + "\n\n" + QUESTION)


def test_what_cannot_be_read_has_no_finding_beside_the_one_that_says_so() -> None:
    assert codes("## Q {evidence=none}\n\n" + "- " * 9 + "[x] a\n") == ["E117"]


@pytest.mark.parametrize(
    ("language", "choices"),
    [
        ("en", "True | False"),
        ("en-GB", "**Yes** | No | Doesn't say."),
        ("en", "FALSE | TRUE | NOT GIVEN"),
        ("de", "Stimmt | Stimmt nicht | Nicht angegeben"),
        ("de", "True | False | Not given"),
        ("fr", "Vrai | Faux | On ne sait pas"),
        ("es", "Cierto | Falso | No consta"),
        ("uk", "Так | Ні | Не сказано"),
        ("sv", "Sant | Falskt"),
        ("ja", "はい | いいえ"),
    ],
)
def test_a_scale_of_judgement_is_known_in_the_language_of_the_set(
    language: str, choices: str
) -> None:
    first, *rest = choices.split(" | ")
    tasks = "\n".join([f"- [x] {first}", *(f"- [ ] {c}" for c in rest)])
    frame = f"---\nlanguage: {language}\n---\n"

    assert item(f"{frame}## So? {{evidence=none}}\n\n{tasks}\n").type == "true-false"
    no_scale = tasks.replace(rest[0], first + "!", 1)
    assert item(f"{frame}## So? {{evidence=none}}\n\n{no_scale}?\n").type != "true-false"


def test_an_entry_without_words_is_found_on_its_own_line() -> None:
    """Not on that of the last entry, as it once was."""
    found = markdown.read("## Q?\n\n1. a\n2.\n3. c\n").errors

    assert [(f.code, f.place.line) for f in found] == [("E115", 4)]
