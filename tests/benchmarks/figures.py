"""Figures and how they are shown: percentiles, ratios, goals beside them."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def percentile(seconds: Sequence[float], part: float) -> float:
    """Give the time that this part of them did not exceed (nearest rank)."""
    ordered = sorted(seconds)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)]


def spread(seconds: Sequence[float]) -> str:
    """Write p50, p95, p99 and the worst in milliseconds."""
    parts = (0.5, 0.95, 0.99)
    found = [*(percentile(seconds, part) for part in parts), max(seconds)]
    return " / ".join(f"{1000 * value:.1f}" for value in found)


def middle(seconds: Sequence[float]) -> float:
    """Give the median."""
    return statistics.median(seconds)


def show(words: str, figure: str, goal: str = "") -> None:
    """Print a line: what it is, the figure, and the goal if there is one."""
    print(f"  {words:44}{figure}{f'   (goal: {goal})' if goal else ''}", flush=True)  # noqa: T201
