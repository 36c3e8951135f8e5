"""What an assignment's landing page says before the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quiz.assessment import timing
from quiz.storage import attempts
from quiz.storage.assignments import closing, opening, releases
from quiz.storage.memory import remembered
from quiz.storage.students import tasks
from quiz.web import passages

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from quiz.assessment.rules import Rules
    from quiz.assessment.timing import Facts
    from quiz.storage.assignments import Assignment
    from quiz.storage.sets.versions import Version
    from quiz.storage.students import Student
    from quiz.storage.students.tasks import Task
    from quiz.web.lines import Line


@dataclass(frozen=True, slots=True)
class About:
    """What is to be read, and how many questions are asked on it."""

    title: str
    language: str
    level: str
    questions: int
    words: int


@dataclass(frozen=True, slots=True)
class Landing:
    """All that decides how the page looks: for most who come to an assignment it is the same.

    ``limit`` is the student's own where the browser knows who that is; ``ends``: there is an end;
    ``due`` is when the result comes by itself. ``left`` is None where attempts are free. ``shut``
    says why there is no start: ``early``, ``shut``, ``used`` up; else "". ``going`` and ``done``:
    she has an attempt that goes on, and one that was handed in. ``known``: by a personal code,
    which the assignments of classes ask for; ``barred``: she is not in this class; ``excused``:
    from all. ``line`` is the line to fill in.
    """

    about: About
    practice: bool
    rules: Rules
    released: bool
    limit: timedelta | None
    ends: bool
    due: datetime | None
    left: int | None
    shut: str
    going: bool
    done: bool
    of_class: bool
    known: bool
    barred: bool
    excused: bool
    line: Line

    @property
    def asks(self) -> bool:
        """Whether there is something to fill in or to press: a name, a code, the start."""
        if self.of_class and not self.known:
            return True
        if self.known and (self.going or self.shut):
            return False
        return self.shut in {"", "used"} and not self.barred


@dataclass(frozen=True, slots=True)
class Comer:
    """Who comes: ``id`` is None for somebody new; ``name`` is told to whoever has a personal code.

    ``task`` is the assignment as she has it, where it is her class's. ``going`` is the link of an
    attempt that she has begun and not handed in, ``done`` of what she handed in last, else "".
    """

    id: int | None
    name: str = ""
    task: Task | None = None
    going: str = ""
    done: str = ""


def of_class(assignment: Assignment, student: Student, now: datetime) -> Comer:
    """Give a student who came with a personal code as one who comes to an assignment."""
    task = tasks.at(assignment, student.id, now)
    if task is None:
        return Comer(student.id, student.name)
    handed_in = [t.attempt.id for t in task.tries if t.attempt != task.going]
    return Comer(
        student.id,
        student.name,
        task,
        going=str(task.going.id) if task.going else "",
        done=str(handed_in[-1]) if handed_in else "",
    )


def facts(assignment: Assignment, comer: Comer, now: datetime) -> Facts:
    """Give what the time of an attempt that she starts now depends on."""
    return closing.facts(assignment, comer.id, now)


def landing(
    assignment: Assignment, comer: Comer, times: Facts, line: Line, now: datetime
) -> Landing:
    """Say all that there is to be known before the start; ``times`` are `facts`."""
    left, limit = _left(assignment, comer.id), timing.limit(times)
    return Landing(
        remembered("about", assignment.version.id, lambda: _about(assignment.version)),
        practice=assignment.practice,
        rules=assignment.rules,
        released=assignment.released_at is not None,
        limit=limit,
        ends=timing.end(times) is not None,
        due=releases.due(assignment, now),
        left=left,
        shut=_shut(assignment, times, left, now),
        going=bool(comer.going),
        done=bool(comer.done),
        of_class=assignment.class_id is not None,
        known=bool(comer.name),
        barred=_barred(assignment, comer),
        excused=comer.task is not None and comer.task.excused,
        line=line,
    )


def _about(version: Version) -> About:
    questions = version.questions
    return About(
        questions.title,
        questions.language,
        questions.level,
        len(questions.items),
        sum(sheet.words for sheet in passages.rendered(version)),
    )


def _barred(assignment: Assignment, comer: Comer) -> bool:
    if comer.id is None or not comer.name:
        return False
    return not attempts.belongs(assignment, comer.id)


def _left(assignment: Assignment, student: int | None) -> int | None:
    """How many attempts the student who is known, or who used this browser last, still has."""
    if assignment.attempts is None:
        return None
    used = attempts.used(assignment, student) if student is not None else 0
    return max(assignment.attempts - used, 0)


def _shut(assignment: Assignment, times: Facts, left: int | None, now: datetime) -> str:
    """Why there is no start now: ``early``, ``shut``, or ``used`` up by this student; else ""."""
    if assignment.opens is not None and now < assignment.opens:
        return "early"
    if not opening.begins(assignment, times, now):
        return "shut"
    return "used" if left == 0 else ""
