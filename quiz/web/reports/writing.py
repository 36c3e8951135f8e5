"""Rows → files: CSV that no spreadsheet runs, a workbook of plain cells, JSON; sent as made."""

from __future__ import annotations

import csv
import io
import json
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from flask import Response
from flask_babel import gettext

from quiz.assessment.cells import defused
from quiz.assessment.statistics.plain import analysis_json
from quiz.storage.results import exports, looking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quiz.storage.accounts import Account
    from quiz.storage.results import Results

CHUNK = 64_000
"""Characters, or bytes, that are handed on at once."""

CELL = 32_767
"""Characters that a cell of a workbook holds."""

IN_MEMORY = 8_000_000
"""Bytes of a file that are not put on disk."""


def csv_file(account: Account, code: str, table: str) -> Response:
    """Send a table of an assignment; whoever calls has seen to the right to it."""
    return csv_rows(exports.rows(account, code, table), f"{code}-{table}")


def csv_rows(rows: Iterable[Sequence[object]], name: str) -> Response:
    """Send rows as CSV in UTF-8."""
    return _sent(_csv(rows), "text/csv", f"{name}.csv")


def _csv(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow([defused(value) for value in row])
        if buffer.tell() > CHUNK:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def workbook(account: Account, code: str, file: IO[bytes]) -> None:
    """Write a workbook with a sheet a table; a text is a text, whatever it begins with."""
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(file, options) as book:
        for name in exports.TABLES:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(exports.rows(account, code, name)):
                for column, value in enumerate(row):
                    _cell(sheet, number, column, value)


def _cell(sheet: Any, row: int, column: int, value: object) -> None:  # noqa: ANN401 - untyped
    if isinstance(value, str):
        sheet.write_string(row, column, in_a_cell(value))
    elif value is not None:
        sheet.write_number(row, column, float(value))  # type: ignore[arg-type]  # number or yes/no


def in_a_cell(text: str) -> str:
    """Give a text for a cell of a workbook; one that is too long says where the whole is."""
    if len(text) <= CELL:
        return text
    told: str = gettext(
        "%(num)s characters are more than a cell holds: the CSV file has them all.", num=len(text)
    )
    return told


def json_file(account: Account, found: Results) -> Response:
    """Send a report as JSON: the figures, then students and answers as they are read."""
    return _sent(_json(account, found), "application/json", f"{found.assignment.code}.json")


def _json(account: Account, found: Results) -> Iterator[str]:
    given = found.assignment
    head = {
        "code": given.code,
        "title": given.title,
        "set": given.version.set_id,
        "version": given.version.number,
        "expected": found.expected,
        "submitted": found.submitted,
        "figures": analysis_json(looking.with_efficiencies(account, found)),
    }
    yield json.dumps(head)[:-1]
    for name in ("items", "students", "answers"):
        yield f', "{name}": ['
        yield from _records(exports.rows(account, given.code, name))
        yield "]"
    yield "}\n"


def _records(rows: Iterator[Sequence[object]]) -> Iterator[str]:
    columns = [str(name) for name in next(rows)]
    for number, row in enumerate(rows):
        record = json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
        yield f", {record}" if number else record


def _sent(parts: Iterator[str], mimetype: str, name: str) -> Response:
    """Send what is made, once it is made: on disk where it is long.

    Made while it is sent, a slow reader would hold a transaction, and the context of a request.
    """
    buffer = io.BytesIO()
    file: IO[bytes] = buffer
    for part in parts:
        file.write(part.encode())
        if file is buffer and buffer.tell() > IN_MEMORY:
            file = TemporaryFile()  # noqa: SIM115 - closed with the response
            file.write(buffer.getvalue())
    return attached(file, mimetype, name)


def attached(file: IO[bytes], mimetype: str, name: str) -> Response:
    """Send a file from its beginning to its end, to be kept under a name; close it then."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    response = Response(iter(lambda: file.read(CHUNK), b""), mimetype=mimetype)
    response.content_length = size
    response.call_on_close(file.close)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
