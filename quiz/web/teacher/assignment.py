"""An assignment: its code to project, its rules in words, how all stand, what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from quiz.assessment import release
from quiz.assessment.rules import cautions
from quiz.storage import classes, marks
from quiz.storage.assignments import releases
from quiz.storage.marks import disputes
from quiz.storage.supervision import acts, lateness, standings
from quiz.web import clock, signedin
from quiz.web.teacher.acts import KINDS, LOGGED
from quiz.web.teacher.rules import COUNTS, FEEDBACK, RELEASE, WORDS

if TYPE_CHECKING:
    from quiz.storage.assignments import Assignment

blueprint = Blueprint("assignment", __name__)


@blueprint.get("/assignments/<code>")
def show(code: str) -> str:
    """Show it all; what can be done begins here."""
    account, now = signedin.account(), clock.now()
    given, everybody = standings.of(account, code)
    terms = releases.whole_terms(given)
    return render_template(
        "teacher/assignment/show.html",
        given=given,
        everybody=everybody,
        class_name=_class_name(given),
        terms=terms,
        released=release.released(terms, now),
        due=release.due(terms),
        cautions=() if any(s.tries for s in everybody) else cautions(given.rules, now),
        stale=marks.stale(account, code),
        disputed=disputes.waiting(account, code),
        late=lateness.listed(account, code),
        log=acts.log(account, code),
        now=now,
        kinds=KINDS,
        logged=LOGGED,
        words={"counts": COUNTS, "feedback": FEEDBACK, "release": RELEASE, "fields": WORDS},
        numbers={item.id: n for n, item in enumerate(given.version.questions.items, 1)},
    )


def _class_name(given: Assignment) -> str:
    """The class it was given to; empty where it is for anyone, or another teacher's class."""
    found = classes.mine(signedin.account())
    return next((str(c) for c in found if c.id == given.class_id), "")
