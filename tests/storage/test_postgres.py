"""How PostgreSQL is asked: by what its URL says, and by what is wise where it says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.storage import POSTGRES, db

if TYPE_CHECKING:
    from tests.conftest import MakeApp

DATABASE = "postgres"
"""All of this is about it alone; `tests/conftest.py` sees to it."""


def test_a_url_may_say_otherwise_in_numbers(make_app: MakeApp, database_url: str) -> None:
    app = make_app(f"{database_url}&prepare_threshold=5&connect_timeout=7")
    with app.app_context():
        connection = db.engine.raw_connection()
        driver = connection.driver_connection
        assert driver is not None
        told = driver.info.get_parameters()
        threshold = driver.prepare_threshold
        connection.close()
        db.engine.dispose()

    assert (threshold, told["connect_timeout"]) == (5, "7")
    assert told["tcp_user_timeout"] == str(POSTGRES["tcp_user_timeout"])
