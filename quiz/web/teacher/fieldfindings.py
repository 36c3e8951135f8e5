"""Findings at the field that causes them: which field of a question's form a line belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from quiz.web.teacher import sheets

if TYPE_CHECKING:
    from quiz.assessment.document import Finding
    from quiz.assessment.editing.outline import Part
    from quiz.web.teacher.looking import Look

Placed = Mapping[str, Sequence["Finding"]]

BY_CODE = {
    "W210": "evidence",
    "E111": "evidence",
    "E112": "evidence",
    "E113": "evidence",
    "W211": "evidence",
    "E119": "evidence",
}
"""Findings whose line does not tell the field that mends them."""

LABELS = {"explanation": "explanation", "hint": "hint", "sample answer": "sample"}


def placed(look: Look, part: Part | None, form: sheets.ItemForm) -> Placed:
    """Give the findings of a question by field: ``rows-2``, ``evidence``, …; "" is the rest."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in look.found(part) if part else ():
        found[_field(finding, look.lines, part, form)].append(finding)
    return found


def _field(finding: Finding, lines: Sequence[str], part: Part | None, form: sheets.ItemForm) -> str:
    if finding.code in BY_CODE:
        return BY_CODE[finding.code]
    at = finding.place.line
    words = lines[at - 1] if 0 < at <= len(lines) else ""
    if part is not None and at == part.first:
        return "stem"
    if words.lstrip().startswith(">"):
        return "evidence"
    label = words.partition(":")[0].strip().lower()
    return LABELS.get(label) or _row(words, form)


def _row(words: str, form: sheets.ItemForm) -> str:
    """The row whose words stand in the line, else the answer part as a whole."""
    if not isinstance(form, sheets.RowsForm):
        return "answer"
    for number, row in enumerate(form.rows.data):
        texts = [row.get(name) for name in ("text", "left", "right")]
        if any(text and text in words for text in texts):
            return f"rows-{number}"
    return "answer"
