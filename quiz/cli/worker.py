"""What runs in each process of ``quiz serve``: the app, and a thread that watches the time."""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Flask

EVERY = 3.0
"""Seconds between looks at the attempts whose time is over."""

EVERYBODYS = ("base.html", "interactions/", "parts/", "student/")
"""Where the templates begin that are asked for all day."""

log = logging.getLogger(__name__)


def application() -> Callable[..., Iterable[bytes]]:
    """Make the app of a worker that shares nothing with the process that made it."""
    from quiz import create_app

    app = create_app()
    settle(app)
    return begin(app)


def settle(app: Flask) -> None:
    """Load what pages of students need, and let the collector look no more at what is there.

    A look through everything takes tens of milliseconds, in which no answer is saved; and workers
    that are forked from here share memory that nobody writes to.
    """
    for template in app.jinja_env.list_templates():
        if template.startswith(EVERYBODYS):
            app.jinja_env.get_template(template)
    gc.collect()
    gc.freeze()
    gc.set_threshold(5000, 20, 50)


def begin(app: Flask) -> Callable[..., Iterable[bytes]]:
    """Begin to work in this process: give what answers requests, and watch the time."""
    from quiz.cli import logs

    logs.set_up(app.config["QUIZ_LOG"])
    for work in (_submit_ended, _leave_with_parent):
        threading.Thread(target=work, args=(app,), daemon=True, name=work.__name__).start()
    return app


def _submit_ended(app: Flask) -> None:
    """Submit attempts whose time is over. In each worker: submitting twice changes nothing."""
    from quiz.storage import attempts

    wait = threading.Event().wait
    while not wait(EVERY):
        try:
            with app.app_context():
                attempts.submit_ended(datetime.now(UTC))
        except Exception:
            # The database may be away for a moment; the next look will be better.
            log.exception("ended attempts could not be submitted")


def _leave_with_parent(_app: Flask) -> None:
    """End when the server's main process was killed, or the port would never be free again."""
    parent = os.getppid()
    wait = threading.Event().wait
    while not wait(0.5):
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
