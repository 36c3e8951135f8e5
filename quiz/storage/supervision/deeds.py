"""What each act on an assignment does, within its transaction, and how it is taken back.

Each function gives the detail that the log keeps (and that taking it back needs), or None where it
makes no difference to the student.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import NoResultFound

from quiz.assessment import timing
from quiz.storage import tables
from quiz.storage.attempts import scores, sittings
from quiz.storage.supervision import standings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.storage.attempts.sittings import Sitting
    from quiz.storage.supervision.standings import Standing

Detail = dict[str, Any]


class Impossible(ValueError):
    """It cannot be done: ``field`` is what it is about, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


@dataclass(frozen=True)
class Scene:
    """The assignment, locked, at a moment; ``until`` and ``item`` as the act names them."""

    session: Session
    row: tables.Assignment
    now: datetime
    until: datetime | None
    item: str

    @cached_property
    def everybody(self) -> list[Standing]:
        """How everybody stands before anything is done."""
        return standings.everybody(self.session, self.row)

    def moment(self) -> datetime:
        """Until when. Raises Impossible."""
        if self.until is None:
            raise Impossible("until", "Say until when.")
        if self.until <= self.now:
            raise Impossible("until", "That moment has passed. Choose a later one.")
        return self.until

    def sitting(self, attempt_id: int) -> Sitting:
        """An attempt, locked. Raises Impossible where it was erased since it was dealt with."""
        try:
            return sittings.locked(self.session, attempt_id)
        except NoResultFound:
            message = "The attempt that it was about is erased."
            raise Impossible("kind", message) from None

    def settle(self, sitting: Sitting, why: str) -> None:
        """Score again what was handed in."""
        if sitting.attempt.submitted_at is not None:
            scores.settle(self.session, sitting, why=why, now=self.now)


def extend_all(scene: Scene) -> Detail:
    """Move the close for all; the time limit stays."""
    row, until = scene.row, scene.moment()
    if row.closes is None:
        raise Impossible("until", "It never closes, so there is nothing to extend.")
    if row.opens is not None and until <= row.opens:
        raise Impossible("until", "That is before it opens. Choose a later moment.")
    detail = {"until": until.isoformat(), "before": row.closes.isoformat()}
    row.closes = until
    return detail


def close_all(scene: Scene) -> Detail:
    """Close now; extra time and extensions go on, because they are somebody's own."""
    row, now = scene.row, scene.now
    if row.opens is not None and row.opens >= now:
        raise Impossible(
            "kind", "It is not open yet. Change when it opens, or put it into the bin."
        )
    if row.closes is not None and row.closes <= now:
        raise Impossible("kind", "It is closed already.")
    detail = {"until": now.isoformat(), "before": _iso(row.closes)}
    row.closes = now
    return detail


def release(scene: Scene) -> Detail:
    """Show the results."""
    if scene.row.release == "submit" or scene.row.released_at is not None:
        raise Impossible("kind", "The results are released already.")
    scene.row.released_at = scene.now
    return {}


def extend(scene: Scene, standing: Standing) -> Detail:
    """Give one student a close of her or his own; an attempt that is going on lasts until then.

    A time limit would end it earlier: then the attempt is given its own end too.
    """
    until, last = scene.moment(), standing.last
    going = last if standing.working else None
    if scene.row.closes is None and going is None:
        raise Impossible("until", "It never closes, so there is nothing to extend.")
    detail: Detail = {"until": until.isoformat(), "before": _iso(standing.extension)}
    if scene.row.closes is not None:
        _extension(scene, standing.student_id, until)
    if going is not None and (standing.end is None or standing.end < until):
        attempt = scene.sitting(going.id).attempt
        detail |= {"attempt": going.id, "reopened": _iso(attempt.reopened_until)}
        attempt.reopened_until = until
    return detail


def reopen(scene: Scene, standing: Standing) -> Detail | None:
    """Take back that the last attempt was handed in, whoever did it; the answers are there."""
    until, last = scene.moment(), standing.last
    if last is None or last.submitted_at is None:
        return None
    sitting = scene.sitting(last.id)
    attempt = sitting.attempt
    detail = {
        "until": until.isoformat(),
        "attempt": last.id,
        "at": _iso(attempt.submitted_at),
        "by": attempt.submitted_by,
        "reopened": _iso(attempt.reopened_until),
    }
    attempt.submitted_at = attempt.submitted_by = None
    attempt.reopened_until = until
    scores.forget(scene.session, sitting)
    return detail


def close(scene: Scene, standing: Standing) -> Detail | None:
    """Hand in what one student has begun, and let no other attempt begin."""
    shut = standing.close is not None and standing.close <= scene.now
    if shut and not standing.working:
        return None
    detail: Detail = {"until": scene.now.isoformat(), "before": _iso(standing.extension)}
    if not shut:
        _extension(scene, standing.student_id, scene.now)
    if standing.working and standing.last is not None:
        detail["attempt"] = standing.last.id
        _hand_in(scene, scene.sitting(standing.last.id), scene.now, "time")
    return detail


def excuse(scene: Scene, standing: Standing) -> Detail | None:
    """Leave a question, or all, out of a student's score."""
    if {scene.item, ""} & standing.excused:
        return None
    key = {"assignment_id": scene.row.id, "student_id": standing.student_id, "item": scene.item}
    scene.session.add(tables.Excuse(**key))
    scene.session.flush()
    _settle_all(scene, standing, "excused")
    return {"item": scene.item}


def unexcuse(scene: Scene, standing: Standing) -> Detail | None:
    """Let a question, or all, count again."""
    key = (scene.row.id, standing.student_id, scene.item)
    row = scene.session.get(tables.Excuse, key)
    if row is None:
        return None
    scene.session.delete(row)
    scene.session.flush()
    _settle_all(scene, standing, "no longer excused")
    return {"item": scene.item}


def count_late(scene: Scene, standing: Standing) -> Detail | None:
    """Let the answers count that came after the end."""
    return _late(scene, standing, counts=True)


def ignore_late(scene: Scene, standing: Standing) -> Detail | None:
    """Let the answers not count that came after the end."""
    return _late(scene, standing, counts=False)


def taken_back(scene: Scene, act: tables.Act) -> Detail:
    """Undo an act by its detail; give the detail of the act that does it."""
    _BACK[act.kind](scene, act)
    return {**act.detail, "act": act.id}


def _time_back(scene: Scene, act: tables.Act) -> None:
    """The close is what it was before; what was handed in stays so."""
    before = _moment(act.detail.get("before"))
    if act.student_id is None:
        scene.row.closes = before
        return
    _extension(scene, act.student_id, before)
    if "reopened" in act.detail:
        attempt = scene.sitting(act.detail["attempt"]).attempt
        attempt.reopened_until = _moment(act.detail["reopened"])


def _reopening_back(scene: Scene, act: tables.Act) -> None:
    """Handed in as it was; what was answered meanwhile was in time and stays."""
    sitting = scene.sitting(act.detail["attempt"])
    if sitting.attempt.submitted_at is None:
        at = _moment(act.detail["at"]) or scene.now
        sitting.attempt.reopened_until = _moment(act.detail["reopened"])
        sitting.attempt.submitted_at, sitting.attempt.submitted_by = at, act.detail["by"]
        scene.settle(sitting, "submitted")


def _release_back(scene: Scene, _act: tables.Act) -> None:
    scene.row.released_at = None


def _for_student(
    function: Callable[[Scene, Standing], Detail | None],
) -> Callable[[Scene, tables.Act], None]:
    """Undo by what a student's own act would do."""

    def back(scene: Scene, act: tables.Act) -> None:
        for standing in scene.everybody:
            if standing.student_id == act.student_id:
                function(scene, standing)

    return back


def _late(scene: Scene, standing: Standing, *, counts: bool) -> Detail | None:
    changed = [t.id for t in standing.tries if t.late and t.late_counts is not counts]
    for id in changed:
        sitting = scene.sitting(id)
        sitting.attempt.late_counts = counts
        scene.session.flush()
        scene.settle(sitting, "late answers count" if counts else "late answers do not count")
    return {"attempts": changed} if changed else None


def _settle_all(scene: Scene, standing: Standing, why: str) -> None:
    for attempt in standing.tries:
        if attempt.submitted_at is not None:
            scene.settle(scene.sitting(attempt.id), why)


def _hand_in(scene: Scene, sitting: Sitting, now: datetime, by: str) -> None:
    over = timing.end(sitting.facts)
    sitting.attempt.submitted_at = now if over is None else min(over, now)
    sitting.attempt.submitted_by = by
    scene.settle(sitting, "submitted")


def _extension(scene: Scene, student_id: int, closes: datetime | None) -> None:
    """Write a student's own close, or take it away."""
    row = scene.session.get(tables.Extension, (scene.row.id, student_id))
    if row is None and closes is not None:
        key = {"assignment_id": scene.row.id, "student_id": student_id}
        scene.session.add(tables.Extension(**key, closes=closes))
    elif row is not None and closes is None:
        scene.session.delete(row)
    elif row is not None and closes is not None:
        row.closes = closes
    scene.session.flush()


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


FOR_ALL = {"extended": extend_all, "closed": close_all, "released": release}
FOR_ONE = {
    "extended": extend,
    "reopened": reopen,
    "closed": close,
    "excused": excuse,
    "unexcused": unexcuse,
    "late-counted": count_late,
    "late-ignored": ignore_late,
}
KINDS = (*FOR_ONE, "released")
"""What can be done; the log knows besides what takes it back, and ``changed`` for the rules."""

INVERSE = {
    "extended": "unextended",
    "closed": "unclosed",
    "reopened": "unreopened",
    "released": "unreleased",
    "excused": "unexcused",
    "late-counted": "late-ignored",
    "late-ignored": "late-counted",
}
"""What an act is taken back by."""

TOPIC = {
    **dict.fromkeys(("extended", "unextended", "closed", "unclosed", "changed"), "time"),
    **dict.fromkeys(("reopened", "unreopened"), "reopening"),
    **dict.fromkeys(("excused", "unexcused"), "excuse"),
    **dict.fromkeys(("late-counted", "late-ignored"), "late"),
    **dict.fromkeys(("released", "unreleased"), "release"),
}
"""Acts of one topic undo one another: only the newest can be taken back."""

_BACK: dict[str, Callable[[Scene, tables.Act], None]] = {
    "extended": _time_back,
    "closed": _time_back,
    "reopened": _reopening_back,
    "released": _release_back,
    "excused": _for_student(unexcuse),
    "late-counted": _for_student(ignore_late),
    "late-ignored": _for_student(count_late),
}
