"""What we are measured against: the same server around a Flask that does next to nothing.

``/attempts/hello`` says hello; a form sent to ``/attempts/insert`` is one INSERT of plain
`sqlite3`, as durable as ours. Both are answered where students' requests are: in the event loop.
"""

from __future__ import annotations

import socket
import sqlite3
import sys
from pathlib import Path

from flask import Flask, request

HELLO, INSERT = "/attempts/hello", "/attempts/insert"


def application(database: Path) -> Flask:
    """Make the app; its database is made where there is none."""
    app = Flask("hello")
    bare = sqlite3.connect(database, isolation_level=None)
    bare.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;"
        "CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, item, raw)"
    )

    def insert() -> str:
        row = (request.form["item"], request.form["raw"])
        bare.execute("INSERT INTO answer (item, raw) VALUES (?, ?)", row)
        return "saved"

    app.add_url_rule(HELLO, view_func=lambda: "hello")
    app.add_url_rule(INSERT, view_func=insert, methods=["POST"])
    return app


def work(folder: str, listener: socket.socket) -> None:
    """Answer as a worker of ours does."""
    from quiz.cli import processes
    from quiz.cli.gateway import Gateway
    from quiz.cli.server import Server

    app = application(Path(folder) / "yardstick.sqlite")
    server = Server(Gateway(app, 2, inline=True), 1000)
    processes.hear(lambda: setattr(server, "should_exit", True))
    server.run([listener])


def main() -> None:
    from quiz.cli import listening, processes

    port, workers, folder = sys.argv[1:]
    listener = listening.bound("127.0.0.1", int(port))
    processes.keep(
        int(workers), work, (folder, listener), started=lambda: None, stopping=listener.close
    )


if __name__ == "__main__":
    main()
