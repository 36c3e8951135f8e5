"""Verdicts in plain words, each with the way to where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext, ngettext

from quiz.assessment.statistics.sitting import Change
from quiz.assessment.statistics.verdicts import Reason
from quiz.web.reports.letters import letters

if TYPE_CHECKING:
    from quiz.assessment.statistics.verdicts import Verdict
    from quiz.storage.results import Question, Results


@dataclass(frozen=True, slots=True)
class Advice:
    """A reason to look at a question: ``words``, and a link with its words."""

    question: Question
    urgent: bool
    words: str
    link: str
    link_words: str


URGENT = {Reason.NEGATIVE_DISCRIMINATION, Reason.STRONG_READERS_CHOOSE, Reason.DISPUTED}


def advice(found: Results) -> list[Advice]:
    """Turn the verdicts of a report into what to do, the most urgent first."""
    questions = {q.item.id: q for q in found.questions}
    return [_advice(found, questions[v.item], v) for v in found.verdicts]


def _advice(found: Results, question: Question, verdict: Verdict) -> Advice:
    link, link_words = _mend(found, verdict)
    words = str(_words(question, verdict))
    return Advice(question, verdict.reason in URGENT, words, link, link_words)


def _words(question: Question, verdict: Verdict) -> Any:  # noqa: ANN401 - gettext has no types
    share = f"{verdict.value:.0%}".replace("%", " %")
    which = letters(question, verdict.choices)
    count = int(verdict.value)
    match verdict.reason:
        case Reason.NEGATIVE_DISCRIMINATION:
            return gettext("Strong readers get it wrong more often than weak ones: check the key")
        case Reason.STRONG_READERS_CHOOSE:
            return gettext("Strong readers choose %(which)s: check the key", which=which)
        case Reason.DISPUTED:
            return ngettext(
                "A student says that an answer was right",
                "%(num)s students say that an answer was right",
                count,
            )
        case Reason.UNMATCHED:
            return ngettext(
                "A typed answer met no accepted form",
                "%(num)s typed answers met no accepted form",
                count,
            )
        case Reason.UNSUPPORTED:
            return gettext(
                "Of %(n)s right answers %(share)s were without the evidence: it can be guessed",
                n=verdict.n,
                share=share,
            )
        case Reason.TOO_HARD:
            return gettext("Hardly anybody gets it right: %(share)s", share=share)
        case Reason.TOO_EASY:
            return gettext("Nearly everybody gets it right: %(share)s", share=share)
        case Reason.IDLE_DISTRACTOR:
            return gettext("Hardly anybody chooses %(which)s: write a better one", which=which)
        case Reason.KEY_FIXED:
            return gettext("Its key was fixed in version %(number)s", number=count)


def _mend(found: Results, verdict: Verdict) -> tuple[str, str]:
    given = found.assignment
    match verdict.reason:
        case Reason.DISPUTED | Reason.UNMATCHED:
            link = url_for("teacher.answers.show", code=given.code)
            return link, gettext("Answers worth a look")
        case Reason.KEY_FIXED:
            return url_for("teacher.rescoring.show", code=given.code), gettext("Rescoring")
        case Reason.UNSUPPORTED:
            link = url_for("reports.questions.show", code=given.code, item=verdict.item)
            return f"{link}#evidence", gettext("See the evidence")
        case _:
            return editor(found, verdict.item), gettext("Edit the question")


def editor(found: Results, item: str) -> str:
    """Give the address where a question is edited."""
    set_id = found.assignment.version.set_id
    return url_for("teacher.questions.show", set_id=set_id, item=item)


def changed(change: Change) -> str:
    """Name a change of answer on screen."""
    words = {
        Change.KEPT: gettext("kept"),
        Change.WRONG_TO_RIGHT: gettext("wrong → right"),
        Change.RIGHT_TO_WRONG: gettext("right → wrong"),
        Change.WRONG_TO_WRONG: gettext("wrong → wrong"),
        Change.RIGHT_TO_RIGHT: gettext("right → right"),
        Change.WITHDRAWN: gettext("taken back"),
    }
    return str(words[change])


def alpha(value: float) -> str:
    """Say what a reliability means. The borders are the usual ones (Nunnally 1978)."""
    if value >= 0.9:
        return str(gettext("high: fit to compare students one by one"))
    if value >= 0.7:
        return str(gettext("good: fit to compare students, with a look at the error"))
    if value >= 0.5:
        return str(gettext("moderate: fit to tell how the class did, not to rank students"))
    return str(gettext("low: the questions do not measure one thing, or they are too few"))
