"""What to do: which items to look at, and why, the most urgent first.

A verdict is a reason from a closed list with its data; words for people are the page's. Two rules
keep it honest: below `COUNTS_ONLY` answers there are counts and no figures, and below
`NO_VERDICT` no verdict rests on a statistic. Facts (a dispute, an answer that matched nothing, a
key that was mended) are told at any number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from quiz.assessment.statistics.evidence import EvidenceTable
from quiz.assessment.statistics.figures import ItemFigures
from quiz.assessment.statistics.thirds import ChoiceFigures, ChoiceTable

COUNTS_ONLY = 10
"""Below so many responses a report shows counts only."""

NO_VERDICT = 30
"""Below so many responses no statistic condemns a question."""

IDLE = 0.05
"""A distractor that a smaller share than this chooses does nothing."""

EASY, HARD = 0.9, 0.3
"""Too easy or too hard: where the whole interval of the facility lies beyond."""

LUCK = 1 / 3
"""So many of the right answers without support call for a look …"""

FEW = 10
"""… where there are at least so many right answers."""


class Reason(StrEnum):
    """Why an item is to be looked at, the most urgent first."""

    NEGATIVE_DISCRIMINATION = "negative discrimination"
    STRONG_READERS_CHOOSE = "strong readers choose a distractor"
    DISPUTED = "disputed"
    UNMATCHED = "unmatched answers"
    UNSUPPORTED = "right without the evidence"
    TOO_HARD = "too hard"
    TOO_EASY = "too easy"
    IDLE_DISTRACTOR = "nobody chooses a distractor"
    KEY_FIXED = "key fixed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reason to look at an item.

    ``value`` is the figure it rests on: the discrimination; the share of right answers without
    support; the facility; how many disputes or unmatched answers; the number of the version that
    fixed the key; the share of the top third, or of all, that took ``choices`` (ids).
    """

    item: str
    reason: Reason
    value: float
    n: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of an item when it is judged; what was not asked of it is None.

    ``disputes`` are those still open; ``unmatched`` the different typed answers that met no
    accepted form and that nobody has judged yet; ``key_fixed`` the version that changed its key.
    """

    figures: ItemFigures
    choices: ChoiceTable | None = None
    evidence: EvidenceTable | None = None
    disputes: int = 0
    unmatched: int = 0
    key_fixed: int | None = None


def verdicts(looks: Iterable[Look]) -> list[Verdict]:
    """Judge all items of a test; the most urgent reason first, within it in the items' order."""
    found = [verdict for look in looks for verdict in judge(look)]
    urgency = list(Reason)
    return sorted(found, key=lambda v: urgency.index(v.reason))


def judge(look: Look) -> list[Verdict]:
    """Give the reasons to look at one item, the most urgent first."""
    found = [*_facts(look)]
    if look.figures.n >= NO_VERDICT:
        found += [*_by_figures(look.figures), *_by_choices(look), *_by_evidence(look)]
    urgency = list(Reason)
    return sorted(found, key=lambda v: urgency.index(v.reason))


def _facts(look: Look) -> Iterator[Verdict]:
    item, n = look.figures.id, look.figures.n
    if look.disputes:
        yield Verdict(item, Reason.DISPUTED, look.disputes, n)
    if look.unmatched:
        yield Verdict(item, Reason.UNMATCHED, look.unmatched, n)
    if look.key_fixed is not None:
        yield Verdict(item, Reason.KEY_FIXED, look.key_fixed, n)


def _by_figures(figures: ItemFigures) -> Iterator[Verdict]:
    item, n = figures.id, figures.n
    if figures.discrimination is not None and figures.discrimination < 0:
        yield Verdict(item, Reason.NEGATIVE_DISCRIMINATION, figures.discrimination, n)
    if figures.interval and figures.facility is not None:
        low, high = figures.interval
        if low > EASY:
            yield Verdict(item, Reason.TOO_EASY, figures.facility, n)
        if high < HARD:
            yield Verdict(item, Reason.TOO_HARD, figures.facility, n)


def _by_choices(look: Look) -> Iterator[Verdict]:
    table = look.choices
    if table is None or table.n < NO_VERDICT:
        return
    item = look.figures.id
    wrong = [c for c in table.choices if not c.is_key]
    strong = tuple(c.id for c in wrong if preferred(c, table))
    if strong:
        took = max(c.thirds.high for c in wrong if c.id in strong)
        share = took / table.thirds.high if table.thirds.high else 0.0
        yield Verdict(item, Reason.STRONG_READERS_CHOOSE, share, table.n, strong)
    idle = [c for c in wrong if c.share < IDLE]
    if idle:
        share = max(c.share for c in idle)
        yield Verdict(item, Reason.IDLE_DISTRACTOR, share, table.n, tuple(c.id for c in idle))


def preferred(choice: ChoiceFigures, table: ChoiceTable) -> bool:
    """Whether strong readers take a distractor.

    More of the top third take it than any key, or taking it goes with a high rest by more than
    chance makes it in 1 of 40 cases (r > 2/√n).
    """
    key = max((c.thirds.high for c in table.choices if c.is_key), default=0)
    clearly = choice.rest_r is not None and choice.rest_r > 2 / math.sqrt(table.n)
    return choice.thirds.high > key or clearly


def _by_evidence(look: Look) -> Iterator[Verdict]:
    table = look.evidence
    if table is None or table.right < FEW or table.luck is None or table.luck < LUCK:
        return
    yield Verdict(look.figures.id, Reason.UNSUPPORTED, table.luck, table.right)
