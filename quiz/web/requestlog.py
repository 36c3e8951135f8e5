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

from flask import g, request

from quiz import metrics

if TYPE_CHECKING:
    from flask import Flask, Response

HEADER = "X-Request-ID"
QUIET = {"health.alive", "health.ready"}
"""Asked every few seconds by machines: told only where the answer is bad."""

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
    g.began = time.perf_counter()
    sent = request.environ.get("HTTP_X_REQUEST_ID", "")
    g.request_id = sent if _SANE.fullmatch(sent) else secrets.token_hex(8)


def end(response: Response) -> Response:
    """Count and tell the request that is answered."""
    now = time.perf_counter()
    seconds = now - g.get("began", now)
    asked = _asked()
    metrics.request(asked["method"], asked["route"], response.status_code, seconds)
    quiet = request.endpoint in QUIET and response.status_code == 200
    if log.isEnabledFor(logging.INFO) and not quiet:
        told = asked | {"status": response.status_code, "ms": round(1000 * seconds, 2)}
        log.info("request", extra=told)
    response.headers[HEADER] = g.get("request_id", "")
    return response


def broke(exc_info: Any) -> None:  # noqa: ANN401 - as Flask has it
    """Tell of an error that nobody expected."""
    log.error("a request broke", exc_info=exc_info, extra=_asked())


def _asked() -> dict[str, str]:
    route = request.url_rule.rule if request.url_rule else "unknown"
    return {"method": request.method if request.method in _METHODS else "other", "route": route}
