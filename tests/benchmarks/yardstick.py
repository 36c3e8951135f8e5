"""What we are measured against: the same server around a Flask that does next to nothing.

``/`` says hello; a form sent to ``/insert`` is one INSERT of plain `sqlite3`, as durable as ours.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
from pathlib import Path

from flask import Flask, request


def application() -> Flask:
    """Make the app; the file of its database is named by the environment."""
    app = Flask("hello")
    lock = threading.Lock()  # SQLite has one writer at a time
    bare = sqlite3.connect(os.environ["YARDSTICK"], isolation_level=None, check_same_thread=False)
    bare.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;"
        "CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, item, raw)"
    )

    def insert() -> str:
        row = (request.form["item"], request.form["raw"])
        with lock:
            bare.execute("INSERT INTO answer (item, raw) VALUES (?, ?)", row)
        return "saved"

    app.add_url_rule("/", view_func=lambda: "hello")
    app.add_url_rule("/insert", view_func=insert, methods=["POST"])
    return app


def main() -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    port, workers, threads, folder = sys.argv[1:]
    os.environ["YARDSTICK"] = str(Path(folder) / "yardstick.sqlite")
    Granian(
        "tests.benchmarks.yardstick:application",
        factory=True,
        interface=Interfaces.WSGI,
        port=int(port),
        workers=int(workers),
        blocking_threads=int(threads),
        runtime_threads=1,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
