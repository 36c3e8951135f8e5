"""Score sheets: what is read, and what is said of those that cannot be."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.statistics.scores import Scores
from quiz.assessment.statistics.sheet import TOLD, Problem, read


def scores(text: str | bytes) -> Scores:
    found = read(text.encode() if isinstance(text, str) else text)
    assert isinstance(found, Scores), found
    return found


def problems(text: str | bytes) -> list[str]:
    found = read(text.encode() if isinstance(text, str) else text)
    assert isinstance(found, list)
    return [str(problem) for problem in found]


def test_persons_items_points_and_gaps() -> None:
    found = scores("name,q1,q2\nAmira,1,0.5\nJonas,,3\n")

    assert (found.persons, found.items, found.maxima) == (("Amira", "Jonas"), ("q1", "q2"), (1, 3))
    assert found.matrix[0].tolist() == [1, 0.5]
    assert math.isnan(found.matrix[1, 0])


def test_a_row_named_max_wherever_it_stands_gives_the_maxima() -> None:
    found = scores("name,q1,q2,q3\nAmira,1,0,2\nmax,4,,5\nJonas,0,2,0\n")

    assert (found.maxima, found.persons) == ((4, 2, 5), ("Amira", "Jonas"))


def test_somebody_called_max_is_a_person() -> None:
    assert scores("name,q1\nMax,1\n").persons == ("Max",)


@pytest.mark.parametrize(
    "text",
    [
        "name,q1,q2\nAmira,1,0.5\nJonas,,3\n",
        "\ufeffname,q1,q2\r\nAmira,1,0.5\r\nJonas,,3\r\n",
        "name;q1;q2\nAmira;1;0,5\nJonas;;3",
        "name\tq1\tq2\rAmira\t1\t.5\rJonas\t\t3\r",
        '"name","q1","q2"\n"Amira","1"," 5e-1 "\n\n"Jonas","","3"\n,,\n',
        "name,q1,q2,,\nAmira,1,+0.5,,\nJonas,,3.0,,\n",
    ],
)
def test_all_these_are_one_table(text: str) -> None:
    found = scores(text)

    assert (found.persons, found.items) == (("Amira", "Jonas"), ("q1", "q2"))
    assert found.matrix[:, 1].tolist() == [0.5, 3]
    assert math.isnan(found.matrix[1, 0])


@pytest.mark.parametrize(
    ("case", "text", "expected"),
    [
        ("empty", "", "line 1: the file is empty"),
        ("blank", " \n \n", "line 1: the file is empty"),
        ("no items", "name\nAmira\n", "line 1: there are no items"),
        ("no persons", "name,q1\n", "line 1: no persons follow"),
        ("no persons but max", "name,q1\nmax,2\n", "line 2: no persons follow"),
        ("short row", "name,q1,q2\nAmira,1\n", "line 2: too few cells: 2, where the first row has 3"),
        ("long row", "name,q1\nAmira,1,0\n", "line 2: too many cells: 3, where the first row has 2"),
        ("text", "name,q1\nAmira,1\nJonas,good\n", "line 3, column 2: “good” (q1) is no score"),
        ("not a number", "name,q1\nAmira,nan\n", "line 2, column 2: “nan” (q1) is no score"),
        ("infinite", "name,q1\nAmira,1e999\n", "line 2, column 2: “1e999” (q1) is more than"),
        ("negative", "name,q1\nAmira,-1\n", "line 2, column 2: “-1” (q1) is below 0"),
        ("decimal comma", 'name,q1\nAmira,"0,5"\n', "line 2, column 2: “0,5” (q1) is no score"),
        ("above max", "name,q1\nAmira,3\nmax,2\n", "line 2, column 2: 3 is more than 2, the most"),
        ("max of nothing", "name,q1\nmax,0\nAmira,0\n", "line 2, column 2: q1 is worth nothing"),
        ("two max", "name,q1\nmax,1\nmax,1\nAmira,1\n", "line 3, column 1: “max” stands in line 2 too"),
        ("item twice", "name,q1,q2,q1\nAmira,1,1,1\n", "line 1, column 4: “q1” is the name of column 2"),
        ("unnamed item", "name,q1,,q3\nAmira,1,1,1\n", "line 1, column 3: this item has no name"),
        ("person twice", "name,q1\nAmira,1\nAmira,0\n", "line 3, column 1: “Amira” stands in line 2"),
        ("unnamed person", "name,q1\n,1\n", "line 2, column 1: this person has no name"),
        ("quote", 'name,q1\nAmira,1\nJonas,"1\n', "line 3: the quotation marks of this row"),
        ("lines in quotes", 'name,q1\n"Amira\nK.",1\nJonas,x\n', "line 4, column 2: “x” (q1)"),
        ("not UTF-8", b"name,q1\nAmira,1\nJos\xe9,1\n", "line 3, column 1: the file is not UTF-8"),
        ("UTF-16", "name,q1\n".encode("utf-16"), "line 1, column 1: the file is UTF-16"),
        ("a workbook", b"PK\x03\x04\x14\xff", "line 1, column 1: the file is a spreadsheet"),
        ("prose", "Once upon a time.", "line 1: there are no items"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(case: str, text: str | bytes, expected: str) -> None:
    first = problems(text)[0]

    assert first.startswith(expected), case
    assert first.endswith(".")


def test_a_sheet_with_several_faults_tells_all_of_them() -> None:
    found = problems("name,q1,q2\nAmira,x,-1\nJonas,1\nAmira,1,1\n")

    assert [p.split(":")[0] for p in found] == [
        "line 2, column 2",
        "line 2, column 3",
        "line 3",
        "line 4, column 1",
    ]


def test_only_so_many_are_told() -> None:
    assert len(problems("name,q1\n" + "".join(f"p{n},x\n" for n in range(500)))) == TOLD


def test_a_long_cell_is_cut_short() -> None:
    assert len(problems(f"name,q1\nAmira,{'x' * 9999}\n")[0]) < 200


def test_a_sheet_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quiz.assessment.statistics.sheet.MOST_CELLS", 4)

    assert problems("n,a,b\nx,1,1\ny,1,1\nz,1,1\n") == [
        "line 4: that makes more than 4 cells. Take a sample."
    ]


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_the_file_it_is_read_or_told_of(data: bytes) -> None:
    found = read(data)

    assert isinstance(found, Scores) or (found and all(isinstance(p, Problem) for p in found))
