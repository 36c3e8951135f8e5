"""What proxies and monitors ask: plain words, no cookie, no version."""

from __future__ import annotations

import logging
from collections import namedtuple
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from quiz.storage import db
from quiz.storage.upkeep import health

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def lost(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database does not answer any more."""
    from sqlalchemy.exc import OperationalError

    def fail() -> None:
        raise OperationalError("SELECT 1", {}, Exception("password=geheim"))

    monkeypatch.setattr(health, "reading", fail)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_service_that_is_well_says_ok_and_nothing_else(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers, "the session was not looked at"


@pytest.mark.usefixtures("lost")
def test_without_its_database_it_lives_but_is_not_ready(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.get("/healthz").status_code == 200
    with caplog.at_level(logging.WARNING):
        answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.text == "database: does not answer\n"
    assert "the database does not answer (OperationalError)" in caplog.text
    assert "geheim" not in caplog.text


@pytest.mark.parametrize("form", ["UPDATE alembic_version SET version_num = '9999'", ""])
def test_with_a_database_of_another_form_it_is_not_ready(
    app: Flask, client: FlaskClient, form: str
) -> None:
    with app.app_context(), db.engine.begin() as connection:
        known = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        connection.execute(text(form or "DELETE FROM alembic_version"))
    answer = client.get("/readyz")
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:known)"), {"known": known})

    assert (answer.status_code, answer.text) == (503, "database: of another form\n")
    assert client.get("/readyz").status_code == 200


def test_with_a_disk_that_is_nearly_full_it_is_not_ready(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _where: Usage(10**12, 10**12, 10**6))
    answer = client.get("/readyz")

    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        assert (answer.status_code, answer.text) == (503, "disk: nearly full\n")
    else:  # the disk is the database server's affair
        assert answer.status_code == 200
