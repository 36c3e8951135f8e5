"""An assignment at a glance: first what to do, then how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, request

from quiz.assessment.statistics.describe import histogram, quantile
from quiz.assessment.statistics.verdicts import COUNTS_ONLY, NO_VERDICT
from quiz.storage.results import grid
from quiz.web import signedin
from quiz.web.reports import words

if TYPE_CHECKING:
    from quiz.storage.results import Results

blueprint = Blueprint("glance", __name__, url_prefix="/<code>")

BINS = 10


@blueprint.get("/")
def show(code: str) -> str:
    """Show it; students come a page at a time."""
    page = request.args.get("page", 1, int)
    if not 1 <= page < 10**6:
        abort(404)
    found, rows = grid.page(signedin.account(), code, page)
    return render_template(
        "reports/glance/show.html",
        found=found,
        rows=rows,
        page=page,
        pages=-(-found.n // grid.PAGE),
        todo=words.advice(found),
        bins=histogram(found.totals, found.analysis.test.max, BINS) if _any(found) else (),
        minutes=[quantile(found.minutes, s) for s in (0.25, 0.5, 0.75)] if found.n else [],
        alpha_words=words.alpha,
        counts_only=COUNTS_ONLY,
        no_verdict=NO_VERDICT,
    )


def _any(found: Results) -> bool:
    return bool(found.n and found.analysis.test.max)
