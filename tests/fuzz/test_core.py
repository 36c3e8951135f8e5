"""The core takes anything: a finding, a sentence, an `Invalid`, but never an exception."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment import cleaning, responses, roster, scoring
from quiz.assessment.check import check
from quiz.assessment.editing.outline import outline
from quiz.assessment.formats import markdown
from quiz.assessment.matching import ladder
from quiz.assessment.model import Rung
from quiz.assessment.scoring import Answer
from quiz.assessment.types import of
from quiz.web import filters
from tests.fuzz.cases import QUESTIONS, bytes_like, cases, no_hang, text_like
from tests.web.pages import Faults
from tests.web.vectors import HTML, MARKDOWN

if TYPE_CHECKING:
    from quiz.assessment.model import Item, QuestionSet

PAGE = "<html lang=en><title>The ferry</title><body><nav>Menu</nav><article><h1>The ferry</h1>"
PAGE += "<p>It leaves at <b>ten</b>.</p><ul><li>One<li>Two</ul><blockquote>So.</blockquote>"
PAGE += "<table><tr><td>1</td><td>2</td></tr></table><p>By A. Hill</p></article></body></html>"
PASTES = [PAGE, *HTML, *MARKDOWN, "The ferry\n\nIt leaves at ten.\n\nShare this\n\nLeave a Reply\n"]
ROSTERS = [
    "Name;Extra time;Note;Code\nAmira Osei;25 %;reads aloud;\nJonas;1.25;;ABCDE-FGHJK\n",
    'name,extra time\n"Osei, Amira","1,5"\nBen,\n',
    "Amira Osei\nBen Adler\nJonas K.\n",
    "\ufeffName\tNote\nLena\t=1+1\n",
]
FORMS = [
    "*man*of*letters*",
    "Igor Kostyukov",
    "40",
    "twelve",
    "1.5 .. 2",
    "1,234.5",
    "half",
    r"a\*b",
]


def harbour() -> QuestionSet:
    found = markdown.read(QUESTIONS[0], "harbour").set
    assert found is not None
    return found


SET = harbour()


@cases(1200)
@given(bytes_like(QUESTIONS))
def test_a_document_is_read_checked_outlined_and_written(data: bytes) -> None:
    """What can be read can be written and read again, and says the same."""
    with no_hang():
        reading = markdown.read(data, "harbour")
        check(reading)
        outline(data.decode("utf-8", "replace"))
        if reading.set is not None and not reading.errors:
            assert scoring.score_attempt(reading.set, {}).points == 0
            assert markdown.read(markdown.write(reading.set), "harbour").set is not None


@cases(1500)
@given(text_like(PASTES), st.sampled_from(["text", "html", "markdown", ""]))
def test_a_paste_is_cleaned_and_shown(source: str, kind: str) -> None:
    with no_hang():
        cleaned = cleaning.clean(source, kind)
        cleaning.accept(cleaned.markdown, cleaned.proposals)
        assert Faults(str(filters.block(cleaned.markdown))).found == []


@cases(1000)
@given(bytes_like(PASTES), text_like(["article.html", "a.md", "../b.txt", "c.docx", "d"]))
def test_an_upload_is_read_or_refused_in_words(data: bytes, name: str) -> None:
    with no_hang():
        found = cleaning.read_upload(name, data)
        assert found


@cases(1200)
@given(text_like(ROSTERS))
def test_a_list_of_names_is_read_line_by_line(text: str) -> None:
    with no_hang():
        read = roster.read(text)
        roster.repeated(read.rows, ["Amira Osei"])
        for row in read.rows:
            assert row.name.strip()
            assert len(row.name.splitlines()) == 1


@cases(1200)
@given(
    st.sampled_from(SET.items),
    st.dictionaries(text_like(["1", "the-vote", "x"]), st.lists(text_like(FORMS), max_size=3).map(tuple), max_size=4),
    st.lists(text_like(["p1.s1", "s2"]), max_size=3).map(tuple),
)  # fmt: skip
def test_what_a_browser_sends_is_a_response_or_invalid(
    item: Item, raw: dict[str, tuple[str, ...]], cited: tuple[str, ...]
) -> None:
    """Kept as it was sent, read back the same, and never worth more than the question is."""
    answer = Answer(raw, cited)
    with no_hang():
        of(item).interaction(item, "seed")
        stored = json.loads(json.dumps(dict(scoring.to_json(answer))))
        assert scoring.answer_of(stored) == answer
        score = scoring.score_item(item, answer)
        assert score.points is None or 0 <= score.points <= score.max


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | text_like(["York", "at-ten", "forty"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["leaves", "steers", "answer", "cited", "x"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@cases(800)
@given(JSON)
def test_plain_responses_are_scored_or_refused_by_name(data: object) -> None:
    with no_hang():
        read, problems = responses.answers(SET, data)
        scoring.score_attempt(SET, read)
        assert all(isinstance(problem, str) for problem in problems)


@cases(1000)
@given(text_like([*FORMS, "the man of letters", "6 300"]), st.lists(text_like(FORMS), min_size=1, max_size=3), st.sampled_from(["en", "de", "uk", "ja", "x"]))  # fmt: skip
def test_any_text_is_met_or_not_by_any_form(text: str, forms: list[str], language: str) -> None:
    with no_hang():
        key = ladder.key_of(tuple(forms), language)
        met = ladder.meet_key(text, key, lowest=Rung.TYPO, names=None, language=language)
        assert met is None or met.rung in Rung


@cases(1000)
@given(text_like([*HTML, *MARKDOWN, "| a | b |\n| --- | --- |\n| 1 | 2 |\n"]))
def test_whatever_is_rendered_has_no_script_in_it(source: str) -> None:
    """Lone surrogates come through no door: neither a file, nor a form, nor a database has them."""
    source = source.encode("utf-8", "replace").decode()
    with no_hang():
        for html in (filters.inline(source), filters.block(source)):
            assert Faults(str(html)).found == []


UNCLOSED = ("*a_ ", "„a", "«", "‘a", "`a", "[a", "{#a ", "a. ", "Aa ", '"a', "a' ", "1,", " ", "\t")
"""Openings that nothing closes, and runs of one thing: what makes a careless pattern slow."""


@pytest.mark.parametrize("piece", UNCLOSED)
def test_marks_that_nothing_closes_are_not_looked_for_to_the_end_again_and_again(
    piece: str,
) -> None:
    """In a question, in a passage, in a title, in a paste, in a list: 200,000 characters."""
    long = f"a {piece * (200_000 // len(piece))}z"
    answer = "\n\nAnswer: a\n\n> The ferry\n"
    with no_hang(20):
        for text in (
            f"# x\n\nThe ferry.\n\n## {long} {{#a}}{answer}",
            f"# x\n\nThe ferry.\n\n## Who? {{#a}}\n\n{long}{answer}",
            f"# {long}\n\nThe ferry. {long}\n\n## Who? {{#a}}{answer}",
        ):
            check(markdown.read(text, "fuzzed"))
        cleaning.clean(f"---\ntitle: {long}\n---\n\n# x\n\n{long}\n", "markdown")
        cleaning.clean(long, "text")
        roster.read(long)
