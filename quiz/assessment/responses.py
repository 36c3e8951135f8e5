"""Plain JSON responses → answers, as `quiz score` and other programs send them.

A response is what a person would write: a choice by its id or its text, sentences by their words.
With a citation it is ``{"answer": …, "cited": ["their words"]}``.
"""

from __future__ import annotations

from typing import Any

from quiz.assessment.interaction import Match
from quiz.assessment.model import Invalid, Item, QuestionSet
from quiz.assessment.scoring import Answer, AttemptScore, ItemScore, read_answer
from quiz.assessment.types import of
from quiz.assessment.types.hot_text import cited_ids


class Malformed(ValueError):
    """A response that cannot be scored, or an item that the set does not have; it names it."""


def answers(found: QuestionSet, data: Any) -> tuple[dict[str, Answer], list[str]]:  # noqa: ANN401
    """Read one object ``{"item-id": response, …}``; beside the answers, all that is wrong in it."""
    if not isinstance(data, dict):
        return {}, ['the responses of one person are an object {"item-id": response, …}']
    read: dict[str, Answer] = {}
    problems: list[str] = []
    for name, value in data.items():
        try:
            read[name] = answer(found, name, value)
        except Malformed as error:
            problems.append(str(error))
    return read, problems


def answer(found: QuestionSet, name: str, value: Any) -> Answer:  # noqa: ANN401 - it is JSON
    """Read one response; raises `Malformed` with the item's id and what is wrong."""
    item = found.item(name)
    if item is None:
        known = ", ".join(i.id for i in found.items)
        msg = f"{name}: the set has no such item; it has {known}"
        raise Malformed(msg)
    given, cited = _parts(item, value)
    raw = {} if given is None else of(item).plain(item, given)
    if isinstance(raw, Invalid):
        msg = f"{name}: {raw}"
        raise Malformed(msg)
    made = Answer(raw, _cited(item, cited))
    response = read_answer(item, made)
    if isinstance(response, Invalid):
        msg = f"{name}: {response}"
        raise Malformed(msg)
    return made


def _parts(item: Item, value: Any) -> tuple[Any, Any]:  # noqa: ANN401 - it is JSON
    """Tell an answer with its citation from an answer that is an object itself (a match)."""
    if not isinstance(value, dict) or not value or set(value) - {"answer", "cited"}:
        return value, []
    is_match = isinstance(of(item).interaction(item, ""), Match)
    if is_match and any(isinstance(v, str) for v in value.values()):
        return value, []  # cells that are called so
    return value.get("answer"), value.get("cited", [])


def _cited(item: Item, value: Any) -> tuple[str, ...]:  # noqa: ANN401 - it is JSON
    if value and not item.cites:
        msg = f"{item.id}: the question asks for no citation"
        raise Malformed(msg)
    raw = cited_ids(item, value if value is not None else [])
    if isinstance(raw, Invalid):
        msg = f"{item.id}: cited: {raw}"
        raise Malformed(msg)
    return raw[""]


def score_json(score: AttemptScore) -> dict[str, Any]:
    """Give an attempt's score as plain JSON data."""
    return {
        "points": score.points,
        "max": score.max,
        "pending_max": score.pending_max,
        "items": {name: _item_json(s) for name, s in score.items.items()},
    }


def _item_json(score: ItemScore) -> dict[str, Any]:
    found: dict[str, Any] = {
        "points": score.points,
        "max": score.max,
        "fraction": score.fraction,
        "rung": score.rung.name.lower() if score.rung else None,
        "cited_fraction": score.cited_fraction,
    }
    return found | ({"pending": True} if score.pending else {})
