"""The forms of an account, and what is said of a password that is refused."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, RadioField, StringField
from wtforms.validators import DataRequired, Length

from quiz.storage.accounts.passwords import LONGEST, SHORTEST, WeakPassword
from quiz.web.options import options

WEAK = {
    "short": _l("Take a longer one: %(count)s characters at least.", count=SHORTEST),
    "long": _l("Take a shorter one: %(count)s characters at most.", count=LONGEST),
    "repeated": _l("Take one with more different characters."),
    "known": _l("Take one that is not your name or your e-mail address."),
}


def weak(error: WeakPassword) -> LazyString:
    """Say what to do about a password that is easily guessed."""
    return WEAK[error.why]


def _new_password() -> PasswordField:
    return PasswordField(
        _l("Password"),
        description=_l("%(count)s characters or more; a short sentence is fine.", count=SHORTEST),
        validators=[DataRequired(_l("Choose a password."))],
    )


def _email() -> EmailField:
    return EmailField(
        _l("E-mail address"),
        validators=[
            DataRequired(_l("Type your e-mail address.")),
            Length(max=254, message=_l("That is longer than any e-mail address.")),
        ],
    )


class AccountForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A new account."""

    name = StringField(
        _l("Your name"),
        description=_l("As colleagues see it beside the sets that you share."),
        validators=[
            DataRequired(_l("Type your name.")),
            Length(max=80, message=_l("A name has 80 letters at most.")),
        ],
    )
    email = _email()
    password = _new_password()


class ResetForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A new password."""

    password = _new_password()


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The way in."""

    email = _email()
    password = PasswordField(_l("Password"), validators=[DataRequired(_l("Type your password."))])


class PasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Another password for an account that one is signed in with."""

    old = PasswordField(
        _l("Password until now"), validators=[DataRequired(_l("Type the one you have now."))]
    )
    password = PasswordField(
        _l("New password"),
        description=_l("%(count)s characters or more; a short sentence is fine.", count=SHORTEST),
        validators=[DataRequired(_l("Choose a password."))],
    )


class InviteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A link for somebody who is to have an account."""

    role = RadioField(
        _l("Role"),
        choices=options(
            [
                ("teacher", _l("Teacher: writes sets and shares them")),
                (
                    "admin",
                    _l("Admin: also invites others, and keeps the sets that came from files"),
                ),
            ]
        ),
        default="teacher",
    )
