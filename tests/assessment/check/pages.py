"""Documents for the tests of the rules: a passage of five paragraphs and questions on it."""

from __future__ import annotations

from quiz.assessment.check import check
from quiz.assessment.document import Finding
from quiz.assessment.formats.markdown import read

FERRY = """# The last ferry

For sixty years a small ferry has crossed the fjord between Hallevik and Storsund. It carries
twelve cars, the post, and on Fridays the choir of the island.

Last autumn the county council decided to replace it by a bridge. Engineers promised that the
crossing would take four minutes instead of forty, and that no storm would ever stop it again.

Captain Ingrid Solberg heard of the plan on the radio. She had steered the ferry through the
winter of 1987, when ice closed the fjord for nine days, and she did not believe a word of it.

The islanders are divided. Parents hope for a short way to the school in Hallevik, while the
owner of the only inn, Tor Nyberg, fears that guests will drive home in the evening.

In March the council will vote. Solberg has invited all its members to cross with her before
they do, preferably in a gale, and eleven of them have accepted.
"""

CAPTAIN = "> Captain Ingrid Solberg heard of the plan on the radio."


def document(*questions: str, passage: str = FERRY, frame: str = "") -> str:
    """Put a set together: a frame, a passage, questions."""
    head = f"---\nid: ferry\n{frame}---\n\n" if frame else ""
    return head + passage + "\n" + "\n\n".join(q.strip() for q in questions) + "\n"


def found(source: str) -> list[Finding]:
    """Give the findings of a document, without that it has no question."""
    return [f for f in check(read(source, "ferry")) if f.code != "E128"]


def codes(source: str) -> list[str]:
    """Give the codes of the findings of a document."""
    return [f.code for f in found(source)]


def choice(id_: str, stem: str, *choices: str, evidence: str = CAPTAIN, head: str = "") -> str:
    """Write a choice; the right one begins with ``*``."""
    lines = [f"- [{'x' if c.startswith('*') else ' '}] {c.removeprefix('*')}" for c in choices]
    attributes = f"#{id_} skill=locate {head}".strip()
    return f"## {stem} {{{attributes}}}\n\n" + "\n".join(lines) + f"\n\n{evidence}\n"


def typed(
    id_: str, stem: str, answer: str, evidence: str, *, more: str = "", head: str = ""
) -> str:
    """Write a question that is answered by typing."""
    attributes = f"#{id_} skill=locate {head}".strip()
    return f"## {stem} {{{attributes}}}\n\nAnswer: {answer}\n\n> {evidence}\n\n{more}"
