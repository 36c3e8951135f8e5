"""Waiting for what runs at the same time."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

Value = TypeVar("Value")


def awaited(story: Coroutine[Any, Any, Value]) -> Value:
    """Give what comes of a coroutine, run in a thread of its own.

    In that of the tests another loop may be running: a browser's, from a story before.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, story).result()
