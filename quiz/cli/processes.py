"""The processes that answer requests: as many as wanted, each started again where it died."""

from __future__ import annotations

import logging
import math
import multiprocessing
import signal
import socket
import sys
import time
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.process import BaseProcess

PAUSE = 1.0
"""Seconds until another takes the place of one that has not lasted as long: where memory is short,
none lasts, but a class waits."""

ENDING = 10
"""Seconds that a process may take to answer what it has begun, when it is told to stop.

An answer of ours takes five at most, the wait for a locked database; a large export may be cut.
"""

LONGEST = ENDING + 2.0
"""Seconds until one that has not ended by then is killed."""

FORKS = sys.platform == "linux"
"""Whether processes are forked, and share the memory of the one that makes them."""

TOLD = (signal.SIGINT, signal.SIGTERM)
"""The signals that tell us to stop."""

log = logging.getLogger(__name__)


def keep(
    number: int,
    work: Callable[..., None],
    given: tuple[Any, ...],
    *,
    started: Callable[[], None],
    stopping: Callable[[], None],
) -> None:
    """Keep so many at a work until we are told to stop; then each ends what it has begun.

    ``work`` is called with what is ``given``, deaf to signals until it calls `hear`; where nothing
    is forked, both are sent to the process. ``started`` is called when all have begun, ``stopping``
    when we are told. Windows has no way to tell a process, so there it is ended at once.
    """
    running: dict[BaseProcess, float] = {}  # and since when
    with _told() as told:
        try:
            _fill(running, number, work, given)
            started()
            while not _stopped(told, running, PAUSE if len(running) < number else None):
                if _lasted(running) < PAUSE and wait([told], PAUSE):
                    break
                _fill(running, number, work, given)
        finally:
            stopping()
            _end(running)


def _fill(
    running: dict[BaseProcess, float],
    number: int,
    work: Callable[..., None],
    given: tuple[Any, ...],
) -> None:
    """Begin as many as are wanting, or as the system lets us."""
    while len(running) < number:
        try:
            running[_begin(work, given)] = time.monotonic()
        except OSError as error:
            log.error("a worker cannot be started now: %s", error)
            return


def _stopped(told: socket.socket, running: Iterable[BaseProcess], patience: float | None) -> bool:
    """Wait until one has ended or time is up; tell whether we are told to stop."""
    return told in wait([told, *(process.sentinel for process in running)], patience)


def _lasted(running: dict[BaseProcess, float]) -> float:
    """Take away those that have ended; give the seconds that the shortest of them lasted."""
    least = math.inf
    for process in [process for process in running if not process.is_alive()]:
        log.error("a worker has ended (%s) and is started again", process.exitcode)
        least = min(least, time.monotonic() - running.pop(process))
    return least


def hear(stop: Callable[[], None]) -> None:
    """Call ``stop`` in this process when it is told to; a Ctrl-C is for the main process."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: stop())
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD)


def _begin(work: Callable[..., None], given: tuple[Any, ...]) -> BaseProcess:
    how = multiprocessing.get_context
    process = (how("fork") if FORKS else how("spawn")).Process(target=work, args=given)
    with _deaf():
        process.start()
    return process


def _end(running: Iterable[BaseProcess]) -> None:
    """Tell all to stop, and wait; who does not is killed."""
    for process in running:
        process.terminate()
    until = time.monotonic() + LONGEST
    for process in running:
        process.join(max(0, until - time.monotonic()))
        if process.is_alive():
            log.error("a worker did not end, and is killed")
            process.kill()
            process.join()


@contextmanager
def _told() -> Iterator[socket.socket]:
    """Give what can be read from as soon as we are told to stop, in whichever thread that is."""
    ours, told = socket.socketpair()
    ours.setblocking(False)
    before = {number: signal.signal(number, lambda *_: None) for number in TOLD}
    signal.set_wakeup_fd(ours.fileno(), warn_on_full_buffer=False)
    try:
        yield told
    finally:
        signal.set_wakeup_fd(-1)
        for number, handler in before.items():
            signal.signal(number, handler)
        ours.close()
        told.close()


@contextmanager
def _deaf() -> Iterator[None]:
    """Hold signals back in the block, from this thread and from processes that it starts."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    if not FORKS:
        resource_tracker.ensure_running()  # for it lets us hear again when it begins
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TOLD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
