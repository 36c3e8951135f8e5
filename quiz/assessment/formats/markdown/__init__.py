"""The native format: a question set as a Markdown document.

`read` never stops at the first fault and never raises, whatever the bytes: it gives the set, as
far as it could be read, and all findings. `write` makes a document of a set;
``read(write(read(text).set)).set == read(text).set`` for a text without errors.
"""

from __future__ import annotations

from quiz.assessment.formats.markdown.reader import Reading, read, sentence_places
from quiz.assessment.formats.markdown.source import LARGEST, canonical, digest
from quiz.assessment.formats.markdown.writer import write, write_item

__all__ = [
    "LARGEST",
    "Reading",
    "canonical",
    "digest",
    "read",
    "sentence_places",
    "write",
    "write_item",
]
