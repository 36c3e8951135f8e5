"""Errors say what happened, where, and what to do, and hand back what was typed."""

from __future__ import annotations

import shutil
import sqlite3 as driver
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from quiz import storage
from quiz.storage import attempts, turns
from tests.web.conftest import joins
from tests.web.student.test_attempts import Script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from tests.web.browser import Browser


def test_a_wrong_address_is_told_with_what_to_do(stranger: Browser) -> None:
    """A page of ours, with the address and a way on."""
    stranger.opens("/nowhere")
    assert stranger.status == 404
    assert "/nowhere" in stranger.page
    assert "To the front page" in stranger.page


def test_an_address_that_belongs_to_a_button_says_so(amira: Browser, practice: str) -> None:
    """405 names the methods that are allowed."""
    url = joins(amira, practice)
    answer = amira.client.get(f"{url}/submit")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "belongs to a button" in answer.text


def test_a_form_whose_token_has_died_is_handed_back_whole(
    app: Flask, amira: Browser, practice: str
) -> None:
    """One press sends it again with a fresh token; nothing that was typed is lost."""
    url = joins(amira, practice)
    amira.client.delete_cookie("session")
    amira.sends(
        {"a.steers.1": "Petro", "a.advice": "\r\n  Two\r\nlines <b>"}, having="writer", go="finish"
    )
    assert amira.status == 400
    assert "Nothing is lost" in amira.page
    amira.sends(having="a.advice")
    assert amira.url == f"{url}/review"
    with app.app_context():
        attempt = attempts.find(url.rsplit("/", 1)[1])
        assert attempt is not None
        assert attempts.answers(attempt)["advice"].answer.raw == {"": ("\r\n  Two\r\nlines <b>",)}


def test_a_script_is_told_in_a_fragment(amira: Browser, practice: str) -> None:
    """A save without a good token is a short word, not a page."""
    joins(amira, practice)
    script = Script(amira)
    amira.client.delete_cookie("session")
    answer = script.saves("leaves", a__leaves="at-ten")
    assert answer.status_code == 400
    assert "<html" not in answer.text
    assert 'data-code="400"' in answer.text


def test_a_fault_of_ours_hands_the_form_back(
    app: Flask, amira: Browser, practice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is ours, says that saved answers are safe, and can send the form again."""
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    joins(amira, practice)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(attempts, "save", broken)
        amira.sends({"a.steers.1": "Petro Lysenko"}, having="writer", go="finish")
    assert amira.status == 500
    assert "the disk is full" not in amira.page
    amira.sends(having="a.steers.1")
    assert amira.url.endswith("/review")


def test_a_flood_is_refused_with_words(amira: Browser, practice: str) -> None:
    """More than eight megabytes are no form of ours."""
    url = joins(amira, practice)
    answer = amira.client.post(url, data={"a.advice": "x" * 9_000_000})
    assert answer.status_code == 413
    assert "shorten the longest answer" in answer.text


def test_a_part_of_a_form_that_has_no_name_is_refused(stranger: Browser) -> None:
    """No browser sends one; whoever does is told so, and nothing breaks."""
    body = b"--x\r\nContent-Disposition: form-data\r\n\r\nwords\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    answer = stranger.client.post("/", data=body, content_type=kind)
    assert answer.status_code == 400
    assert "could not be read" in answer.text


@pytest.fixture
def lost(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Let the database be away from now on, until the end, with the ORM and without."""
    from sqlalchemy import event, exc

    from quiz.storage import db

    with app.app_context():
        engine = db.engine

    def away(*_: object) -> None:
        raise exc.OperationalError("SELECT", {}, Exception("server closed the connection"))

    def lose() -> None:
        event.listen(engine, "begin", away)
        monkeypatch.setattr(engine, "raw_connection", away)

    yield lose
    if event.contains(engine, "begin", away):
        event.remove(engine, "begin", away)


def test_while_the_database_is_away_a_page_says_so_and_hands_the_form_back(
    amira: Browser, practice: str, lost: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    """503, as proxies and scripts understand it: they try again."""
    joins(amira, practice)
    script = Script(amira)
    lost()
    saved = script.saves("leaves", a__leaves="at-ten")
    amira.sends({"a.steers.1": "Petro"}, having="writer")

    assert (saved.status_code, saved.headers["Retry-After"]) == (503, "10")
    assert saved.text.startswith("<p"), "a script is told in a fragment"
    assert amira.status == 503
    assert "Answers that were saved are safe" in amira.page
    assert amira.form("a.steers.1").values["a.steers.1"] == "Petro"
    assert "server closed the connection" not in amira.page
    assert "the database does not answer" in caplog.text
    assert "Traceback" not in caplog.text, "it may come a thousand times a minute"


def test_a_form_that_is_handed_back_holds_no_password(hill: Browser, stranger: Browser) -> None:
    """It stands in no page; it is typed again."""
    stranger.opens("/account/sign-in")
    stranger.client.delete_cookie("session")
    form = {"email": "hill@school.example", "password": "the secret of Ms Hill"}
    stranger.sends(form, having="email")
    assert stranger.status == 400
    assert "hill@school.example" in stranger.page
    assert "the secret" not in stranger.page


def test_a_database_that_another_program_holds_is_away_for_a_moment_too(
    app: Flask, amira: Browser, practice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(amira, practice)
    script = Script(amira)
    with app.app_context():
        file = storage.file()
        storage.db.engine.dispose()
    if file is None:
        pytest.skip("PostgreSQL lets others write")
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    with closing(driver.connect(file, isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        refused = [script.saves("leaves", a__leaves="at-ten").status_code for _ in range(2)]

    assert refused == [503, 503]


@pytest.mark.parametrize("replaced", [False, True])
def test_nothing_is_acknowledged_that_would_be_in_no_file(
    app: Flask, amira: Browser, practice: str, replaced: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody removes the database, or puts another in its place, while it is open."""
    joins(amira, practice)
    script = Script(amira)
    with app.app_context():
        file = storage.file()
    if file is None:
        pytest.skip("PostgreSQL looks after its files")
    kept = file.rename(file.with_name("kept.sqlite"))
    if replaced:
        shutil.copy(kept, file)
    refused = script.saves("leaves", a__leaves="at-ten")
    ready = amira.client.get("/readyz")
    kept.replace(file)
    saved = script.saves("leaves", a__leaves="at-ten")

    assert (refused.status_code, saved.status_code) == (503, 200)
    assert (ready.status_code, ready.text) == (503, "database: its file was removed or replaced\n")
    assert "start the service again" in caplog.text
