"""The questions of a result: each with its answer, what is right, and what people said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from quiz.web import fragments

if TYPE_CHECKING:
    from quiz.storage.marks import Mark
    from quiz.storage.marks.disputes import Dispute
    from quiz.storage.results.outcomes import Outcome
    from quiz.web.released import Reviewed

_REVIEWED = "parts/reviewed.html"
_END = "</section>\n\n"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows besides the questions: the evidence of one ``marked``, if of any.

    ``refused`` is the question of which a word without a reason was sent.
    """

    outcome: Outcome
    token: str
    evidence: bool
    marked: Reviewed | None
    refused: str


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of an answer: the student's dispute, a person's mark with its comment.

    ``may``: the student may say that it was right; ``refused``: tried to, without a reason.
    """

    dispute: Dispute | None
    mark: Mark | None
    may: bool
    refused: bool


def answers(shown: Shown, reviewed: tuple[Reviewed, ...]) -> Markup:
    """All questions with their answers; of most all but the end is kept."""

    def one(r: Reviewed) -> Markup:
        current, said = r is shown.marked, _said(shown, r)
        html = fragments.kept(
            ("reviewed", r.key, shown.evidence, current),
            lambda: fragments.macro(_REVIEWED, "answered", r, shown.evidence, current, True),
        )
        if said is None:
            return html
        return html + fragments.macro(_REVIEWED, "told", r, said, shown.token)

    return Markup(_END.join([*map(one, reviewed), ""]))  # noqa: S704 - all of it is Markup


def _said(shown: Shown, r: Reviewed) -> Said | None:
    """What people said of an answer, and whether the student may still say it was right."""
    dispute = shown.outcome.disputes.get(r.item.id)
    mark = shown.outcome.marks.get(r.item.id)
    may = dispute is None and r.score.max > 0 and r.verdict in {"wrong", "part"}
    if dispute or mark or may:
        return Said(dispute, mark, may, refused=r.item.id == shown.refused)
    return None
