"""A score sheet: a CSV file whose rows are persons and whose columns are items.

The first row names the items; the first column names the persons. A cell holds points, or nothing
where the item was not reached. A row named ``max`` may give the most points of each item; where it
does not, that is the greatest score seen, at least 1. Cells are parted by comma, semicolon or tab;
with the latter two a decimal comma is read as well.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from quiz.assessment.statistics.scores import Scores, greatest

MAX = "max"
MOST_CELLS = 20_000_000
MOST_POINTS = 1_000_000
TOLD = 10
"""So many problems are told; with more, the sheet is most likely no score sheet at all."""

_SEPARATORS = ",;\t"
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a sheet: where (``column`` 0: the whole line), what, and the mend."""

    line: int
    column: int
    message: str
    mend: str

    def __str__(self) -> str:
        """The sentence."""
        column = f", column {self.column}" if self.column else ""
        return f"line {self.line}{column}: {self.message}. {self.mend}."


@dataclass(slots=True)
class _Sheet:
    """What has been read so far."""

    items: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)  # of persons
    rows: list[list[float]] = field(default_factory=list)
    most: list[float] | None = None
    problems: list[Problem] = field(default_factory=list)

    def note(self, line: int, column: int, message: str, mend: str) -> None:
        self.problems.append(Problem(line, column, message, mend))


class _TornError(Exception):
    """A row that cannot be told apart into cells."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Cells(dict[str, float]):
    """Cells that were read before, which in a score sheet are nearly all; a bad one raises."""

    def __init__(self, decimal_comma: bool) -> None:
        super().__init__()
        self.decimal_comma = decimal_comma

    def __missing__(self, cell: str) -> float:
        text = cell.strip()
        if self.decimal_comma:
            text = text.replace(",", ".")
        if text and not _NUMBER.fullmatch(text):
            raise ValueError("is no score")
        value = float(text) if text else math.nan
        if value < 0:
            raise ValueError("is below 0")
        if value > MOST_POINTS:
            raise ValueError(f"is more than {MOST_POINTS:,} points")
        self[cell] = value
        return value


def read(data: bytes) -> Scores | list[Problem]:
    """Read a score sheet, or tell what is wrong with it (the first `TOLD` problems)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [_no_text(data, error.start)]
    sheet = _Sheet()
    try:
        _fill(sheet, text)
    except _TornError as torn:
        message = f"the quotation marks of this row do not add up ({torn.__cause__})"
        sheet.note(
            torn.line, 0, message, 'Close each " that is opened, and double one that is meant'
        )
    if sheet.problems:
        return sheet.problems[:TOLD]
    return _scores(sheet)


def _no_text(data: bytes, at: int) -> Problem:
    before = data[:at]
    line_start = before.rfind(b"\n") + 1
    column = sum(before[line_start:].count(s.encode()) for s in _SEPARATORS) + 1
    what = "the file is not UTF-8 text"
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        what = "the file is UTF-16, not UTF-8 text"
    elif data[:2] == b"PK":
        what = "the file is a spreadsheet or an archive, no CSV"
    return Problem(before.count(b"\n") + 1, column, what, "Save it as “CSV UTF-8”")


def _fill(sheet: _Sheet, text: str) -> None:
    separator = _separator(text)
    cells = _Cells(decimal_comma=separator != ",")
    rows = _rows(text, separator)
    line, header = next(rows, (1, []))
    _head(sheet, line, header)
    for line, row in rows:
        if len(sheet.problems) >= TOLD or not sheet.items:
            return
        _row(sheet, line, row, cells)
        if len(sheet.rows) * len(sheet.items) > MOST_CELLS:
            sheet.note(line, 0, f"that makes more than {MOST_CELLS:,} cells", "Take a sample")
            return
    if not sheet.rows and not sheet.problems:
        sheet.note(line, 0, "no persons follow", "Write a row for each person below the items")


def _separator(text: str) -> str:
    """Take the separator that parts the first line with words in it most often."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=first.count)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Go through the rows that hold anything, with the line on which each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise _TornError(line) from error


def _head(sheet: _Sheet, line: int, header: Sequence[str]) -> None:
    names = [" ".join(cell.split()) for cell in header[1:]]
    while names and not names[-1]:  # what a spreadsheet leaves to the right
        names.pop()
    if not header:
        sheet.note(line, 0, "the file is empty", "Begin with a row that names the items")
    elif not names:
        sheet.note(
            line,
            0,
            "there are no items",
            "The first row names the person's column and then the items, parted by commas, "
            "semicolons or tabs",
        )
    seen: dict[str, int] = {}
    for column, name in enumerate(names, 2):
        if not name:
            sheet.note(line, column, "this item has no name", "Name it")
        elif name in seen:
            message = f"“{name}” is the name of column {seen[name]} too"
            sheet.note(line, column, message, "Give each item a name of its own in the first row")
        seen.setdefault(name, column)
    sheet.items = names


def _row(sheet: _Sheet, line: int, row: list[str], cells: _Cells) -> None:
    width = len(sheet.items) + 1
    while len(row) > width and not row[-1].strip():
        row.pop()
    name = row[0].strip()
    if len(row) != width:
        short = "few" if len(row) < width else "many"
        message = f"too {short} cells: {len(row)}, where the first row has {width}"
        mend = "Leave a cell empty, but there, for what was not reached"
        sheet.note(line, 0, message, mend)
        return
    _named(sheet, line, name)
    try:
        values = [cells[cell] for cell in row[1:]]
    except ValueError:
        _bad_cells(sheet, line, row, cells)
        return
    if name == MAX:
        _maxima(sheet, line, values)
    else:
        sheet.rows.append(values)


def _named(sheet: _Sheet, line: int, name: str) -> None:
    """Take note of a person; each needs a name of its own."""
    if not name:
        sheet.note(line, 1, "this person has no name", "Write a name or a number")
    elif name in sheet.lines:
        message = f"“{name}” stands in line {sheet.lines[name]} too"
        sheet.note(line, 1, message, "Give each person one row and a name of its own")
    sheet.lines.setdefault(name, line)


def _bad_cells(sheet: _Sheet, line: int, row: Sequence[str], cells: _Cells) -> None:
    for column, cell in enumerate(row[1:], 2):
        try:
            cells[cell]
        except ValueError as error:
            shown = cell if len(cell) <= 40 else cell[:39] + "…"
            message = f"“{shown}” ({sheet.items[column - 2]}) {error}"
            mend = "Write the points, such as 1 or 0.5, or nothing for not reached"
            sheet.note(line, column, message, mend)


def _maxima(sheet: _Sheet, line: int, values: list[float]) -> None:
    for column, value in enumerate(values, 2):
        if value == 0:
            mend = "Write the most points that the item gives, or nothing for the greatest seen"
            sheet.note(line, column, f"{sheet.items[column - 2]} is worth nothing", mend)
    sheet.most = values


def _scores(sheet: _Sheet) -> Scores | list[Problem]:
    matrix = np.array(sheet.rows, dtype=np.float64)
    maxima = greatest(matrix)
    if sheet.most is not None:
        given = zip(sheet.most, maxima, strict=True)
        maxima = [seen if math.isnan(most) else most for most, seen in given]
    persons = [name for name in sheet.lines if name != MAX]
    above = np.argwhere(matrix > np.array(maxima))[:TOLD].tolist()
    if above:
        return [
            Problem(
                sheet.lines[persons[row]],
                column + 2,
                f"{matrix[row, column]:g} is more than {maxima[column]:g}, the most that "
                f"{sheet.items[column]} gives",
                f"Mend it, or the row “{MAX}” (line {sheet.lines[MAX]})",
            )
            for row, column in above
        ]
    return Scores(matrix, tuple(maxima), tuple(sheet.items), tuple(persons))
