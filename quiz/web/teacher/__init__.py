"""The teacher's pages. One door: who is signed in; and each set is fetched with the right to it."""

from __future__ import annotations

from flask import Blueprint

from quiz.storage.accounts import NoRight
from quiz.storage.sets.drafts import NoText
from quiz.web import headers, signedin
from quiz.web.teacher.acts import blueprint as acts
from quiz.web.teacher.answers import blueprint as answers
from quiz.web.teacher.assignment import blueprint as assignment
from quiz.web.teacher.assignments import blueprint as assignments
from quiz.web.teacher.classes import blueprint as classes
from quiz.web.teacher.correction import blueprint as correction
from quiz.web.teacher.door import no_text, shut
from quiz.web.teacher.gallery import blueprint as gallery
from quiz.web.teacher.giving import blueprint as giving
from quiz.web.teacher.history import blueprint as history
from quiz.web.teacher.live import blueprint as live
from quiz.web.teacher.marking import blueprint as marking
from quiz.web.teacher.mends import blueprint as mends
from quiz.web.teacher.merging import blueprint as merging
from quiz.web.teacher.new import blueprint as new
from quiz.web.teacher.paper import blueprint as paper
from quiz.web.teacher.passages import blueprint as passages
from quiz.web.teacher.personal import blueprint as personal
from quiz.web.teacher.publish import blueprint as publish
from quiz.web.teacher.questions import blueprint as questions
from quiz.web.teacher.rescoring import blueprint as rescoring
from quiz.web.teacher.roster import blueprint as roster
from quiz.web.teacher.settings import blueprint as settings
from quiz.web.teacher.shelf import blueprint as shelf
from quiz.web.teacher.slips import blueprint as slips
from quiz.web.teacher.source import blueprint as source
from quiz.web.teacher.students import blueprint as students
from quiz.web.teacher.trial import blueprint as trial
from quiz.web.teacher.write import blueprint as write

blueprint = Blueprint("teacher", __name__, url_prefix="/teach")
blueprint.before_request(signedin.door)
blueprint.after_request(headers.private)
blueprint.register_error_handler(NoRight, shut)
blueprint.register_error_handler(NoText, no_text)
for noun in (
    *(shelf, new, write, questions, gallery, passages, mends, source),
    *(settings, trial, publish, correction, history, paper),
    *(marking, answers, rescoring),
    *(giving, assignments, assignment, acts, live),
    *(classes, roster, slips, students, merging, personal),
):
    blueprint.register_blueprint(noun)
