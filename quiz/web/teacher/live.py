"""An assignment while it runs, told anew every few seconds; 304 while nothing has moved."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flask import Blueprint, make_response, render_template, request

from quiz.assessment import timing
from quiz.storage.supervision import monitor
from quiz.web import clock, signedin

if TYPE_CHECKING:
    from datetime import datetime

    from werkzeug.wrappers import Response

blueprint = Blueprint("live", __name__, url_prefix="/assignments/<code>/live")


@blueprint.get("")
def show(code: str) -> str:
    """Show who is in and how far; a script asks for the seats again and again."""
    now = clock.now()
    stamp = monitor.stamp(signedin.account(), code, now)
    return render_template("teacher/live/show.html", stamp=stamp, **_seats(code, now))


@blueprint.get("/seats")
def seats(code: str) -> Response:
    """Give the seats alone; nothing is built for a page that has them as they are."""
    now = clock.now()
    stamp = monitor.stamp(signedin.account(), code, now)
    if request.if_none_match.contains(stamp):
        response = make_response("", 304)
    else:
        response = make_response(render_template("teacher/live/seats.html", **_seats(code, now)))
    response.set_etag(stamp)
    return response


def _seats(code: str, now: datetime) -> dict[str, object]:
    given, found = monitor.seats(signedin.account(), code, now)
    order = {"in": 0, "out": 1, "done": 2}
    return {
        "given": given,
        "now": now,
        "seats": sorted(found, key=lambda s: (not s.stuck, order[s.place])),
        "counts": Counter(seat.place for seat in found),
        "stuck": sum(seat.stuck for seat in found),
        "numbers": {item.id: n for n, item in enumerate(given.version.questions.items, 1)},
        "left": {s.standing.student_id: timing.left(s.standing.facts, now) for s in found},
        "minutes": {
            "stuck": round(monitor.STUCK.total_seconds() / 60),
            "reading": round(monitor.READING.total_seconds() / 60),
        },
    }
