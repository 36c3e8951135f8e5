"""The SELECTs that add up an assignment's answers: to be joined into `tally.ItemTally`.

What costs is what is grouped by and carried along, more than the adding. So `closely` takes all
that a report needs, and `barely`, for very many attempts, only what the figures cannot do without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, or_, select

from quiz.assessment import types
from quiz.assessment.interaction import Choice
from quiz.assessment.scoring import SUPPORTED
from quiz.assessment.statistics.describe import distribution
from quiz.assessment.statistics.tally import (
    NAMES,
    Counts,
    ItemTally,
    cutoffs,
    tallies,
    with_whole,
)
from quiz.storage import tables
from quiz.storage.attempts import counting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from quiz.assessment.model import Item

NEAR = 1e-9
"""Totals are sums of fractions; two that differ by less are one."""


def taking_part(session: Session, row: tables.Assignment) -> list[ColumnElement[bool]]:
    """Give conditions on `tables.Attempt`: the attempts that the results are of."""
    attempt = tables.Attempt
    mine = [
        attempt.assignment_id == row.id,
        attempt.version_id == row.version_id,
        attempt.submitted_at.is_not(None),
        attempt.max + attempt.pending_max > 0,
    ]
    # Ranking 50,000 attempts takes longer than all the sums; where each is the first, none counts
    # but the first.
    again = select(attempt.id).where(attempt.assignment_id == row.id, attempt.number > 1).limit(1)
    if session.scalar(again) is not None:
        mine.append(attempt.id.in_(counting.counting(attempt.assignment_id == row.id)))
    return mine


def distribution_of(session: Session, part: Sequence[ColumnElement[bool]]) -> dict[float, int]:
    """Count the totals of attempts."""
    attempt = tables.Attempt
    query = select(attempt.points, func.count()).where(*part).group_by(attempt.points)
    found: dict[float, int] = {}
    for total, count in session.execute(query):
        (key,) = distribution([total or 0.0])
        found[key] = found.get(key, 0) + count
    return dict(sorted(found.items()))


def closely(
    session: Session,
    part: Sequence[ColumnElement[bool]],
    items: Sequence[tuple[Item, float]],
    totals: Mapping[float, int],
) -> dict[str, ItemTally]:
    """Take all that a report needs, by item and by what was chosen."""
    attempt, score = tables.Attempt, tables.Score
    worth = [(item.id, most) for item, most in items]
    chosen = [item.id for item, _ in items if choices_of(item)]
    # Of what is typed, only whether it was: no texts are sorted.
    typed = case((score.answer.is_not(None), ""))
    answer = case((score.item.in_(chosen), score.answer), else_=typed)
    top = sum(most for _, most in worth)
    whole = (attempt.reached >= len(items)) & (attempt.max > top - NEAR)
    columns = _columns(whole, cutoffs(totals) if totals else (0.0, 0.0))
    joined = (
        select(score.item, answer.label("chosen"), *columns)
        .select_from(attempt)
        .join(score, score.attempt_id == attempt.id)
        .where(*part)
        .group_by(score.item, "chosen")
    )
    rows = [(item, text, Counts(*values)) for item, text, *values in session.execute(joined)]
    found = tallies(worth, rows)
    return _exactly(session, part, found) if _odd(found) else found


def _odd(found: Mapping[str, ItemTally]) -> bool:
    """Whether an attempt may be whole though it is short: points for what was not reached, or a
    question of which nothing is marked yet and which is in no figure.
    """
    return any(t.all.odd or (t.max and not live(t)) for t in found.values())


def live(tally: ItemTally) -> bool:
    """Whether an item is in the figures: not dropped, and not all of it waits to be marked."""
    return tally.max > 0 and (tally.all.n > 0 or not tally.all.pending)


def barely(
    session: Session, part: Sequence[ColumnElement[bool]], items: Sequence[tuple[Item, float]]
) -> dict[str, ItemTally]:
    """Take only the sums that the figures need: what is grouped by costs more than the adding."""
    attempt, score = tables.Attempt, tables.Score
    top = sum(most for _, most in items)
    missing = (attempt.reached < len(items)) | (attempt.max < top - NEAR)
    short = session.scalar(select(attempt.id).where(*part, missing).limit(1)) is not None
    whole = (attempt.reached >= len(items)) & (attempt.max > top - NEAR)
    joined = (
        select(score.item, *_sums(None), *(_sums(whole) if short else ()))
        .select_from(attempt)
        .join(score, score.attempt_id == attempt.id)
        # Where nobody is short, every row counts but those of dropped items, which are in nothing.
        .where(*part, *((counts(),) if short else ()))
        .group_by(score.item)
    )
    worth = [(item.id, most) for item, most in items]
    rows = [(item, None, Counts(*values)) for item, *values in session.execute(joined)]
    waiting = [
        (item, None, Counts(pending=count)) for item, count in _pending(session, part).items()
    ]
    found = tallies(worth, [*rows, *waiting])
    if short:
        return _exactly(session, part, found) if _odd(found) else found
    return {id: with_whole(t, t.all) for id, t in found.items()}


def _pending(session: Session, part: Sequence[ColumnElement[bool]]) -> dict[str, int]:
    attempt, score = tables.Attempt, tables.Score
    query = (
        select(score.item, func.count())
        .join(attempt, attempt.id == score.attempt_id)
        .where(*part, attempt.pending_max > 0, score.pending)
        .group_by(score.item)
    )
    return dict(session.execute(query).all())


def _exactly(
    session: Session, part: Sequence[ColumnElement[bool]], found: dict[str, ItemTally]
) -> dict[str, ItemTally]:
    """Take the sums over whole persons anew: somebody has points for what was not reached."""
    attempt, score = tables.Attempt, tables.Score
    alive = [id for id, tally in found.items() if live(tally)]
    short = (
        select(score.attempt_id)
        .join(attempt, attempt.id == score.attempt_id)
        .where(*part, score.item.in_(alive), or_(~counts(), score.points.is_(None)))
    )
    joined = (
        select(score.item, *_sums(None))
        .select_from(attempt)
        .join(score, score.attempt_id == attempt.id)
        .where(*part, counts(), score.item.in_(alive), attempt.id.not_in(short))
        .group_by(score.item)
    )
    whole = {item: Counts(*values) for item, *values in session.execute(joined)}
    return {id: with_whole(tally, whole.get(id, Counts())) for id, tally in found.items()}


def counts() -> ColumnElement[bool]:
    """Whether an answer counts in the figures of its item."""
    score = tables.Score
    return (score.max > 0) & score.points.is_not(None) & (score.reached | (score.points != 0))


def _sums(which: ColumnElement[bool] | None) -> list[ColumnElement[Any]]:
    """Give n, Σx, Σx², ΣT, ΣT², Σx·T over the rows of a condition, or over all."""
    x, t = tables.Score.points, tables.Attempt.points
    made = (x, x * x, t, t * t, x * t)
    if which is None:
        return [func.count(), *(func.sum(m) for m in made)]
    return [number_of(which), *(func.coalesce(func.sum(case((which, m))), 0.0) for m in made)]


def number_of(which: ColumnElement[bool]) -> ColumnElement[int]:
    """Count the rows of a condition."""
    return func.sum(case((which, 1), else_=0))


def _columns(whole: ColumnElement[bool], borders: tuple[float, float]) -> list[ColumnElement[Any]]:
    """Give the columns of a row of `Counts`, in its order."""
    score, total = tables.Score, tables.Attempt.points
    counted, right = counts(), score.fraction == 1
    said = score.answer.is_not(None) & (score.max > 0)
    backed, bare = score.cited_fraction >= SUPPORTED, score.cited_fraction < SUPPORTED
    wrong = score.fraction < 1
    middle, high = (min(border, 1e300) - NEAR for border in borders)
    found = [
        *_sums(counted),
        *_sums(counted & whole),
        number_of(counted & (total >= middle) & (total < high)),
        number_of(counted & (total >= high)),
        number_of(counted & score.answer.is_(None)),
        number_of((score.max > 0) & ~score.reached & ~score.pending & (score.points == 0)),
        number_of(score.pending.is_(True)),
        number_of(score.basis == "excuse"),
        number_of((score.max > 0) & ~score.reached & (score.points != 0)),
        *(
            number_of(said & answer & cited)
            for answer, cited in ((right, backed), (right, bare), (wrong, backed), (wrong, bare))
        ),
    ]
    assert len(found) == len(NAMES)
    return found


def choices_of(item: Item) -> tuple[tuple[str, bool], ...]:
    """Give the ids of a question's choices and whether each is the key; () where it has none."""
    own = types.of(item)
    shown = own.interaction(item, "")
    if not isinstance(shown, Choice):
        return ()
    key = own.solution(item).accepted.get("", ())
    return tuple((option.id, option.id in key) for option in shown.options)
