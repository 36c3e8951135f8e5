"""The result: as much of it as the assignment's feedback policy gives out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, session, url_for

from quiz.assessment import release, scoring
from quiz.assessment.model import Feedback
from quiz.assessment.timing import State
from quiz.storage import assignments, attempts, disputes, marks, releases, rescored
from quiz.web import clock, fields, headers, passages, released
from quiz.web.student import door, memory

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from werkzeug.wrappers import Response

    from quiz.assessment.scoring import AttemptScore
    from quiz.storage.attempts import Attempt
    from quiz.storage.disputes import Dispute
    from quiz.storage.marks import Mark
    from quiz.web.released import Reviewed

blueprint = Blueprint("results", __name__, url_prefix="/attempts/<token>/result")
blueprint.after_request(headers.private)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures at the head of a result: ``right`` of ``scored`` questions in full or part."""

    score: AttemptScore
    right: int
    scored: int
    used: timedelta
    skills: Mapping[str, AttemptScore]


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of an answer: the student's dispute, a person's mark with its comment.

    ``may``: the student may say that it was right; ``refused``: tried to, without a reason.
    """

    dispute: Dispute | None
    mark: Mark | None
    may: bool
    refused: bool


@blueprint.get("")
def show(token: str) -> str | Response:
    """Show the result of an attempt that was handed in; one whose time is over is, by this."""
    attempt = door.attempt(token)
    if attempt.state(clock.now()) is State.ENDED:
        attempt = attempts.submit_if_ended(attempt, now=clock.now())
    if attempt.submitted_at is None:
        return redirect(url_for("student.attempts.show", token=token))
    memory.forget(session, token)
    return _page(attempt, token)


@blueprint.post("/<item>/dispute")
def dispute(token: str, item: str) -> str | tuple[str, int] | Response:
    """Keep a student's word that an answer was right: once for each question, the key being out."""
    attempt = door.attempt(token)
    if attempt.submitted_at is None or not releases.visible(
        attempt.assignment, clock.now()
    ).includes(Feedback.ANSWERS):
        abort(404)
    try:
        disputes.say(attempt, item, request.form.get("reason", ""), now=clock.now())
    except disputes.NoReason:
        return _page(attempt, token, item), 422
    except disputes.Said:
        pass  # sent twice
    except LookupError:
        abort(404)
    return redirect(url_for(".show", token=token, _anchor=f"q-{item}"))


def _said(attempt: Attempt, reviewed: tuple[Reviewed, ...], refused: str) -> dict[str, Said]:
    """What people said of each answer, and whether the student may still say it was right."""
    told, given = disputes.of_attempt(attempt), marks.of_attempt(attempt.id)
    return {
        r.item.id: Said(
            told.get(r.item.id),
            given.get(r.item.id),
            may=r.verdict in {"wrong", "part"} and r.score.max > 0 and r.item.id not in told,
            refused=r.item.id == refused,
        )
        for r in reviewed
    }


def _page(attempt: Attempt, token: str, refused: str = "") -> str:
    now = clock.now()
    terms = releases.terms(attempt.assignment, now)
    policy = release.visible(terms, now)
    again, writer = _again(attempt), fields.new_writer()
    shared = {"attempt": attempt, "token": token, "again": again, "writer": writer}
    if not policy.includes(Feedback.SCORE):
        due = release.due(terms)
        return render_template("student/results/received.html", terms=terms, due=due, **shared)
    score = attempts.result(attempt)
    shared["figures"] = _figures(attempt, score)
    shared["notes"] = rescored.notes(attempt)
    if not policy.includes(Feedback.ANSWERS):
        return render_template("student/results/score.html", **shared)
    evidence = policy.includes(Feedback.EVIDENCE)
    reviewed = released.reviewed(attempt, score, attempts.answers(attempt), rescored.key(attempt))
    shown = request.args.get("evidence", "") if evidence else ""
    marked = next((r for r in reviewed if r.item.id == shown), None)
    return render_template(
        "student/results/show.html",
        sheets=_sheets(attempt, marked),
        reviewed=reviewed,
        marked=marked,
        evidence=evidence,
        said=_said(attempt, reviewed, refused),
        **shared,
    )


def _sheets(attempt: Attempt, marked: released.Reviewed | None) -> tuple[passages.Sheet, ...]:
    """The passages, the evidence of one question marked in them where it was asked for."""
    if marked is None:
        return passages.rendered(attempt.version)
    return passages.sheets(attempt.version.questions.passages, released.spans(marked.item))


def _figures(attempt: Attempt, score: AttemptScore) -> Figures:
    scored = [s for s in score.items.values() if s.fraction is not None]
    ended = attempt.submitted_at or clock.now()
    return Figures(
        score,
        right=sum(1 for s in scored if s.fraction and s.fraction > 0),
        scored=len(scored),
        used=ended - attempt.started_at,
        skills=scoring.by_skill(attempt.version.questions, score),
    )


def _again(attempt: Attempt) -> bool:
    """Whether the student may begin once more."""
    allowed = attempt.assignment.attempts
    if not assignments.is_open(attempt.assignment, clock.now(), attempt.student_id):
        return False
    return allowed is None or attempts.used(attempt.assignment, attempt.student_id) < allowed
