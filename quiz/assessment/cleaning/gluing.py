"""Words that were pasted without a space between them, each with its mend; and accepting mends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from quiz.assessment.check.draft import Draft
from quiz.assessment.check.glued import Glue
from quiz.assessment.cleaning.values import Block, Proposal
from quiz.assessment.cleaning.writing import Written, places, signs_of
from quiz.assessment.model import Paragraph, Passage, QuestionSet

_MOST = 300  # proposals; a text with more has another fault
_SIGNS = re.compile(r"[*\\]|^(?:### |> )", re.MULTILINE)
_WHY = "these look like words without a space"


def proposals(written: Sequence[Written], language: str) -> tuple[Proposal, ...]:
    """Propose a mend for each place where words stand together; all can be accepted at once."""
    glue = Glue(_draft([w.block for w in written], language))
    found = islice((p for w in written for p in _in_block(w, glue)), _MOST)
    return tuple(sorted(found))


def _draft(blocks: Iterable[Block], language: str) -> Draft:
    """What the rule about glued words knows a text as."""
    paragraphs = tuple(Paragraph(b.kind, None, b.runs, 0) for b in blocks)
    passage = Passage("passage", "", paragraphs, ())
    return Draft(QuestionSet("set", "", language, passages=(passage,)), "")


def _in_block(written: Written, glue: Glue) -> Iterator[Proposal]:
    text, free = written.block.text, 0
    faults = list(glue.faults(text))
    at = places(written.markdown, text) if faults else []
    for offset, words, mend in faults:
        if offset < free or not words:
            continue
        free = offset + len(words)
        begin, end = at[offset][0], at[free - 1][1]
        gaps = [(_gap(written.block, at, i) - begin, put) for i, put in _put(words, mend, offset)]
        source = written.markdown[begin:end]
        place = written.line, written.column + begin
        yield Proposal(*place, source, _with(source, gaps), _WHY)


def _put(words: str, mend: str, offset: int) -> Iterator[tuple[int, str]]:
    """Give what a mend puts between characters: before which of them, and what."""
    index, put = 0, ""
    for char in mend:
        if index < len(words) and char == words[index] and not (put and char == " "):
            if put:
                yield offset + index, put
            index, put = index + 1, ""
        else:
            put += char


def _gap(block: Block, at: Sequence[tuple[int, int]], index: int) -> int:
    """Where in the Markdown something goes in before a character: behind the signs that close."""
    end, start = at[index - 1][1], 0
    for run in block.runs:
        start += len(run.text)
        if start == index:
            return end + len(signs_of(run))
    return end


def _with(source: str, gaps: Sequence[tuple[int, str]]) -> str:
    for at, put in reversed(gaps):
        source = source[:at] + put + source[at:]
    return source


def mended(markdown: str, proposals: Iterable[Proposal]) -> list[str]:
    """Give the paragraphs as they read when all is mended, without marks: for comparing words."""
    return _SIGNS.sub("", accept(markdown, proposals)).split("\n")


def accept(markdown: str, chosen: Iterable[Proposal]) -> str:
    """Give the Markdown with the chosen mends; one whose words no longer stand there is left."""
    lines = markdown.split("\n")
    for proposal in sorted(set(chosen), reverse=True):
        if not 0 < proposal.line <= len(lines):
            continue
        line, at = lines[proposal.line - 1], proposal.column - 1
        if at >= 0 and line.startswith(proposal.words, at):
            rest = line[at + len(proposal.words) :]
            lines[proposal.line - 1] = line[:at] + proposal.mend + rest
    return "\n".join(lines)
