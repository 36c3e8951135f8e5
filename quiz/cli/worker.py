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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from quiz.cli.gateway import Gateway

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


def application() -> Gateway:
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


def begin(app: Flask) -> Gateway:
    """Begin to work in this process: give what answers requests, and watch the time."""
    from quiz.cli import logs

    logs.set_up(app.config["QUIZ_LOG"])
    _hold_signals()
    gateway = _gateway(app)
    for work, given in ((_submit_ended, app), (_leave_with_parent, app), (_stop_once, gateway)):
        threading.Thread(target=work, args=(given,), daemon=True, name=work.__name__).start()
    return gateway


def _gateway(app: Flask) -> Gateway:
    """Make what answers: with as many threads as can wait for the database while another works.

    SQLite is a file: what students ask for needs none of them. Elsewhere one waits for a network.
    """
    from quiz.cli.gateway import Gateway
    from quiz.storage import db

    with app.app_context():
        file = db.engine.dialect.name == "sqlite"
    if file:
        sys.setswitchinterval(SHARE)
    threads = int(app.config["QUIZ_THREADS"]) or (2 if file else 4)
    return Gateway(app, threads, inline=file)


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


def _hold_signals() -> None:
    """Keep them from this thread and those that it starts; ``_stop_once`` waits for one.

    Ctrl-C and many supervisors tell all processes, and then the main process tells its workers
    again. Told a second time while it still answers, granian's worker waits for itself with all of
    Python, until it is killed: what it had begun was cut.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until granian sets its own: not the parent's
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})


def _stop_once(gateway: Gateway) -> None:
    """Pass the first SIGTERM on to granian, and no other. SIGINT is for the main process."""
    if not hasattr(signal, "sigwait"):
        return
    signal.sigwait({signal.SIGTERM})
    if gateway.loop is None:  # granian has not begun, so nothing else has
        os._exit(0)
    gateway.loop.call_soon_threadsafe(gateway.stop)
    gateway.loop.call_soon_threadsafe(_raise_once)


def _raise_once() -> None:
    """Raise SIGTERM in the thread that the loop runs in, which is deaf to it otherwise."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    signal.raise_signal(signal.SIGTERM)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
