"""One student's way through the service before anybody comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import func, select

from quiz import metrics
from quiz.cli.rehearsal import rehearse
from quiz.storage import reading, tables

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

PLACES = ["", "http://quiz.example", "https://school.example/reading"]


def rows(app: Flask) -> int:
    with app.app_context(), reading() as session:
        return sum(
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in tables.Base.metadata.tables.values()
        )


@pytest.mark.parametrize("address", PLACES)
def test_it_goes_the_whole_way_wherever_the_service_is_and_leaves_nothing(
    app: Flask, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    app.config["QUIZ_ADDRESS"] = address
    before = rows(app)
    rehearse(app)

    assert caplog.text == ""
    assert rows(app) == before


def test_a_way_that_leads_nowhere_is_told_and_the_service_begins(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_given: object, **_named: object) -> None:
        raise ArithmeticError("a bug")

    monkeypatch.setattr("quiz.storage.attempts.submit", breaks)
    rehearse(app)

    assert "the rehearsal of a student's way failed" in caplog.text
    assert app.test_client().get("/").status_code == 200


def test_nobody_asked_so_nothing_is_counted(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(metrics.FOLDER, "")  # to be as it was in the end
    metrics.count_in(str(tmp_path))
    rehearse(app)
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(tmp_path))  # type: ignore[no-untyped-call]

    assert metrics.counting()
    assert not [s for family in registry.collect() for s in family.samples if s.value]
