"""How one likes to read: a cookie, and back to where one was."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField

from quiz.web import paths, preferences

blueprint = Blueprint("preferences", __name__)


class PreferencesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Text size, spacing and theme; the choices' words are in ``parts/preferences.html``."""

    size = SelectField(_l("Text size"), choices={key: key for key in preferences.SIZES})
    spacing = SelectField(_l("Spacing"), choices={key: key for key in preferences.SPACINGS})
    theme = SelectField(_l("Theme"), choices={key: key for key in preferences.THEMES})


@blueprint.route("/preferences", methods=["GET", "POST"])
def show() -> str | Response | tuple[str, int]:
    """Show the choices; keep them and go back."""
    if request.method != "POST":
        return render_template("student/preferences/show.html", next=_next(request.args))
    response = redirect(_next(request.form))
    apply(response)
    return response


def apply(response: Response) -> None:
    """Keep what was chosen, where it is a choice at all."""
    form = PreferencesForm()
    if form.validate():
        chosen = preferences.Preferences(form.size.data, form.spacing.data, form.theme.data)
        preferences.remember(response, chosen)


def _next(values: dict[str, str]) -> str:
    """Where to go back to: a path of ours and nothing else."""
    return paths.ours(values.get("next", ""), paths.home())
