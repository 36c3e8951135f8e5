"""Processes that are kept at a work: each story has a main process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.visitor import PATIENCE
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]

MAIN = """
import os, signal, sys, threading, time
from pathlib import Path
from quiz.cli import processes

processes.PAUSE = float(sys.argv[3])
folder = Path(sys.argv[2])


def works(folder):
    told = threading.Event()
    processes.hear(told.set)
    (folder / f"{os.getpid()}.began").touch()
    while not told.wait(0.02):
        pass
    time.sleep(0.1)
    (folder / f"{os.getpid()}.ended").touch()


def deaf(folder):
    (folder / f"{os.getpid()}.began").touch()
    time.sleep(3600)


def dies(folder):
    (folder / f"{os.getpid()}.began").touch()


def cannot_begin(folder):
    works(folder)


def short_of_memory(*given, begin=processes._begin):
    if (folder / "room").exists():
        return begin(*given)
    (folder / "tried").touch()
    raise BlockingIOError("Resource temporarily unavailable")


if sys.argv[1] == "deaf":
    processes.LONGEST = 0.5
if sys.argv[1] == "cannot_begin":
    processes._begin = short_of_memory
processes.keep(
    2,
    globals()[sys.argv[1]],
    (folder,),
    started=(folder / "started").touch,
    stopping=(folder / "stopping").touch,
)
"""

Keep = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def keep(tmp_path: Path) -> Iterator[Keep]:
    """Have two processes do a work; give the main process."""
    kept: list[subprocess.Popen[bytes]] = []

    def begin(work: str, pause: float = 0.0) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", MAIN, work, str(tmp_path), str(pause)]
        kept.append(subprocess.Popen(command, cwd=ROOT, start_new_session=True))
        return kept[0]

    yield begin
    for process in kept:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def marks(folder: Path, what: str) -> set[int]:
    """Which processes have left such a mark."""
    return {int(path.stem) for path in folder.glob(f"*.{what}")}


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("everybody", [False, True])
def test_told_to_stop_each_ends_what_it_has_begun(
    keep: Keep, tmp_path: Path, told: signal.Signals, everybody: bool
) -> None:
    """Ctrl-C, and many a supervisor, tell all processes; and some tell them twice."""
    main = keep("works")
    wait_until(lambda: len(marks(tmp_path, "began")) == 2, "both have begun")
    wait_until((tmp_path / "started").exists, "and the main process knows")
    for _ in range(2):
        if main.poll() is None:
            os.killpg(main.pid, told) if everybody else main.send_signal(told)
        time.sleep(0.03)

    assert main.wait(PATIENCE) == 0
    assert marks(tmp_path, "ended") == marks(tmp_path, "began")
    assert (tmp_path / "stopping").exists()


def test_one_that_does_not_hear_is_killed(keep: Keep, tmp_path: Path) -> None:
    main = keep("deaf")
    wait_until(lambda: len(marks(tmp_path, "began")) == 2, "both have begun")
    main.terminate()

    assert main.wait(PATIENCE) == 0
    for worker in marks(tmp_path, "began"):
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


def test_one_that_dies_is_followed_by_another(keep: Keep, tmp_path: Path) -> None:
    main = keep("works")
    wait_until(lambda: len(marks(tmp_path, "began")) == 2, "both have begun")
    os.kill(min(marks(tmp_path, "began")), signal.SIGKILL)
    wait_until(lambda: len(marks(tmp_path, "began")) == 3, "another has begun")
    main.terminate()

    assert main.wait(PATIENCE) == 0
    assert len(marks(tmp_path, "ended")) == 2


def test_where_none_lasts_others_begin_now_and_then(keep: Keep, tmp_path: Path) -> None:
    """And we can be told to stop meanwhile."""
    main = keep("dies", pause=0.4)
    wait_until(lambda: len(marks(tmp_path, "began")) >= 4, "others have begun")
    assert len(marks(tmp_path, "began")) < 12
    main.terminate()

    assert main.wait(PATIENCE) == 0


def test_where_none_can_begin_it_is_tried_again(keep: Keep, tmp_path: Path) -> None:
    main = keep("cannot_begin", pause=0.1)
    wait_until((tmp_path / "tried").exists, "it was tried")
    (tmp_path / "room").touch()
    wait_until(lambda: len(marks(tmp_path, "began")) == 2, "both have begun")
    main.terminate()

    assert main.wait(PATIENCE) == 0
