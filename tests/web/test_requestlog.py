"""What is told of a request: what was asked, never who asked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from quiz import metrics
from quiz.cli import logs
from tests.conftest import MakeApp
from tests.web.conftest import joins

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.web.browser import Browser

LOGGER = "quiz.web.requestlog"
Told = Callable[[], list[dict[str, object]]]


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Told:
    """Give what was told of each request so far."""
    caplog.set_level(logging.INFO, LOGGER)
    known = ("method", "route", "status", "ms")
    return lambda: [
        {name: record.__dict__[name] for name in known if name in record.__dict__}
        for record in caplog.records
        if record.name == LOGGER
    ]


def test_a_line_has_method_route_status_and_time(client: FlaskClient, told: Told) -> None:
    client.get("/?code=private")
    line = told()[0]

    assert isinstance(line.pop("ms"), float)
    assert line == {"method": "GET", "route": "/", "status": 200}


def test_no_line_names_a_person_a_code_or_a_private_link(
    amira: Browser, practice: str, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    link = joins(amira, practice, "Amira Haddad")
    amira.opens(f"{link}/review")
    amira.opens("/attempts/not-a-link/result?name=Amira")
    lines = "\n".join(str(record.__dict__) for record in caplog.records)

    assert "/attempts/<token>/review" in [line["route"] for line in told()]
    for secret in (link.rpartition("/")[2], practice.rpartition("/")[2], "not-a-link", "Amira"):
        assert secret not in lines


def test_addresses_and_methods_that_are_made_up_are_not_told_either(
    client: FlaskClient, told: Told
) -> None:
    """Or a stranger could fill the log, and the figures, with names of his own."""
    client.get("/Amira-was-here")
    client.open("/", method="AMIRA")

    assert [(line["method"], line["route"]) for line in told()] == [
        ("GET", "unknown"),
        ("other", "unknown"),
    ]


def test_monitors_that_ask_all_day_are_told_of_only_where_something_is_wrong(
    client: FlaskClient, told: Told
) -> None:
    client.get("/healthz")
    client.post("/healthz")

    assert [line["status"] for line in told()] == [405]


@pytest.mark.parametrize("given", ["7f3a-1.b_2", "x" * 64])
def test_the_proxys_id_is_kept(client: FlaskClient, given: str) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": given})
    assert answer.headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "{}", "é", "a;b"])
def test_one_that_makes_no_sense_is_replaced(client: FlaskClient, given: str) -> None:
    made = [
        client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
        for _ in range(2)
    ]

    assert all(len(id) == 16 and int(id, 16) >= 0 for id in made)
    assert made[0] != made[1]


def breaks(token: str) -> str:
    raise ZeroDivisionError(token)


def test_an_error_is_told_by_its_route_and_not_by_its_path(
    make_app: MakeApp, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(database_url, SECRET_KEY="for tests only")
    app.add_url_rule("/broken/<token>", "broken", breaks)
    answer = app.test_client().get("/broken/my-private-link")
    record = next(r for r in caplog.records if r.levelno == logging.ERROR)

    assert answer.status_code == 500
    assert record.exc_info is not None
    assert record.__dict__["route"] == "/broken/<token>"
    for form in ("json", "plain"):
        assert "my-private-link" not in logs.formatter(form).format(record)


def test_requests_are_counted_by_their_route(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[tuple[object, ...]] = []
    monkeypatch.setattr(metrics, "counting", lambda: True)
    monkeypatch.setattr(metrics, "request", lambda *figures: counted.append(figures[:3]))
    client = app.test_client()
    client.get("/")
    client.get("/join/ZZZZ-ZZZZ")

    assert counted == [("GET", "/", 200), ("GET", "/join/<code>", 404)]
