"""Lines to type on, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from quiz.web import lines
from quiz.web.student.join import PracticeForm, StartForm

if TYPE_CHECKING:
    from flask import Flask


def test_an_empty_line_says_what_its_form_says(app: Flask) -> None:
    with app.test_request_context("/"):
        assert lines.empty(StartForm, "name") == lines.Line("name", "Your name", True, ())
        assert not lines.empty(PracticeForm, "name").required


def test_what_was_filled_in_wrongly_brings_its_errors(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"name": "x" * 81}):
        form = StartForm(request.form)
        form.validate()
        assert lines.of(form.name).errors == ("A name has 80 letters at most.",)
        assert lines.empty(StartForm, "name").errors == ()
