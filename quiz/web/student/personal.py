"""The field for a personal code, and what comes of it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from quiz.web.student import door


class PersonalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who is there, by a code and not by a name: names are nobody else's to see."""

    personal = StringField(
        _l("Your personal code"),
        validators=[
            DataRequired(_l("Type the code on your slip. If you have none, ask your teacher.")),
            Length(max=60, message=_l("That is longer than any code.")),
        ],
    )


def entered(form: PersonalForm) -> int:
    """Let in whoever has the code on a form; the status, 200 or that of an error on the form."""
    if not form.validate():
        return 422
    if door.enter(form.personal.data or "") is not None:
        return 200
    door.count_failure(form.personal.data)
    form.personal.errors = [_l("Nobody has this code. Look at it again, letter by letter.")]
    return 404
