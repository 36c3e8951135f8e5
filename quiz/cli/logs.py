"""What the service's processes log, on standard error: in words, or as a line of JSON each.

structlog writes the lines, of our own loggers and of the libraries' alike, so that each is one
object with time, level, logger and request id. An error is told by its kind and where it came from;
what else it says may be about a person, and only the first line of some kinds never is.
"""

from __future__ import annotations

import logging
import sys
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import structlog
from flask import g, has_request_context
from structlog.stdlib import ProcessorFormatter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from structlog.typing import EventDict

REQUESTS = "quiz.web.requestlog"

IMPERSONAL = {
    *("OSError", "ImportError", "NameError", "AttributeError", "TypeError"),
    *("OperationalError", "InterfaceError", "IntegrityError"),  # as all drivers call them
    "Stumbled",
}
"""Kinds of errors that speak of files, of the program and of the database's form."""


def set_up(form: str) -> None:
    """Send all that is logged to standard error; ``form`` is plain or json (QUIZ_LOG)."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(form))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(REQUESTS).setLevel(logging.INFO if form == "json" else logging.WARNING)


@contextmanager
def unheard() -> Iterator[None]:
    """Tell of no request in the block that was answered well: nobody made it."""
    requests = logging.getLogger(REQUESTS)
    before = requests.level
    requests.setLevel(logging.WARNING)
    try:
        yield
    finally:
        requests.setLevel(before)


def formatter(form: str) -> ProcessorFormatter:
    """Make what turns a record into its line."""
    return ProcessorFormatter(
        foreign_pre_chain=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            _request_id,
            _error,
        ],
        processors=[
            ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer() if form == "json" else _words,
        ],
    )


def _request_id(_logger: Any, _name: str, event: EventDict) -> EventDict:  # noqa: ANN401
    if has_request_context() and "request_id" in g:
        event["request_id"] = g.request_id
    return event


def _error(_logger: Any, _name: str, event: EventDict) -> EventDict:  # noqa: ANN401
    """Put an exception into words that hold no values."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(told(error))
    return event


def told(error: BaseException) -> list[str]:
    """Tell an exception, and before it what led to it: the places, then kind and what is safe."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = [*told(cause), "which led to"] if cause else []
    places = [place.rstrip() for place in traceback.format_tb(error.__traceback__)]
    return [*before, *places, ": ".join((type(error).__qualname__, *_safe(error)))]


def _safe(error: BaseException) -> list[str]:
    """Give the first line of what an error says, where that is never about a person.

    What a database says below it are values.
    """
    kinds = {kind.__name__ for kind in type(error).__mro__}
    return [str(error).partition("\n")[0]] if kinds & IMPERSONAL else []


def _words(_logger: Any, _name: str, event: EventDict) -> str:  # noqa: ANN401
    """Write a line for a person, and what was told of an error below it."""
    known = ("timestamp", "level", "logger", "event", "exception")
    when, level, logger, words, error = (event.get(name) for name in known)
    rest = "".join(f" {name}={value}" for name, value in event.items() if name not in known)
    return f"{when} {level} {logger}: {words}{rest}" + (f"\n{error}" if error else "")
