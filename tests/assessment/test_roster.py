"""Lists of names as teachers have them."""

from __future__ import annotations

import pytest

from quiz.assessment import roster


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Amira Osei\n\n  Jonas   Weiß \r\nLena", ["Amira Osei", "Jonas Weiß", "Lena"]),
        ("1. Amira\n2) Jonas\n 3 Lena", ["Amira", "Jonas", "Lena"]),
        ("- Amira\n• Jonas\n* Lena", ["Amira", "Jonas", "Lena"]),
        ("Osei, Amira\nWeiß, Jonas", ["Osei, Amira", "Weiß, Jonas"]),
        ("\ufeffName;Extra time\nOsei, Amira;1,25\nJonas;", ["Osei, Amira", "Jonas"]),
        ("First name\tSurname\nAmira\tOsei", ["Amira Osei"]),
        ('name,note\n"Osei, Amira","reads, slowly"', ["Osei, Amira"]),
        ("Nr;Name;Geburtstag\n1;Amira;2010\n;;\n2;Jonas;2011", ["Amira", "Jonas"]),
        ("علی‌رضا", ["علی‌رضا"]),
        ("", []),
    ],
)
def test_names_are_read_as_they_are_pasted(text: str, names: list[str]) -> None:
    found = roster.read(text)
    assert [row.name for row in found.rows] == names
    assert found.faults == ()


def test_a_table_brings_extra_time_codes_and_notes() -> None:
    text = "name;code;extra time;note\nAmira;K7RM4-82PXC;25 %;reads slowly\nJonas;;no;"
    amira, jonas = roster.read(text).rows
    assert amira == roster.Row(2, "Amira", 1.25, "reads slowly", "K7RM4-82PXC")
    assert jonas == roster.Row(3, "Jonas")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Amira\n42.\nLena", 2, "no name"),
        ("Amira\n" + "x" * 81, 2, "80 letters"),
        ("Amira;1.5", 1, "several columns"),
        ("name;extra time\nAmira;15 min", 2, "15 min"),
        ("name;extra time\nAmira;0.25", 2, "0.25"),
        ("name;extra time\nAmira;9", 2, "up to 5"),
        ("name,note\nOsei, Amira,slow", 2, "more columns"),
        ('name,note\n"Amira,\nJonas,', 2, "quotation mark"),
        ("name;note\n;alone", 2, "no name"),
        ("name;note\nAmira;" + "x" * 200_000, 2, "longer"),
    ],
)
def test_a_line_that_is_no_student_is_named_and_the_others_are_read(
    text: str, line: int, words: str
) -> None:
    found = roster.read(text)
    assert [fault.line for fault in found.faults] == [line]
    assert words in found.faults[0].message
    assert all(row.line != line for row in found.rows)


@pytest.mark.parametrize(
    ("words", "factor"),
    [("", 1), ("1", 1), ("1,5", 1.5), ("2.0", 2), ("30 %", 1.3), ("+100%", 2), ("125%", 1.25)],
)
def test_extra_time_is_a_factor_or_a_share(words: str, factor: float) -> None:
    assert roster.factor(words) == factor


def test_the_second_of_one_name_is_told_apart_and_a_spelling_turned_round_is_seen() -> None:
    assert roster.told_apart([(7, "amira"), (2, "Amira"), (5, "Jonas")]) == {
        2: "Amira",
        5: "Jonas",
        7: "amira (2)",
    }
    rows = roster.read("Osei, Amira\nJonas\njonas").rows
    assert roster.repeated(rows, ["Amira Osei"]) == {1: "Amira Osei", 3: "Jonas"}


def test_what_is_longer_than_any_list_is_read_no_further() -> None:
    """A thousand names at once; a file of a million lines is told in one."""
    found = roster.read("x;y\n" * 3_000)
    assert len(found.faults) == roster.MOST_LINES
    (fault,) = roster.read("a\n" * roster.LARGEST).faults
    assert "longer than any list" in fault.message


@pytest.mark.parametrize("name", ["\u202eAmira\u202c", "Ami\u2066ra", "Amira\u3164", "\ue000Amira"])
def test_nothing_in_a_name_turns_what_stands_behind_it_around_or_cannot_be_seen(name: str) -> None:
    assert roster.one_line(name).strip() == "Amira"
    assert roster.one_line("\u0645\u06cc\u200c\u0634") == "\u0645\u06cc\u200c\u0634", (
        "a joiner of Persian"
    )
