"""A class over time: skills × assignments."""

from __future__ import annotations

from flask import Blueprint, render_template

from quiz.storage.results import grid
from quiz.web import signedin

blueprint = Blueprint("classes", __name__, url_prefix="/classes")


@blueprint.get("/<int:class_id>")
def show(class_id: int) -> str:
    """Show what part of the points a class had, by skill and assignment."""
    report = grid.of_class(signedin.account(), class_id)
    return render_template("reports/classes/show.html", report=report)
