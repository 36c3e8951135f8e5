"""What a corrected passage did to the evidence of a set's questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from quiz.assessment.editing import edits
from quiz.assessment.editing.outline import Part, find, outline
from quiz.assessment.editing.sheet import sheet_of, source_of
from quiz.assessment.formats import markdown
from quiz.assessment.model import Evidence, Item, Passage, QuestionSet
from quiz.assessment.passage import Lookup, bind, nearest, paragraph
from quiz.assessment.passage import find as words_stand

_ALIKE = 80  # rapidfuzz's ratio, 0…100, from which a sentence is the same one, mended


@dataclass(frozen=True, slots=True)
class Moved:
    """Evidence that still stands, elsewhere: the numbers of its paragraphs before and now."""

    item: str
    quote: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Changed:
    """Evidence whose words the passage holds no more, beside the nearest words ("" where none).

    ``count`` is 0 where they are gone, 2 where they stand there more than once.
    """

    item: str
    quote: str
    nearest: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """The text with all evidence carried that can be, what moved, and what is to be settled."""

    text: str
    moved: tuple[Moved, ...] = ()
    changed: tuple[Changed, ...] = ()


def carried(old: QuestionSet, new_text: str) -> Correction:
    """Carry the evidence of a published set along to a text whose passages were corrected.

    Words that still stand once are left as they are. Words that the correction made stand twice are
    lengthened to their whole sentence, where that is the one that they stood in before. All others
    are listed; while one is left, the set has an E-finding and cannot be published.
    """
    new = markdown.read(new_text).set
    if new is None:
        return Correction(new_text)
    text, moved, changed = new_text, [], []
    for part, quote, earlier in _quotes(old, new, new_text):
        reachable = [p for p in new.passages if p.place and p.place.line < part.first][::-1]
        found = bind(Evidence(quote), reachable)
        before = paragraph(old.passages, earlier)
        if found.count == 2 and (longer := _sentence(old, earlier, found, reachable)):
            text = settle(text, part.id, quote, longer)
            found = bind(Evidence(longer), reachable)
        if found.count != 1:
            words = "" if found.count else _nearest(old, earlier, reachable)
            changed.append(Changed(part.id, quote, words, found.count))
        elif (after := paragraph(new.passages, found.evidence)) != before:
            moved.append(Moved(part.id, found.evidence.quote, before and before[1], after[1]))
    return Correction(text, tuple(moved), tuple(changed))


def settle(text: str, item: str, quote: str, words: str) -> str:
    """Put other words in the place of a quote of a question; no words take it out.

    A question that no form can show (shape ``source``) is left: it is mended in its source.
    """
    part = find(text, item)
    if part is None:
        raise KeyError(item)
    sheet = sheet_of(part.source, id=item)
    evidence = tuple(words if q == quote else q for q in sheet.evidence)
    changed = replace(sheet, evidence=tuple(filter(str.strip, evidence)))
    return edits.replace(text, part, source_of(changed))


def _quotes(old: QuestionSet, new: QuestionSet, text: str) -> Iterator[tuple[Part, str, Evidence]]:
    """Each quote of a question of the text that the published set found in its passage."""
    for part in outline(text):
        item = old.item(part.id) if part.kind == "item" else None
        if item is not None:
            bound = _bound(item)
            quotes = sheet_of(part.source, new.language, part.id).evidence
            yield from ((part, quote, bound[quote]) for quote in quotes if quote in bound)


def _bound(item: Item) -> dict[str, Evidence]:
    return {evidence.quote: evidence for evidence in item.evidence if evidence.spans}


def _nearest(old: QuestionSet, evidence: Evidence, reachable: Sequence[Passage]) -> str:
    """The words most like a quote, else those most like the sentences that it stood in."""
    around = " ".join(_sentences(old.passages, evidence))
    return (nearest(evidence.quote, reachable) or nearest(around, reachable)).rstrip(",;: ")


def _sentence(
    old: QuestionSet, evidence: Evidence, found: Lookup, reachable: Sequence[Passage]
) -> str:
    """The one sentence that is what the sentence of old evidence has become, or ""."""
    was = _sentences(old.passages, evidence)
    if len(was) != 1:
        return ""
    now = next(p for p in reachable if p.id == found.evidence.passage)
    texts = [s.text for s in now.sentences if words_stand(evidence.quote, s.text)]
    best = max(texts, key=lambda text: fuzz.ratio(was[0], text), default="")
    fits = fuzz.ratio(was[0], best) >= _ALIKE and bind(Evidence(best), reachable).count == 1
    return best if fits else ""


def _sentences(passages: Sequence[Passage], evidence: Evidence) -> list[str]:
    ids = set(evidence.sentences)
    return [
        s.text for p in passages if p.id == evidence.passage for s in p.sentences if s.id in ids
    ]
