"""One line and one count for each request: who asked is not in it, what was asked is.

A request has an id, taken from the proxy's X-Request-ID where that is sane and made up otherwise;
it is in the answer's headers and in each line that is logged meanwhile. The route is told by its
template: the path may be a private link.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from typing import TYPE_CHECKING, Any

from flask import g

from quiz import metrics
from quiz.web import bodies
from quiz.web.application import present

if TYPE_CHECKING:
    from flask import Flask, Response

    from quiz.web.application import Asked

HEADER = "X-Request-ID"
QUIET = {"health.alive", "health.ready"}
"""Asked every few seconds by machines: told only where the answer is bad."""

BEGAN = "quiz.began"
"""Where a request keeps when it began, in seconds of no clock."""

_SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Watch all requests. Said before all others, so that it begins first and ends last."""
    app.before_request(begin)
    app.after_request(end)
    app.log_exception = broke  # type: ignore[method-assign]  # Flask's own line has the path


def begin() -> None:
    """Name the request and note when it began."""
    environ = present().environ
    environ[BEGAN] = time.perf_counter()
    sent = environ.get("HTTP_X_REQUEST_ID", "")
    g.request_id = sent if _SANE.fullmatch(sent) else secrets.token_hex(8)


def end(response: Response) -> Response:
    """Count and tell the request that is answered."""
    tells, asked = log.isEnabledFor(logging.INFO), present()
    tried = response.status_code == 503 and bodies.TRY in asked.environ
    if (tells or metrics.counting()) and not tried:
        _note(asked, response, tells=tells)
    response.headers.add(HEADER, g.get("request_id", ""))
    return response


def _note(asked: Asked, response: Response, *, tells: bool) -> None:
    now = time.perf_counter()
    seconds, told = now - asked.environ.get(BEGAN, now), _told(asked)
    metrics.request(told["method"], told["route"], response.status_code, seconds)
    quiet = asked.endpoint in QUIET and response.status_code == 200
    if tells and not quiet:
        more = {"status": response.status_code, "ms": round(1000 * seconds, 2)}
        log.info("request", extra=told | more)


def broke(exc_info: Any) -> None:  # noqa: ANN401 - as Flask has it
    """Tell of an error that nobody expected."""
    log.error("a request broke", exc_info=exc_info, extra=_told(present()))


def _told(asked: Asked) -> dict[str, str]:
    route = asked.url_rule.rule if asked.url_rule else "unknown"
    return {"method": asked.method if asked.method in _METHODS else "other", "route": route}
