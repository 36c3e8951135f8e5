"""Waiting for what happens elsewhere at the same time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.visitor import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable


def wait_until(condition: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, f"in vain: {what}"
        time.sleep(0.02)
