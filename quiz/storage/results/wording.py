"""What was answered, in words: whole, with the texts of what was chosen in place of the ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from quiz.assessment import scoring, types
from quiz.assessment.interaction import Choice, HotText, Inline, Match, Order
from quiz.assessment.model import Response
from quiz.storage import tables
from quiz.storage.sets.versions import parsed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from quiz.assessment.model import Item


def of(session: Session, scores: Collection[int]) -> dict[int, str]:
    """Give the words of answers, by the ids of their scores; what was not answered is not in it."""
    attempt, score, said = tables.Attempt, tables.Score, tables.Response
    query = (
        select(score.id, score.item, attempt.version_id, said.raw)
        .join(attempt, attempt.id == score.attempt_id)
        .join(said, same())
        .where(score.id.in_(scores))
    )
    found: dict[int, str] = {}
    for id, name, version, raw in session.execute(query):
        item = parsed(session, version).questions.item(name)
        if item and raw:
            found[id] = told(item, raw)[1]
    return found


def same() -> ColumnElement[bool]:
    """Give the condition that a response is the one that a score is of."""
    score, said = tables.Score, tables.Response
    return (
        (said.attempt_id == score.attempt_id)
        & (said.item == score.item)
        & (said.revision == score.revision)
    )


def told(item: Item, raw: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Give an answer as ids or as typed, in words, and the sentences cited: ids and words."""
    answer = scoring.answer_of(raw)
    response = scoring.read_answer(item, answer)
    if not isinstance(response, Response):
        sent = "; ".join(text for texts in answer.raw.values() for text in texts)
        return sent, sent, "", ""
    texts = {s.id: s.text for s in item.context.sentences}
    cited = "\n".join(texts[id] for id in response.cited)
    ids = "" if response.blank else scoring.whole(response)
    return ids, _worded(item, response), ", ".join(response.cited), cited


def _worded(item: Item, response: Response) -> str:
    if response.blank:
        return ""
    known = labels(item)
    return _joined(response.answer, known) or scoring.whole(response, lambda i: known.get(i, i))


def _joined(answer: Any, known: Mapping[str, str]) -> str:  # noqa: ANN401 - its type says what
    """Join several: sets in the order in which they are shown, pairs with what they go with."""
    if isinstance(answer, set | frozenset):
        place = {id: n for n, id in enumerate(known)}
        answer = tuple(sorted(map(str, answer), key=lambda i: (place.get(i, len(place)), i)))
    if not isinstance(answer, tuple | list):
        return ""
    return "; ".join(
        ": ".join(known.get(str(i), str(i)) for i in one)
        if isinstance(one, tuple | list)
        else known.get(str(one), str(one))
        for one in answer
    )


def labels(item: Item) -> dict[str, str]:
    """Give the words of what can be chosen, by id: choices, rows, entries, sentences."""
    match types.of(item).interaction(item, ""):
        case Choice(options=options) | Order(entries=options):
            return {o.id: o.text for o in options}
        case Match(rows=rows, options=options):
            return {o.id: o.text for o in (*rows, *options)}
        case HotText():
            return {s.id: s.text for s in item.context.sentences}
        case Inline() as inline:
            return {o.id: o.text for gap in inline.gaps for o in gap.options}
        case _:
            return {}
