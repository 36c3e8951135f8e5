"""The reading room: answering, saving, looking over, handing in, trying again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, session, url_for

from quiz.assessment.timing import State
from quiz.storage import attempts, codes
from quiz.storage.assignments import releases
from quiz.storage.attempts import Erased, NoAttemptsLeft, NotOpen
from quiz.web import clock, fields, filters, fragments, headers, moulds, paths, room
from quiz.web.student import door, memory, paging, preferences, saving, troubles

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from quiz.storage.attempts import Attempt, Receipt
    from quiz.storage.attempts.opened import Opened

blueprint = Blueprint("attempts", __name__, url_prefix="/attempts/<token>")
blueprint.after_request(headers.private)


@blueprint.route("", methods=["GET", "POST"])
def show(token: str) -> str | tuple[str, int] | Response:
    """Show passage and questions; sent as a form, keep the answers and go where the button says."""
    if request.method == "POST":
        return _save_all(door.attempt(token), token) or _go(token, request.form.get("go", ""))
    found = door.opened(token)
    if found.attempt.state(clock.now()) is not State.OPEN:
        return redirect(url_for("student.results.show", token=token))
    return _room(found, token)


@blueprint.post("/save")
def save(token: str) -> str | tuple[str, int]:
    """Keep one answer that a script sends; give a receipt, or what stands in its way."""
    attempt, form = door.attempt_seen(token), request.form
    item = attempt.version.questions.item(form.get("item", ""))
    if item is None or not fields.on_form(form, item.id):
        abort(400)
    try:
        answer, outcome = saving.save_one(attempt, form, item, clock.now())
    except Erased:
        door.refuse()
    if isinstance(outcome, saving.Trouble):
        return troubles.fragment(attempt, token, outcome)
    return _receipt(outcome, *room.progress(item, answer))


@blueprint.get("/review")
def review(token: str) -> str | Response:
    """Show what is unanswered, incomplete or flagged, before handing in."""
    attempt, kept, _ = door.opened(token)
    if attempt.state(clock.now()) is not State.OPEN:
        return redirect(url_for("student.results.show", token=token))
    questions = room.asked(attempt, kept)
    return render_template(
        "student/attempts/review.html", attempt=attempt, token=token, questions=questions
    )


@blueprint.post("/submit")
def submit(token: str) -> Response:
    """Hand the attempt in; once more does no harm."""
    try:
        attempts.submit(door.attempt_seen(token), now=clock.now())
    except Erased:
        door.refuse()
    memory.forget(session, token)
    return redirect(url_for("student.results.show", token=token))


@blueprint.post("/again")
def again(token: str) -> Response:
    """Begin another attempt of the same assignment."""
    before = door.attempt(token)
    try:
        attempt, fresh = attempts.start(
            before.assignment,
            name=before.name,
            now=clock.now(),
            student_id=before.student_id,
            token=fields.token_to_start(request.form, token),
        )
    except (NotOpen, NoAttemptsLeft):  # the landing page says why
        return redirect(url_for("student.join.show", code=before.assignment.code))
    address = memory.begun(session, attempt, fresh)
    return redirect(url_for("student.attempts.show", token=address))


@blueprint.post("/hint/<item>")
def hint(token: str, item: str) -> tuple[str, int] | Response:
    """Show a question's hint from now on; practice only, and not while its set is a test.

    What else is on the form is kept.
    """
    attempt = door.attempt(token)
    asked = attempt.version.questions.item(item)
    if asked is None or not asked.hint or not attempt.assignment.practice:
        abort(404)
    stopped = _save_all(attempt, token)
    if stopped is None and releases.told(attempt.assignment, clock.now()):
        attempts.ask_hint(attempt, item, now=clock.now())
    return stopped or redirect(url_for("student.attempts.show", token=token, _anchor=f"q-{item}"))


def _room(opened: Opened, token: str) -> str:
    attempt, kept, hints = opened
    questions = room.asked(attempt, kept, hints)
    page = paging.page(attempt, questions, request.args.get("q", ""))
    blank, version = room.blank_key(attempt, kept), attempt.version
    saved, end = max((k.received_at for k in kept.values()), default=None), attempt.end
    code = "" if fields.whole(token) else codes.shown(codes.plain(token)).upper()
    return moulds.page(
        "student/attempts/show.html",
        paging.frame(attempt, page, saved=bool(saved), ends=bool(end), code=bool(code)),
        token=paths.part(token),
        code=code,
        writer=fields.new_writer(),
        attempt=f"{attempt.id}-{int(attempt.started_at.timestamp())}",
        now=clock.now().isoformat(timespec="seconds"),
        end=filters.time(end) if end else "",
        ends_at=end.isoformat(timespec="seconds") if end else "",
        saved=filters.time(saved) if saved else "",
        dots=fragments.kept(
            ("dots", blank),
            lambda: fragments.macro("parts/dots.html", "dots", questions, page.here),
        ),
        passages=fragments.kept(
            ("passages", version.id, page.passage),
            lambda: fragments.macro("parts/passage.html", "sheets", page.sheets, version.questions),
        ),
        questions=fragments.kept(
            ("listed", blank),
            lambda: fragments.macro(
                "parts/questions.html", "listed", room.grouped(page.shown, version.questions), token
            ),
        ),
    )


def _receipt(kept: Receipt, progress: room.Progress, message: str) -> str:
    return moulds.piece(
        "student/attempts/save.html",
        (kept.late, progress, message),
        revision=str(kept.revision),
        received=kept.received_at.isoformat(timespec="seconds"),
        time=filters.time(kept.received_at),
    )


def _save_all(attempt: Attempt, token: str) -> tuple[str, int] | Response | None:
    """Keep what is on the form. Gives a page where something was not kept or the time is over."""
    now = clock.now()
    unkept = saving.save_form(attempt, request.form, now)
    if attempt.state(now) is State.ENDED:
        attempt = attempts.submit_if_ended(attempt, now=now)
    if unkept:
        return troubles.page(attempt, token, unkept)
    if attempt.state(now) is not State.OPEN:
        return redirect(url_for("student.results.show", token=token))
    return None


def _go(token: str, where: str) -> Response:
    """Go where a button of the room leads."""
    verb, _, item = where.partition(":")
    if verb == "finish":
        return redirect(url_for("student.attempts.review", token=token))
    if verb == "sentences" and item:
        return redirect(url_for("student.sentences.show", token=token, item=item))
    here = item if verb == "question" else request.args.get("q")
    response = redirect(url_for("student.attempts.show", token=token, q=here or None))
    if verb == "preferences":
        preferences.apply(response)
    return response
