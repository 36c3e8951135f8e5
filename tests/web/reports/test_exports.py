"""Out of the report: files that a spreadsheet cannot be tricked with, tokens for programs."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from quiz.assessment.cells import defused
from quiz.storage import attempts
from quiz.storage.accounts import throttles
from quiz.storage.results import exports
from quiz.web.reports import exports as pages
from quiz.web.reports import writing
from tests.web.reports.test_glance import table

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import Clock
    from tests.web.browser import Browser
    from tests.web.conftest import Assign
    from tests.web.reports.conftest import Sat

EVIL = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture
def named(app: Flask, clock: Clock, given: Assign, hill: Browser) -> str:
    """A student whose name is a formula has handed in; the code."""
    made = given()
    with app.app_context():
        attempt, _ = attempts.start(made, name=EVIL, now=clock.now)
        attempts.submit(attempt, now=clock.passes(minutes=1))
    return made.code


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1+1", "  =1+1", "\u200b=1+1"]
)
def test_a_text_that_is_a_formula_is_made_harmless(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("mist;=1+1;fog", "mist;'=1+1;fog"),
        ("mist; @x", "mist;' @x"),
        ("mist\t+1", "mist\t'+1"),
        ("mist\r\n=1+1", "mist\r\n'=1+1"),
        ("two:\n- one\n- two", "two:\n- one\n- two"),
        ("1=1; a-b", "1=1; a-b"),
    ],
)
def test_where_a_semicolon_ends_a_cell_no_formula_begins_behind_it(
    text: str, harmless: str
) -> None:
    """As in Germany; and where quotation marks in the middle of a line say nothing."""
    assert defused(text) == harmless


def test_numbers_stay_numbers() -> None:
    assert [defused(v) for v in (-1.5, 2.0, None, True, "plain")] == [-1.5, 2, "", 1, "plain"]


@pytest.mark.parametrize("in_memory", [pages.IN_MEMORY, 0])
def test_no_file_holds_a_formula(
    hill: Browser, named: str, in_memory: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one that is made in memory nor one that is too big for that."""
    monkeypatch.setattr(pages, "IN_MEMORY", in_memory)
    assert table(hill, named, "students")[0]["name"] == f"'{EVIL}"
    book = hill.client.get(f"/reports/{named}/export/report.xlsx", buffered=True)
    with zipfile.ZipFile(io.BytesIO(book.data)) as parts:
        sheets = [n for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
        assert len(sheets) == len(exports.TABLES)
        assert not any(b"<f>" in parts.read(name) for name in sheets)


def test_a_text_that_no_cell_holds_is_told_and_not_lost(app: Flask) -> None:
    with app.test_request_context():
        assert writing.in_a_cell("x" * writing.CELL) == "x" * writing.CELL
        assert writing.in_a_cell("x" * (writing.CELL + 1)).startswith("32768 characters")


def test_the_dictionary_names_every_column(hill: Browser, sat: Sat) -> None:
    code = sat(2)
    told = {(row["file"], row["column"]) for row in table(hill, code, "dictionary")}
    for name, columns in exports.COLUMNS.items():
        assert {(name, column) for column in columns} <= told
        assert list(table(hill, code, name)[0]) == list(columns)


def token_of(hill: Browser) -> str:
    page = hill.opens("/reports/tokens").sends({"label": "statistics"}, having="label").page
    found = re.search(r'class="personal">([^<]+)<', page)
    assert found is not None
    return found[1]


def test_a_program_reads_with_a_token_and_no_session(
    hill: Browser, stranger: Browser, sat: Sat
) -> None:
    code, token = sat(3), token_of(hill)
    asked = {"Authorization": f"Bearer {token}"}
    sent = stranger.client.get(f"/reports/{code}.json", headers=asked)
    data = json.loads(sent.text)
    assert len(data["students"]) == data["submitted"] == 3
    assert data["figures"]["persons"] == 3
    assert "Set-Cookie" not in sent.headers
    assert stranger.client.get(f"/reports/{code}.csv", headers=asked).status_code == 200
    assert stranger.client.get(f"/reports/{code}/", headers=asked).status_code == 302
    assert stranger.client.get("/reports/ZZZZ-ZZZZ.json", headers=asked).status_code == 404


def test_a_token_reads_what_its_owner_may_and_no_more(
    hill: Browser, reed: Browser, stranger: Browser, sat: Sat
) -> None:
    code, token = sat(1), token_of(reed)
    asked = {"Authorization": f"Bearer {token}"}
    assert stranger.client.get(f"/reports/{code}.json", headers=asked).status_code == 404


def test_a_revoked_token_opens_nothing(hill: Browser, stranger: Browser, sat: Sat) -> None:
    code, token = sat(1), token_of(hill)
    address = re.search(r'"(/reports/tokens/\d+/revoke)"', hill.opens("/reports/tokens").page)
    assert address is not None
    hill.sends(to=address[1])
    asked = {"Authorization": f"Bearer {token}"}
    refused = stranger.client.get(f"/reports/{code}.json", headers=asked)
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_guessing_tokens_is_slowed_down(stranger: Browser, sat: Sat) -> None:
    code = sat(1)
    asked = {"Authorization": "Bearer zzzz-zzzz"}
    found = [
        stranger.client.get(f"/reports/{code}.json", headers=asked).status_code
        for _ in range(throttles.LIMIT + 1)
    ]
    assert found == [401] * throttles.LIMIT + [429]


def test_a_token_whose_name_cannot_be_seen_is_none(hill: Browser) -> None:
    hill.opens("/reports/tokens").sends({"label": "\u202e\u2066"}, having="label")
    assert hill.status == 422
    assert "so that you know which to revoke" in hill.page
