"""The assignments of a teacher, each with a way to its report."""

from __future__ import annotations

from flask import Blueprint, render_template

from quiz.storage import classes
from quiz.storage.assignments import overview
from quiz.web import clock, signedin

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def show() -> str:
    """List assignments and classes."""
    account = signedin.account()
    return render_template(
        "reports/home/show.html",
        found=overview.mine(account, clock.now()),
        classes=classes.mine(account),
    )
