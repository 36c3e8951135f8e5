"""Figures in Prometheus' format, each once with a sentence; counted only where they are asked for.

They are asked for by ``PROMETHEUS_MULTIPROC_DIR``, a folder in which each process of one host
counts in a file of its own; `quiz serve` sets it where QUIZ_METRICS_PORT is set, and whoever starts
the processes by other means may set it too. No figure names a person: requests are counted by the
route's template, never by the path, which may be somebody's private link.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Counter, Histogram

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
STEPS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Upper ends of the classes in which times are counted, in seconds."""


@dataclass(frozen=True, slots=True)
class _Figures:
    requests: Counter
    seconds: Histogram
    answers: Counter
    submitted: Counter
    wait: Histogram


def count_in(folder: str) -> None:
    """Count in this folder from now on, and in the processes that this one makes."""
    os.environ[FOLDER] = folder
    _figures.cache_clear()


@contextmanager
def uncounted() -> Iterator[None]:
    """Count nothing in the block: what is done there, nobody asked for."""
    folder = os.environ.pop(FOLDER, None)
    try:
        yield
    finally:
        if folder is not None:
            count_in(folder)


def counting() -> bool:
    """Whether anybody asks for the figures."""
    return _figures() is not None


def request(method: str, route: str, status: int, seconds: float) -> None:
    """Count an answered request and how long it took."""
    if (figures := _figures()) is not None:
        figures.requests.labels(method, route, status).inc()
        figures.seconds.labels(route).observe(seconds)


def answer(outcome: str) -> None:
    """Count an answer that a student sent: kept, late, repeated, or in conflict with another."""
    if (figures := _figures()) is not None:
        figures.answers.labels(outcome).inc()


def submitted(by: str) -> None:
    """Count an attempt that was handed in, by the student or by the time."""
    if (figures := _figures()) is not None:
        figures.submitted.labels(by).inc()


def waited(seconds: float) -> None:
    """Count how long a writer waited for its turn (SQLite)."""
    if (figures := _figures()) is not None:
        figures.wait.observe(seconds)


@lru_cache(maxsize=1)
def _figures() -> _Figures | None:
    """Make the figures, once a process; None where nobody asks for them."""
    if FOLDER not in os.environ:
        return None
    from prometheus_client import Counter, Histogram

    return _Figures(
        Counter("quiz_requests", "Requests answered.", ("method", "route", "status")),
        Histogram("quiz_request_seconds", "Time to answer.", ("route",), buckets=STEPS),
        Counter("quiz_answers", "Answers that students sent, by what came of it.", ("outcome",)),
        Counter("quiz_attempts_submitted", "Attempts handed in, and by what.", ("by",)),
        Histogram("quiz_write_wait_seconds", "Wait for a turn to write (SQLite).", buckets=STEPS),
    )
