"""What stands on one page of the reading room: all questions, or one with its passage beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quiz.web import passages

if TYPE_CHECKING:
    from quiz.storage.attempts import Attempt
    from quiz.web.passages import Sheet
    from quiz.web.room import Asked

Questions = tuple["Asked", ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The questions shown and their passages; the neighbours of the one question, if it is one.

    ``here`` is empty where all questions are on the page, and so are the neighbours; ``passage`` is
    the id of the only passage shown, empty where all are.
    """

    shown: Questions
    sheets: tuple[Sheet, ...]
    here: str = ""
    before: str = ""
    after: str = ""
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What decides how the room looks around its passages and questions.

    ``saved``, ``ends`` and ``code``: whether an answer was saved, the time ends, and there is a
    code to come back with; ``reads``: whether there is a passage.
    """

    title: str
    language: str
    level: str
    reads: bool
    here: str
    before: str
    after: str
    saved: bool
    ends: bool
    code: bool


def frame(attempt: Attempt, page: Page, *, saved: bool, ends: bool, code: bool) -> Frame:
    """Give the frame of a page of an attempt's room."""
    questions = attempt.version.questions
    return Frame(
        questions.title,
        questions.language,
        questions.level,
        reads=bool(page.sheets),
        here=page.here,
        before=page.before,
        after=page.after,
        saved=saved,
        ends=ends,
        code=code,
    )


def page(attempt: Attempt, questions: Questions, wanted: str) -> Page:
    """Give the page of a question; without a good name, that of the first that is not done."""
    sheets = passages.rendered(attempt.version)
    if not attempt.assignment.by_question or not questions:
        return Page(questions, sheets)
    at = _place(questions, wanted)
    question = questions[at]
    return Page(
        (question,),
        tuple(sheet for sheet in sheets if sheet.id == question.passage),
        question.id,
        questions[at - 1].id if at else "",
        questions[at + 1].id if at + 1 < len(questions) else "",
        question.passage or "none",
    )


def _place(questions: Questions, wanted: str) -> int:
    named = (n for n, question in enumerate(questions) if question.id == wanted)
    open_ones = (n for n, question in enumerate(questions) if not question.done)
    return next(named, next(open_ones, 0))
