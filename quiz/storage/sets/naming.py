"""The ids of sets: the frame says which is wanted, and is told which it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quiz.assessment.editing import edits
from quiz.assessment.formats import markdown
from quiz.assessment.formats.markdown import frame as frames
from quiz.storage import tables

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LONGEST = 80


def wanted(text: str) -> str:
    """Give the id that a text says, or that its title makes."""
    found = markdown.read(text).set
    return found.id if found else "set"


def free(session: Session, wanted: str) -> str:
    """Give an id that no set has: the wanted one, or with ``-2`` behind it, ``-3``, …."""
    set_id, number = wanted[:LONGEST], 1
    while session.get(tables.QuestionSet, set_id) is not None:
        number += 1
        behind = f"-{number}"
        set_id = wanted[: LONGEST - len(behind)] + behind
    return set_id


def written(text: str, set_id: str) -> str:
    """Write a set's id into its frame; a frame that cannot be read is left as it is."""
    lines = frames.split(text.split("\n"))
    if lines is None:
        return text
    frame, findings = frames.read(lines[0])
    if frame.id == set_id or any(finding.code == "E101" for finding in findings):
        return text
    return edits.set_frame(text, "id", set_id)
