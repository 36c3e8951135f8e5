"""One student's way through the service, in a database of its own, before anybody comes.

What is done for the first time takes ten times as long: SQLite's words of statements are made,
pages are cast, Python learns what its own code works on. All of it is kept in memory, which workers
that are forked afterwards share; and the first student of a class waits no longer than the last.
"""

from __future__ import annotations

import logging
import re
from contextvars import Context
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from werkzeug.test import Client

from quiz import config, metrics
from quiz.assessment.scoring import Answer
from quiz.assessment.types import of
from quiz.cli import logs
from quiz.storage import assignments, attempts, sets
from quiz.storage.aside import aside
from quiz.web import fields

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from quiz.assessment.model import QuestionSet

SET = "geneva-talks"
"""Of the shipped sets, the one that is answered."""

_HIDDEN = re.compile(r'name="(csrf_token|writer)"[^>]*value="([^"]+)"')

log = logging.getLogger(__name__)


class Stumbled(Exception):
    """A student would not have been served."""


def rehearse(app: Flask) -> None:
    """Go the whole way once. Where that does not succeed, it is logged, and the service begins."""
    try:
        with metrics.uncounted(), logs.unheard(), aside(app):
            questions, code = _given()
            _Student(Client(app), _host(app)).goes(questions, code)
            attempts.submit_ended(datetime.now(UTC))
    except Exception:
        log.exception("the rehearsal of a student's way failed")


def _given() -> tuple[QuestionSet, str]:
    """Give the set to students; give its questions and the code."""
    now, path = datetime.now(UTC), config.folder("questions") / f"{SET}.md"
    sets.load(path.read_bytes(), origin=str(path), name=SET, now=now)
    given = assignments.create(SET, now=now, minutes=90)
    return given.version.questions, given.code


def _host(app: Flask) -> str | None:
    """Say where the service is called from; another host may be refused."""
    address = urlsplit(app.config["QUIZ_ADDRESS"] or "")
    return f"{address.scheme}://{address.netloc}" if address.netloc else None


@dataclass
class _Student:
    client: Client
    host: str | None

    def goes(self, questions: QuestionSet, code: str) -> None:
        self._asks("/")
        landing = f"/join/{code}"
        begun = self._sends(landing, self._asks(landing), [("name", "Amira")])
        room = begun.headers["Location"]
        hidden = self._asks(room)
        for item in questions.items:
            answer = fields.fields_of(item.id, Answer(of(item).model(item)))
            sent = [*answer.items(multi=True), (f"seen.{item.id}", "0"), ("item", item.id)]
            self._sends(f"{room}/save", hidden, [*sent, ("number", "1")])
        self._sends(f"{room}/submit", hidden, [])
        self._asks(f"{room}/result")

    def _asks(self, path: str) -> list[tuple[str, str]]:
        """Open a page; give what its forms send unseen."""
        page = self._served("GET", path)
        return list(dict(_HIDDEN.findall(page.text)).items())

    def _sends(
        self, path: str, hidden: list[tuple[str, str]], typed: list[tuple[str, str]]
    ) -> TestResponse:
        form: dict[str, list[str]] = {}
        for name, value in hidden + typed:
            form.setdefault(name, []).append(value)
        return self._served("POST", path, data=form)

    def _served(self, method: str, path: str, **more: Any) -> TestResponse:  # noqa: ANN401 - Flask's
        """Ask as from outside: what is in this thread's context must not be the request's too."""
        ask = partial(self.client.open, path, method=method, base_url=self.host, **more)
        answer = Context().run(ask)
        if answer.status_code >= 400:
            raise Stumbled(f"{path} was answered {answer.status}")
        return answer
