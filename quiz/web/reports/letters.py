"""Choices by letter, in the order in which they are written."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quiz.storage.results import Question


def letter(index: int) -> str:
    """Give A for 0, and a number where there are no letters left."""
    return ascii_uppercase[index] if index < len(ascii_uppercase) else str(index + 1)


def letters(question: Question, ids: Iterable[str]) -> str:
    """Name choices by their letters: "B, D"."""
    table = question.choices.choices if question.choices else ()
    places = {choice.id: letter(n) for n, choice in enumerate(table)}
    return ", ".join(places.get(id, id) for id in ids)
