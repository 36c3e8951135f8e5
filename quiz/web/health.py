"""Whether the service is alive, and whether it can do its work: for proxies and monitors.

Both answer in plain words that anybody may read: no version, no name of a file or a host.
"""

from __future__ import annotations

from flask import Blueprint, Response

from quiz.storage.upkeep import health

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Answer: the process is there. Nothing else is asked, so a lost database restarts nobody."""
    return _plain("ok", 200)


@blueprint.get("/readyz")
def ready() -> Response:
    """Answer 200 where students can be served, else 503 and a line for each thing in the way."""
    troubles = health.troubles()
    return _plain("\n".join(troubles) or "ok", 503 if troubles else 200)


def _plain(words: str, status: int) -> Response:
    answer = Response(f"{words}\n", status, mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer
