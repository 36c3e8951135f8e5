"""All of a report to take away: CSV files, one workbook, and what their columns mean."""

from __future__ import annotations

import io
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from flask import Blueprint, abort, render_template

from quiz.storage import assignments
from quiz.storage.results import exports
from quiz.web import signedin
from quiz.web.reports import writing
from quiz.web.reports.dictionary import MEANINGS

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("exports", __name__, url_prefix="/<code>/export")

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MOST_ROWS = 1_048_575
"""What a sheet of a workbook holds below its header."""

IN_MEMORY = 50_000
"""Answers in a workbook that is not put on disk."""


@blueprint.get("")
def show(code: str) -> str:
    """Offer the files, with the data dictionary."""
    account = signedin.account()
    return render_template(
        "reports/exports/show.html",
        given=assignments.held(account, code),
        size=exports.size(account, code),
        most=MOST_ROWS,
        meanings=MEANINGS,
    )


@blueprint.get("/<table>.csv")
def table(code: str, table: str) -> Response:
    """Send one table as CSV, row by row."""
    if table not in exports.TABLES:
        abort(404)
    given = assignments.held(signedin.account(), code)
    return writing.csv_file(signedin.account(), given.code, table)


@blueprint.get("/dictionary.csv")
def dictionary(code: str) -> Response:
    """Send what each column means."""
    given = assignments.held(signedin.account(), code)
    rows = [(file, column, str(m)) for file, told in MEANINGS.items() for column, m in told.items()]
    return writing.csv_rows([("file", "column", "meaning"), *rows], f"{given.code}-dictionary")


@blueprint.get("/report.xlsx")
def book(code: str) -> Response:
    """Send a workbook with a sheet a table; one that is too big for a sheet says so."""
    account = signedin.account()
    given = assignments.held(account, code)
    size = exports.size(account, code)
    if size > MOST_ROWS:
        abort(413)
    file: IO[bytes] = io.BytesIO()
    if size > IN_MEMORY:
        file = TemporaryFile()  # noqa: SIM115 - closed with the response
    writing.workbook(account, given.code, file)
    return writing.attached(file, WORKBOOK, f"{given.code}.xlsx")
