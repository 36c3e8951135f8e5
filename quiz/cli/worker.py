"""What runs in each process of ``quiz serve``: the app, and a thread that watches the time."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from quiz.cli import logs, processes
from quiz.cli.gateway import Gateway
from quiz.cli.server import Server

if TYPE_CHECKING:
    import socket

    from flask import Flask

EVERY = 3.0
"""Seconds between looks at the attempts whose time is over."""

EVERYBODYS = ("base.html", "interactions/", "parts/", "student/")
"""Where the templates begin that are asked for all day."""

SHARE = 0.0003
"""Seconds that a thread may keep the others of its process waiting, where one answers students.

Python gives it five milliseconds. That is what each look into the database costs then while a
teacher's report is being made beside it: at 16 students p99 of a save was 58-75 ms and is 37, with
a spreadsheet 170-270 and is 50; the spreadsheet takes half as long again.
"""

PATIENCE_WITHOUT_PARENT = 2
"""Seconds that a worker has to answer what it has begun when its main process was killed.

Until it ends, it may hold the lock of the database, and the next ``quiz serve`` waits for the port.
"""

log = logging.getLogger(__name__)


def work(app: Flask | None, listener: socket.socket, connections: int) -> None:
    """Answer who comes in at ``listener``, until told to stop; ``connections``: how many at once.

    Where nothing is shared with the process that made this one, there is no app yet.
    """
    if app is None:
        from quiz import create_app

        settle(app := create_app())
    logs.set_up(app.config["QUIZ_LOG"])
    server = Server(_gateway(app), connections)
    processes.hear(partial(setattr, server, "should_exit", True))
    for watch in (_submit_ended, _leave_with_parent):
        threading.Thread(target=watch, args=(app,), daemon=True, name=watch.__name__).start()
    server.run([listener])


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


def _gateway(app: Flask) -> Gateway:
    """Make what answers: with as many threads as can wait for the database while another works.

    SQLite is a file: what students ask for needs none of them. Elsewhere one waits for a network.
    """
    from quiz.storage import db

    with app.app_context():
        file = db.engine.dialect.name == "sqlite"
    if file:
        sys.setswitchinterval(SHARE)
    return Gateway(app, int(app.config["QUIZ_THREADS"]) or (2 if file else 4), inline=file)


def _submit_ended(app: Flask) -> None:
    """Submit attempts whose time is over. In each worker: submitting twice changes nothing."""
    from quiz.storage import LOST, attempts

    wait = threading.Event().wait
    while not wait(EVERY):
        try:
            with app.app_context():
                attempts.submit_ended(datetime.now(UTC))
        except LOST as error:
            # It may be away for a moment; the next look will be better.
            first = str(error).partition("\n")[0]
            log.error("ended attempts could not be submitted: %s", first)
        except Exception:
            log.exception("ended attempts could not be submitted")


def _leave_with_parent(_app: Flask) -> None:
    """End when the server's main process was killed, or the port would never be free again."""
    main = multiprocessing.parent_process()
    parent = main.pid if main else os.getppid()  # it may be gone by now
    wait = threading.Event().wait
    while os.getppid() == parent:
        wait(0.5)
    _leave()


def _leave() -> None:
    """Answer what has begun, then end; the kernel ends a worker that has not done so in time."""
    if hasattr(signal, "alarm"):
        signal.alarm(PATIENCE_WITHOUT_PARENT)
    os.kill(os.getpid(), signal.SIGTERM)
