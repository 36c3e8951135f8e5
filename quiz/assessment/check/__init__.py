"""Findings about a set: what the reader said of the document, and what the rules say of the rest.

A rule is one function from a `Draft` to findings; each is told in a sentence in `codes.CODES`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from quiz.assessment.check import balance, clues, document, items, passage, spelling
from quiz.assessment.check.codes import CODES
from quiz.assessment.check.draft import Draft, Rule
from quiz.assessment.document import Finding

if TYPE_CHECKING:
    from quiz.assessment.formats.markdown import Reading

__all__ = ["CODES", "RULES", "check"]

RULES: Sequence[Rule] = (
    *document.RULES,
    *items.RULES,
    *clues.RULES,
    *balance.RULES,
    *spelling.RULES,
    *passage.RULES,
)
MOST = 500  # findings of one rule or code; who breaks it more often is told so often enough


def check(reading: Reading) -> tuple[Finding, ...]:
    """Give all findings about a document, sorted by place: the reader's and the rules'.

    A W-finding that its question waives (``ok=W203``) is left out; an E-finding never is. Where the
    reader could make no set, its own findings are all.
    """
    found = [f for code in _by_code(reading.findings) for f in code[:MOST]]
    if reading.set is not None:
        draft = Draft(reading.set, reading.text)
        found += [f for rule in RULES for f in islice(rule(draft), MOST)]
        waived = {item.id: item.waived for item in reading.set.items}
        found = [f for f in found if f.is_error or f.code not in waived.get(f.item, ())]
    return tuple(sorted(dict.fromkeys(found), key=_order))


def _by_code(findings: Sequence[Finding]) -> Iterable[list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.code, []).append(finding)
    return found.values()


def _order(finding: Finding) -> tuple[int, int, str, str]:
    return finding.place.line, finding.place.column, finding.code, finding.message
