"""What the stories of reports begin with: an assignment that a class has sat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.classroom import sit
from tests.conftest import Clock
from tests.web.conftest import Assign

if TYPE_CHECKING:
    from flask import Flask

    from tests.web.browser import Browser

Sat = Callable[[int], str]


@pytest.fixture
def sat(app: Flask, clock: Clock, given: Assign, hill: Browser) -> Sat:
    """Let so many students sit the harbour; the code."""

    def sits(count: int) -> str:
        made = given()
        with app.app_context():
            sit(made, clock, count)
        return made.code

    return sits
