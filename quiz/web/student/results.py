"""The result: as much of it as the assignment's feedback policy gives out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, request, session, url_for
from flask_babel import gettext
from markupsafe import Markup

from quiz.assessment import release, scoring
from quiz.assessment.model import Feedback
from quiz.assessment.timing import State
from quiz.storage import attempts
from quiz.storage.marks import disputes
from quiz.storage.results import outcomes
from quiz.web import clock, fields, filters, fragments, headers, moulds, passages, paths, released
from quiz.web.student import door, memory, reviewing
from quiz.web.student.reviewing import Shown

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from datetime import timedelta

    from werkzeug.wrappers import Response

    from quiz.assessment.release import Terms
    from quiz.assessment.scoring import AttemptScore
    from quiz.storage.attempts import Attempt
    from quiz.storage.results.outcomes import Outcome, Result
    from quiz.storage.sets.versions import Version
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

    @property
    def key(self) -> Hashable:
        """All that is shown of them."""
        sums = {name: (s.points, s.max) for name, s in self.skills.items()}
        total = (self.score.points, self.score.max, self.score.pending_max)
        return total, self.right, self.scored, filters.minutes(self.used), tuple(sums.items())


@dataclass(frozen=True, slots=True)
class Frame:
    """What decides how a page looks around what is the student's own.

    ``again``: another attempt may begin; ``waits``: a result that is not here comes after the
    ``close``, when the ``teacher`` says so, or never.
    """

    title: str
    language: str
    again: bool
    waits: str


@blueprint.get("")
def show(token: str) -> str | Response:
    """Show the result of an attempt that was handed in."""
    result = _result(token)
    if result.attempt.submitted_at is None:
        return redirect(url_for("student.attempts.show", token=token))
    memory.forget(session, token)
    return _page(result, token)


@blueprint.post("/<item>/dispute")
def dispute(token: str, item: str) -> str | tuple[str, int] | Response:
    """Keep a student's word that an answer was right: once for each question, the key being out."""
    result = _result(token)
    if result.outcome is None or not result.seen.includes(Feedback.ANSWERS):
        abort(404)
    try:
        disputes.say(result.attempt, item, request.form.get("reason", ""), now=clock.now())
    except disputes.NoReason:
        return _page(result, token, item), 422
    except disputes.Said:
        pass  # sent twice
    except LookupError:
        abort(404)
    return redirect(url_for(".show", token=token, _anchor=f"q-{item}"))


def _result(token: str) -> Result:
    """What may be seen of an attempt; one whose time is over is handed in by this."""
    attempt, now = door.attempt_seen(token), clock.now()
    try:
        found = outcomes.of(attempt, now)
        if found.attempt.state(now) is not State.ENDED:
            return found
        return outcomes.of(attempts.submit_if_ended(attempt, now=now), now)
    except attempts.Erased:
        door.refuse()


def _page(result: Result, token: str, refused: str = "") -> str:
    (attempt, terms, seen, outcome), now = result, clock.now()
    page = partial(_moulded, attempt, token, attempts.may_begin_again(attempt, now))
    if outcome is None:
        return page("received", _waits(terms), **_received(attempt, terms))
    figures = _figures(attempt, outcome.score)
    head = fragments.kept(
        ("figures", figures.key), lambda: fragments.macro("parts/figures.html", "head", figures)
    )
    changes = _changes(attempt, outcome) if outcome.notes else ""
    if not seen.includes(Feedback.ANSWERS):
        return page("score", head=head, changes=changes)
    evidence = seen.includes(Feedback.EVIDENCE)
    reviewed = released.reviewed(attempt, outcome)
    wanted = request.args.get("evidence", "") if evidence else ""
    marked = next((r for r in reviewed if r.item.id == wanted), None)
    return page(
        "show",
        number=str(attempt.number),
        submitted=filters.time(attempt.submitted_at or now),
        passages=_passages(attempt.version, marked),
        head=head,
        changes=changes,
        answers=reviewing.answers(Shown(outcome, token, evidence, marked, refused), reviewed),
    )


def _moulded(
    attempt: Attempt, token: str, again: bool, template: str, waits: str = "", **own: str
) -> str:
    questions = attempt.version.questions
    return moulds.page(
        f"student/results/{template}.html",
        Frame(questions.title, questions.language, again, waits),
        token=paths.part(token),
        writer=fields.new_writer(),
        attempt=f"{attempt.id}-{int(attempt.started_at.timestamp())}",
        **own,
    )


def _waits(terms: Terms) -> str:
    """What the result waits for; empty where it never comes."""
    if release.due(terms) is not None:
        return "close"
    return "" if terms.feedback is Feedback.NONE else "teacher"


def _received(attempt: Attempt, terms: Terms) -> dict[str, str]:
    due = release.due(terms)
    return {
        "name": attempt.name,
        "submitted": filters.day(attempt.submitted_at or clock.now()),
        "due": "" if due is None else filters.day(due),
    }


def _changes(attempt: Attempt, outcome: Outcome) -> Markup:
    """What changed the score after it was given."""
    questions = attempt.version.questions
    return fragments.macro("parts/rescored.html", "rescored", outcome.notes, questions)


def _passages(version: Version, marked: Reviewed | None) -> Markup:
    """The passages, the evidence of one question marked in them where it was asked for."""
    questions = version.questions
    sheets = partial(fragments.macro, "parts/passage.html", "sheets")
    if marked is None:
        return fragments.kept(
            ("passages", version.id, ""), lambda: sheets(passages.rendered(version), questions)
        )
    line = gettext("Evidence for question %(number)s is marked.", number=marked.question.number)
    marks = released.spans(marked.item)
    return sheets(passages.sheets(questions.passages, marks), questions, line)


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
