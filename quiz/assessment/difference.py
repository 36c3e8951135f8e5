"""What differs between two versions of a set, readably: by question, passage and word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz import fuzz

from quiz.assessment import types
from quiz.assessment.facts import Fact, Facts, of_answer, of_frame, of_item
from quiz.assessment.formats.markdown import write_item
from quiz.assessment.model import Item, Paragraph, Passage, QuestionSet
from quiz.assessment.prose import plain_text

Op = Literal["same", "gone", "come"]
Kind = Literal["added", "removed", "changed", "moved"]
Where = Literal["set", "passage", "question"]

WHATS = (
    "frame",
    "title",
    "paragraph",
    "stem",
    "lead",
    "kind",
    "choice",
    "text",
    "key",
    "feedback",
    "level",
    "evidence",
    "explanation",
    "hint",
    "sample",
    "skill",
    "points",
    "setting",
    "answer",
    "source",
)
"""What can differ. ``answer`` is the answer part as it is written, and ``source`` the whole of a
question or passage, where nothing else tells the difference."""

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_STEPS = 10_000_000  # words before × words after; beyond it all is gone and come
_ALIKE = 40  # rapidfuzz's ratio, 0…100, from which a text is the other one, changed


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that differs.

    ``what`` is one of `WHATS`; ``label`` says which one where there are several (a paragraph's
    number, a choice's words, a frame's key). ``words`` is the way from before to after, in pieces.
    """

    what: str
    before: str
    after: str
    words: tuple[tuple[Op, str], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A question or passage that was added, removed, changed or moved; ``set``: the frame."""

    kind: Kind
    where: Where
    id: str
    title: str
    parts: tuple[Detail, ...] = ()


def difference(old: QuestionSet, new: QuestionSet) -> list[Change]:
    """Say what differs: the frame, the passages, the questions; what is removed comes last.

    Empty where, and only where, the two sets are equal.
    """
    found: list[Change] = []
    if frame := tuple(_compared(of_frame(old), of_frame(new))):
        found.append(Change("changed", "set", new.id, new.title, frame))
    found += _changes("passage", old.passages, new.passages)
    found += _changes("question", old.items, new.items)
    return found


def word_steps(before: str, after: str) -> tuple[tuple[Op, str], ...]:
    """Give the way from one text to another in pieces of whole words."""
    a, b = _TOKEN.findall(before), _TOKEN.findall(after)
    if not a or not b or len(a) * len(b) > _MOST_STEPS:
        return _pieces([("gone", before), ("come", after)])
    steps: list[tuple[Op, str]] = []
    for what, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            steps.append(("same", "".join(a[i:j])))
        else:
            steps += [("gone", "".join(a[i:j])), ("come", "".join(b[k:m]))]
    return _pieces(steps)


def _pieces(steps: Iterable[tuple[Op, str]]) -> tuple[tuple[Op, str], ...]:
    return tuple((op, text) for op, text in steps if text)


def _detail(what: str, before: str, after: str, label: str = "") -> Detail:
    return Detail(what, before, after, word_steps(before, after), label)


def _compared(old: Facts, new: Facts) -> Iterator[Detail]:
    """The facts that differ; one that is not there is as one that is empty."""
    nothing = Fact("", "")
    for key in dict.fromkeys([*new, *old]):
        before, after = old.get(key, nothing), new.get(key, nothing)
        if before.value != after.value:
            yield _detail(key[0], before.shown, after.shown, after.label or before.label)


def _changes(
    where: Where,
    old: Sequence[Item] | Sequence[Passage],
    new: Sequence[Item] | Sequence[Passage],
) -> Iterator[Change]:
    before = {part.id: part for part in old}
    ids = [part.id for part in new]
    moved = _moved([i for i in before if i in ids], [i for i in ids if i in before])
    for part in new:
        earlier = before.get(part.id)
        if earlier is None:
            yield Change("added", where, part.id, _title(part))
            continue
        if part.id in moved or _above(earlier) != _above(part):
            yield Change("moved", where, part.id, _title(part))
        if details := _details(earlier, part):
            yield Change("changed", where, part.id, _title(part), details)
    for part in old:
        if part.id not in ids:
            yield Change("removed", where, part.id, _title(part))


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The fewest ids whose moving makes one order of the other."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return set(new) - {id for block in blocks for id in new[block.b : block.b + block.size]}


def _title(part: Item | Passage) -> str:
    return plain_text(part.title if isinstance(part, Passage) else part.stem)


def _above(part: Item | Passage) -> str:
    return part.passage if isinstance(part, Item) else ""


def _details(old: Item | Passage, new: Item | Passage) -> tuple[Detail, ...]:
    if old == new:  # most parts of a set
        return ()
    if isinstance(old, Passage) and isinstance(new, Passage):
        found = [*_compared(_titled(old), _titled(new)), *_paragraphs(old, new)]
        sources = (old.source, new.source)
    else:
        assert isinstance(old, Item)
        assert isinstance(new, Item)
        found = [*_compared(of_item(old), of_item(new)), *_written(old, new), *_quotes(old, new)]
        sources = (write_item(old), write_item(new))
    if not found and sources[0] != sources[1]:
        found = [_detail("source", *sources)]
    return tuple(found)


def _written(old: Item, new: Item) -> Iterator[Detail]:
    """The answer part as it is written, where no fact about it tells the difference."""
    before, after = (types.of(item).write(item.body) for item in (old, new))
    if before != after and dict(of_answer(old)) == dict(of_answer(new)):
        yield _detail("answer", before, after)


def _titled(passage: Passage) -> Facts:
    return {("title", ""): Fact(passage.title, plain_text(passage.title))}


def _paragraphs(old: Passage, new: Passage) -> Iterator[Detail]:
    for before, after in _aligned(old.paragraphs, new.paragraphs):
        numbered = after or before
        label = str(numbered.number or "") if numbered else ""
        texts = before.text if before else "", after.text if after else ""
        yield _detail("paragraph", *texts, label)


def _aligned(
    old: Sequence[Paragraph], new: Sequence[Paragraph]
) -> Iterator[tuple[Paragraph | None, Paragraph | None]]:
    """Pair the paragraphs that differ: each new one with the next old one that it is like."""
    steps = SequenceMatcher(None, [p.text for p in old], [p.text for p in new], autojunk=False)
    for what, a, b, c, d in steps.get_opcodes():
        if what == "equal":
            continue
        rest = list(old[a:b])
        for paragraph in new[c:d]:
            at = next((i for i, p in enumerate(rest) if _alike(p.text, paragraph.text)), None)
            skipped = rest[:at] if at is not None else []
            yield from ((gone, None) for gone in skipped)
            yield (None if at is None else rest[at]), paragraph
            rest = rest if at is None else rest[at + 1 :]
        yield from ((gone, None) for gone in rest)


def _alike(a: str, b: str) -> bool:
    return fuzz.ratio(a, b) >= _ALIKE


def _quotes(old: Item, new: Item) -> Iterator[Detail]:
    """The quotes that went and came, those that are alike beside each other."""
    before, after = ([e.quote for e in item.evidence] for item in (old, new))
    gone = [quote for quote in before if quote not in after]
    for quote in (q for q in after if q not in before):
        like = next((g for g in gone if _alike(g, quote)), "")
        if like:
            gone.remove(like)
        yield _detail("evidence", like, quote)
    yield from (_detail("evidence", quote, "") for quote in gone)
