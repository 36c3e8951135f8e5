"""Form fields and the answers that they make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from quiz.assessment.interaction import Choice, TextEntry
from quiz.assessment.scoring import Answer
from quiz.web import fields

LINES = TextEntry(3)
TEXTS = st.text(min_size=1, max_size=20)


def test_an_untouched_form_is_no_answer() -> None:
    """Empty fields are left out; fields that the question does not have are dropped."""
    form = MultiDict([("a.q.1", ""), ("a.q.9", "forged"), ("a.q", "forged"), ("a.other.1", "x")])
    assert fields.read_answer(form, "q", LINES) == Answer({}, (), flag=False)


def test_what_is_sent_is_kept_as_it_is() -> None:
    """White space, line ends and odd characters are the student's own."""
    form = MultiDict([("a.q.1", "  Łódź\r\n"), ("c.q", "s1"), ("c.q", "s1"), ("f.q", "1")])
    assert fields.read_answer(form, "q", LINES) == Answer(
        {"1": ("  Łódź\r\n",)}, ("s1",), flag=True
    )


def test_a_question_whose_id_begins_like_another_keeps_its_own_fields() -> None:
    """The parts of an interaction say which fields there are."""
    form = MultiDict([("a.q", "yes"), ("a.q.1", "line")])
    assert fields.read_answer(form, "q", Choice(())).raw == {"": ("yes",)}
    assert fields.read_answer(form, "q", LINES).raw == {"1": ("line",)}


@given(st.dictionaries(st.sampled_from(["1", "2", "3"]), TEXTS), st.lists(TEXTS, unique=True))
def test_an_answer_goes_to_fields_and_back(raw: dict[str, str], cited: list[str]) -> None:
    """`fields_of` is the way back of `read_answer`."""
    answer = Answer({part: (text,) for part, text in raw.items()}, tuple(cited), flag=bool(raw))
    assert fields.read_answer(fields.fields_of("q", answer), "q", LINES) == answer


def test_line_ends_make_no_difference_but_words_and_flags_do() -> None:
    """A form sends CRLF where a script may send LF."""
    one = Answer({"": ("a\r\nb",)})
    assert fields.same(one, Answer({"": ("a\nb",), "1": ("",)}))
    assert not fields.same(one, Answer({"": ("a b",)}))
    assert not fields.same(one, Answer({"": ("a\nb",)}, flag=True))
    assert not fields.same(one, Answer({"": ("a\nb",)}, ("s",)))


@pytest.mark.parametrize("words", ["", "-1", "x", "1e3", "９", "9" * 400, "1.5"])
def test_a_forged_number_counts_as_none(words: str) -> None:
    """Hidden numbers are read with suspicion."""
    assert fields.whole(words) == 0
    assert fields.whole("12") == 12


@pytest.mark.parametrize("words", [str(2**31), "9999999999", "4294967297"])
def test_a_number_that_no_database_holds_counts_as_none(words: str) -> None:
    """PostgreSQL would break over it; the largest that it takes is taken."""
    assert fields.whole(words) == 0
    assert fields.whole(str(2**31 - 1)) == 2**31 - 1
