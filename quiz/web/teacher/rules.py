"""The form of an assignment's rules: fields → rules and back, and faults beside their fields."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from quiz.assessment.model import Feedback
from quiz.assessment.rules import Rules
from quiz.storage.assignments.giving import Offer
from quiz.web.moments import MomentField
from quiz.web.options import options

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wtforms import Field
    from wtforms.form import BaseForm

    from quiz.assessment.rules import Remark
    from quiz.storage.assignments import Assignment
    from quiz.storage.classes import Class

FEEDBACK = {
    "none": _l("nothing"),
    "score": _l("the score"),
    "answers": _l("the score and the right answers"),
    "evidence": _l("the score, the right answers and the evidence"),
}
RELEASE = {
    "submit": _l("at once, when a student has handed in"),
    "close": _l("after it has closed for everybody"),
    "teacher": _l("when you release it"),
}
COUNTS = {"first": _l("the first"), "best": _l("the best"), "last": _l("the last")}
PAGES = {"": _l("all questions on one page"), "yes": _l("a page a question")}

WHY_LONGEST = 300
WORDS = {
    "opens": _l("opens"),
    "closes": _l("closes"),
    "limit_seconds": _l("time limit"),
    "attempts": _l("attempts"),
    "counts": _l("which attempt counts"),
    "by_question": _l("a page a question"),
    "feedback": _l("what is shown"),
    "release": _l("when it is shown"),
}
"""What the log calls the rules that may change once somebody has begun."""


DIGITS = 18
"""Of a number that a form takes, and far too many."""


class _Between(NumberRange):
    """A whole number within bounds; the library's own breaks over one of four hundred digits."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Raise ValidationError for a number out of bounds."""
        if len(str(field.data)) > DIGITS:
            raise ValidationError(str(self.message))
        super().__call__(form, field)


class RulesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What is given, to whom, and how."""

    version = SelectField(_l("Version"), coerce=int)
    class_id = SelectField(_l("For"), coerce=int)
    opens = MomentField(_l("Opens"), description=_l("Empty: at once."))
    closes = MomentField(_l("Closes"), description=_l("Empty: never."))
    minutes = IntegerField(
        _l("Minutes"),
        validators=[
            Optional(),
            _Between(1, 10_000, _l("Write a number of minutes from 1 to 10000.")),
        ],
        description=_l("Empty: as long as they like. Extra time is added for those who have it."),
    )
    attempts = IntegerField(
        _l("Attempts each"),
        validators=[Optional(), _Between(1, 100, _l("Write a number from 1 to 100."))],
        description=_l("Empty: as many as they like."),
    )
    counts = SelectField(_l("Which attempt counts"), choices=options(COUNTS.items()))
    by_question = SelectField(_l("Pages"), choices=options(PAGES.items()))
    shuffle = BooleanField(
        _l("Each attempt has its own order of choices"),
        description=_l("True, false, not given stay in order."),
    )
    shuffle_items = BooleanField(
        _l("Each attempt has its own order of questions"),
        description=_l("A passage and its questions stay together."),
    )
    feedback = SelectField(_l("A student sees"), choices=options(FEEDBACK.items()))
    release = SelectField(_l("When"), choices=options(RELEASE.items()))


class ChangeForm(RulesForm):
    """The same once somebody has begun: a reason is kept with what changes."""

    why = StringField(
        _l("Why do you change it?"),
        validators=[
            DataRequired(_l("Say why, in a few words: it is kept in the log.")),
            Length(max=WHY_LONGEST, message=_l("A reason has 300 characters at most.")),
        ],
    )


def offered(
    form: RulesForm,
    versions: Mapping[int, str],
    classes: Iterable[Class],
    class_id: int | None = None,
) -> RulesForm:
    """Say which versions (number → note) and classes there are to choose from.

    ``class_id`` is offered too, whoever teaches that class.
    """
    form.version.choices = options((n, _version(n, note)) for n, note in versions.items())
    offered = {0: gettext("anyone with the code")} | {c.id: str(c) for c in classes}
    if class_id is not None:
        offered.setdefault(class_id, gettext("the class that it was given to"))
    form.class_id.choices = options(offered.items())
    return form


def _version(number: int, note: str) -> str:
    words = gettext("Version %(number)s", number=number)
    return f"{words}: {note}" if note else words


def offer(form: RulesForm) -> Offer:
    """Read what is given from a form that is valid."""
    minutes = form.minutes.data
    rules = Rules(
        opens=form.opens.data,
        closes=form.closes.data,
        limit=None if minutes is None else timedelta(minutes=minutes),
        attempts=form.attempts.data,
        counts=form.counts.data,
        shuffle=form.shuffle.data,
        shuffle_items=form.shuffle_items.data,
        by_question=form.by_question.data == "yes",
        feedback=Feedback(form.feedback.data),
        release=form.release.data,
    )
    return Offer(form.version.data, form.class_id.data or None, rules)


def data(assignment: Assignment) -> dict[str, Any]:
    """Say an assignment as the fields of the form."""
    rules = assignment.rules
    return {
        "version": assignment.version.number,
        "class_id": assignment.class_id or 0,
        "opens": rules.opens,
        "closes": rules.closes,
        "minutes": None if rules.limit is None else round(rules.limit / timedelta(minutes=1)),
        "attempts": rules.attempts,
        "counts": rules.counts,
        "by_question": "yes" if rules.by_question else "",
        "shuffle": rules.shuffle,
        "shuffle_items": rules.shuffle_items,
        "feedback": rules.feedback.value,
        "release": rules.release,
    }


def put_beside(form: RulesForm, remarks: Iterable[Remark]) -> None:
    """Put each remark beside the field that it is about."""
    for remark in remarks:
        field = form[remark.field]
        field.errors = [*field.errors, gettext(remark.message)]


def is_fixed(form: RulesForm, fields: Iterable[str]) -> None:
    """Say beside each field that it can no longer be changed."""
    for name in fields:
        message = gettext("Somebody has begun, so this stays as it is. Give the set once more.")
        form[name].errors = [*form[name].errors, message]
