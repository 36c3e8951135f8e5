"""The passage as a heat map: how often each sentence was cited or selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request
from markupsafe import Markup

from quiz.storage.results import looking
from quiz.web import passages, signedin

if TYPE_CHECKING:
    from quiz.assessment.model import Sentence
    from quiz.assessment.statistics.evidence import HeatMap

blueprint = Blueprint("passage", __name__, url_prefix="/<code>/passage")

STEPS = 5
"""Shades of heat."""


@blueprint.get("")
def show(code: str) -> str:
    """Show it, for all answers or (``?of=wrong``) for those that were wrong."""
    found, heat, read = looking.passage(signedin.account(), code)
    wrong = request.args.get("of") == "wrong"
    questions = found.assignment.version.questions
    counts = {id: h.wrong if wrong else h.all for id, h in heat.sentences.items()}
    return render_template(
        "reports/passage/show.html",
        found=found,
        heat=heat,
        read=read,
        wrong=wrong,
        sheets=passages.sheets(questions.passages, wrap=_wrap(counts)),
        rows=_rows(heat, [s for p in questions.passages for s in p.sentences]),
        asked=any(looking.asks_for_sentences(item) for item in questions.items),
    )


def _wrap(counts: dict[str, int]) -> passages.Wrap:
    most = max(counts.values(), default=0)

    def wrap(sentence: Sentence, html: Markup) -> Markup:
        count = counts.get(sentence.id, 0)
        if not count:
            return html
        step = max(1, -(-count * STEPS // most))
        return Markup('<span class="s heat-{}">{}<sup class="times">{}</sup></span>').format(
            step, html, count
        )

    return wrap


def _rows(heat: HeatMap, sentences: list[Sentence]) -> list[tuple[Sentence, int, int]]:
    found = [(s, heat.sentences[s.id]) for s in sentences if s.id in heat.sentences]
    return [(s, h.all, h.wrong) for s, h in sorted(found, key=lambda pair: -pair[1].all)]
