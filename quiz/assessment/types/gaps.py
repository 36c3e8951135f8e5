"""Gaps in running text: ``[[a | b]]`` is typed, ``[[a | ~x | ~y]]`` is chosen; both in one text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from quiz.assessment.document import Block, Finding, GapText, Place
from quiz.assessment.interaction import Gap, Inline, Option, Words
from quiz.assessment.language.folding import slug
from quiz.assessment.matching.ladder import key_of, model_text
from quiz.assessment.model import Invalid, Item, Part, Raw, Response, Score, Solution
from quiz.assessment.types import _shared as shared
from quiz.assessment.types import _typed as typed
from quiz.assessment.types.base import Example, ItemType, Row, Specimen

MOST = 200  # gaps of one question


@dataclass(frozen=True, slots=True)
class GapKey:
    """A gap: its accepted forms, and the wrong ones to choose from, in the order written.

    ``forms`` hold ``~`` before each wrong one; a gap without wrong ones is typed.
    """

    id: str
    forms: typed.Forms

    @property
    def right(self) -> typed.Forms:
        """The accepted forms, the model answer first."""
        return tuple(form for form in self.forms if not form.startswith("~"))

    @property
    def chosen(self) -> bool:
        """Whether the answer is chosen from a list."""
        return len(self.right) < len(self.forms)


@dataclass(frozen=True, slots=True)
class GapBody:
    """Markdown and gaps by turns. ``separator`` parts the forms: ``|``, or ``/`` in a table."""

    pieces: tuple[str | GapKey, ...]
    separator: str = "|"
    shuffle: bool = True

    @property
    def gaps(self) -> tuple[GapKey, ...]:
        """The gaps in order."""
        return tuple(p for p in self.pieces if isinstance(p, GapKey))


class Gaps(ItemType[GapBody]):
    """Gaps right / gaps."""

    name = "gaps"
    attributes = ("shuffle",)

    def claims(self, block: Block) -> bool:
        """Claim text with ``[[``."""
        return isinstance(block, GapText)

    def parse(self, block: Block) -> GapBody | list[Finding]:
        """Read the text and its gaps."""
        assert isinstance(block, GapText)
        findings: list[Finding] = []
        shuffle = shared.flag(block, "shuffle", findings, default=True)
        pieces: list[str | GapKey] = []
        number = 0
        for text, inner, place in _cut(block, findings):
            pieces += [text] if text else []
            if inner is not None:
                number += 1
                key = GapKey(str(number), _forms(inner, block.separator))
                findings += _faults(key, inner, place, block.separator)
                pieces.append(key)
                if number > MOST:
                    message, hint = f"more than {MOST} gaps", "make it several questions"
                    return [*findings, Finding("E117", place, message, hint=hint)]
        return findings or GapBody(tuple(pieces), block.separator, shuffle)

    def write(self, body: GapBody) -> str:
        """Write the text with its gaps."""
        return "".join(
            p if isinstance(p, str) else f"[[{typed.join_forms(p.forms, body.separator)}]]"
            for p in body.pieces
        )

    def header(self, body: GapBody) -> Mapping[str, str]:
        """Write ``shuffle`` where it is off."""
        return {"shuffle": "" if body.shuffle else "no"}

    def worth(self, body: GapBody) -> float:
        """A point a gap."""
        return float(len(body.gaps))

    def keys(self, body: GapBody) -> tuple[tuple[str, ...], ...]:
        """The forms of the typed gaps."""
        return tuple(typed.shown(gap.right) for gap in body.gaps if not gap.chosen)

    def lines(self, body: GapBody) -> Mapping[str, tuple[str, ...]]:
        """The gaps that are typed."""
        return {gap.id: gap.forms for gap in body.gaps if not gap.chosen}

    def with_form(self, body: GapBody, line: str, text: str) -> GapBody:
        """Add the form behind the others of its gap."""
        forms = self.lines(body)[line]
        added = (*forms, typed.as_form(text, f"\\*~[]{body.separator}"))
        return _with_forms(body, {line: added})

    def missed(self, item: Item, response: Response) -> tuple[tuple[str, str], ...]:
        """Texts of typed gaps."""
        if response.blank:
            return ()
        fared, known = self.score(item, response).parts, self.lines(item.body)
        given = zip(item.body.gaps, response.answer, strict=True)
        return tuple(
            (g.id, text) for g, text in given if text and g.id in known and not fared[g.id].fraction
        )

    def keyed(self, body: GapBody, other: GapBody) -> GapBody | None:
        """Take the forms of as many gaps; what can be chosen must be the same."""
        pairs = list(zip(body.gaps, other.gaps, strict=False))
        alike = len(body.gaps) == len(other.gaps) and body.separator == other.separator
        if not alike or any(set(_choosable(a)) != set(_choosable(b)) for a, b in pairs):
            return None
        return _with_forms(body, {a.id: _in_its_order(a, b) for a, b in pairs})

    def interaction(self, item: Item, seed: str) -> Inline:
        """Show the text; what can be chosen in a gap comes in an order that tells nothing."""
        body: GapBody = item.body

        def piece(p: str | GapKey) -> Words | Gap:
            if isinstance(p, str):
                return Words(p)
            options = _options(p)
            order = shared.arranged(options, seed, f"{item.id}/{p.id}") if body.shuffle else options
            return Gap(p.id, order)

        return Inline(tuple(piece(p) for p in body.pieces))

    def read(self, item: Item, raw: Raw) -> Response | Invalid:
        """Read a text or an id for each gap."""
        gaps: tuple[GapKey, ...] = item.body.gaps
        found = typed.single_texts(raw, [gap.id for gap in gaps])
        if isinstance(found, Invalid):
            return found
        for gap, text in zip(gaps, found, strict=True):
            if gap.chosen and text and text not in {o.id for o in _options(gap)}:
                return shared.FORGED
        return Response(tuple(found) if any(found) else None)

    def plain(self, item: Item, value: Any) -> Raw | Invalid:  # noqa: ANN401 - it is JSON
        """Take a text for each gap; a chosen one by its id or its text."""
        gaps: tuple[GapKey, ...] = item.body.gaps
        raw = typed.plain_texts(value, len(gaps))
        if isinstance(raw, Invalid):
            return raw
        found: dict[str, tuple[str, ...]] = {}
        for gap in gaps:
            text = raw.get(gap.id, ("",))[0]
            chosen = shared.look_up(text, _options(gap)) if gap.chosen and text else text
            if chosen is None:
                return shared.unknown(text, _options(gap))
            found[gap.id] = (chosen,)
        return found

    def score(self, item: Item, response: Response) -> Score:
        """Score each gap by itself."""
        gaps: tuple[GapKey, ...] = item.body.gaps
        parts = {
            gap.id: _score(gap, text, item)
            for gap, text in zip(gaps, response.answer, strict=True)
            if text
        }
        return Score(sum(part.fraction for part in parts.values()) / len(gaps), parts)

    def model(self, item: Item) -> Raw:
        """Give the first form of each gap."""
        language = item.context.language
        return {
            gap.id: (_right_ids(gap)[0] if gap.chosen else model_text(key_of(gap.right, language)),)
            for gap in item.body.gaps
        }

    def solution(self, item: Item) -> Solution:
        """Give the ids or the forms of each gap."""
        return Solution(
            {g.id: _right_ids(g) if g.chosen else typed.shown(g.right) for g in item.body.gaps}
        )

    def tally(self, item: Item, responses: Sequence[Response]) -> list[Row]:
        """Count what was typed or chosen in each gap."""
        rows: list[Row] = []
        for index, gap in enumerate(item.body.gaps):
            given = [r.answer[index] for r in responses if not r.blank and r.answer[index]]
            rows += _tally_chosen(gap, given) if gap.chosen else _tally_typed(gap, given, item)
        return rows

    def examples(self) -> list[Example]:
        """One typed gap and one chosen one; and a table with a gap."""
        text = """## Complete the sentence. {#complete skill=vocabulary evidence=none}

The ferry could not [[dock | land]] because the fog was [[thick | ~thin | ~warm]].
"""
        table = """## Complete the table. {#timetable skill=locate evidence=none}

| Stop | Time |
| --- | --- |
| Hull | [[9:30 / half past nine]] |
| York | [[noon / 12:00]] |
"""
        return [
            Example(
                "Complete a text",
                text,
                (
                    Specimen("right", {"1": ("dock",), "2": ("thick",)}, 1.0),
                    Specimen("right", {"1": ("Land",), "2": ("thick",)}, 1.0),
                    Specimen("part", {"1": ("sail",), "2": ("thick",)}, 0.5),
                    Specimen("part", {"1": ("",), "2": ("thick",)}, 0.5),
                    Specimen("wrong", {"1": ("sail",), "2": ("warm",)}, 0.0),
                    Specimen("blank", {"1": ("",), "2": ("",)}, 0.0),
                    Specimen("forged", {"1": ("dock",), "2": ("cold",)}, None),
                    Specimen("forged", {"3": ("dock",)}, None),
                ),
            ),
            Example(
                "Complete a table",
                table,
                (
                    Specimen("right", {"1": ("half past nine",), "2": ("12:00",)}, 1.0),
                    Specimen("part", {"1": ("9:30",), "2": ("midnight",)}, 0.5),
                ),
            ),
        ]


def _cut(block: GapText, findings: list[Finding]) -> Iterator[tuple[str, str | None, Place]]:
    """Cut a source at its gaps: the text before each, what the gap holds, and where it stands."""
    source, start, index = block.source.words, 0, 0
    line, line_start = block.place.line, 0
    while index < len(source):
        if source[index] == "\n":
            index += 1
            line, line_start = line + 1, index
        elif source[index] == "\\":
            index += 1 if source.startswith("\n", index + 1) else 2
        elif source.startswith("[[", index):
            end = _close(source, index + 2)
            place = Place(line, index - line_start + 1)
            if end < 0:
                words = source[index : index + 40].split("\n", 1)[0]
                message, hint = "this gap is never closed", "close it with ]]"
                findings.append(Finding("E114", place, message, words, hint))
                index += 2
                continue
            yield source[start:index], source[index + 2 : end], place
            line += source.count("\n", index, end)
            line_start = max(line_start, source.rfind("\n", index, end) + 1)
            start = index = end + 2
        else:
            index += 1
    yield source[start:], None, block.place


def _close(source: str, index: int) -> int:
    """Where the gap that began before ``index`` is closed; -1 where a paragraph ends before."""
    while index < len(source):
        if source[index] == "\\":
            index += 2
        elif source.startswith("]]", index):
            # "]]]" closes at its last two, so that a form may end in a bracket
            return index + 1 if source.startswith("]]]", index) else index
        elif source.startswith(("\n\n", "[["), index):
            return -1
        else:
            index += 1
    return -1


def _forms(inner: str, separator: str) -> typed.Forms:
    """Read the forms; white space between ``~`` and its word is nothing."""
    forms = typed.split_forms(" ".join(inner.split()), separator)
    return tuple(f"~{f[1:].lstrip()}" if f.startswith("~") else f for f in forms)


def _faults(key: GapKey, inner: str, place: Place, separator: str) -> list[Finding]:
    words = f"[[{inner}]]"[:60]
    if separator == "/" and "|" in inner:
        hint = "write / between the forms inside a table"
        return [Finding("E114", place, "a bar inside a table ends the cell", words, hint)]
    if not key.right:
        return [
            Finding(
                "E114", place, "this gap has no right answer", words, "write it between [[ and ]]"
            )
        ]
    if "~" in key.forms:
        return [Finding("E114", place, "a wrong answer without words", words, "write it behind ~")]
    shown = [" ".join(o.text.casefold().split()) for o in _options(key)]
    if key.chosen and len(set(shown)) < len(shown):
        return [Finding("E105", place, "the same choice twice in a gap", words, "remove one")]
    return []


def _with_forms(body: GapBody, forms: Mapping[str, typed.Forms]) -> GapBody:
    pieces = (
        GapKey(p.id, forms[p.id]) if isinstance(p, GapKey) and p.id in forms else p
        for p in body.pieces
    )
    return replace(body, pieces=tuple(pieces))


def _choosable(gap: GapKey) -> typed.Forms:
    return tuple(form.removeprefix("~") for form in gap.forms) if gap.chosen else ()


def _in_its_order(gap: GapKey, other: GapKey) -> typed.Forms:
    """What can be chosen keeps its order: ids of choices hang on it."""
    if not gap.chosen:
        return other.forms
    right = set(other.right)
    return tuple(form if form in right else f"~{form}" for form in _choosable(gap))


@lru_cache(maxsize=1024)
def _options(gap: GapKey) -> tuple[Option, ...]:
    """What can be chosen in a gap, in the order written; kept, as each answer is read by it."""
    if not gap.chosen:
        return ()
    texts = typed.shown([form.removeprefix("~") for form in gap.forms])
    ids: dict[str, str] = {}
    for text in texts:
        name = slug(text) or "part"
        taken = sum(1 for known in ids.values() if known == name or known.startswith(f"{name}-"))
        ids[text] = f"{name}-{taken + 1}" if name in ids.values() else name
    return tuple(Option(ids[text], text) for text in texts)


def _right_ids(gap: GapKey) -> tuple[str, ...]:
    options = zip(gap.forms, _options(gap), strict=True)
    return tuple(option.id for form, option in options if not form.startswith("~"))


def _score(gap: GapKey, text: str, item: Item) -> Part:
    if gap.chosen:
        return Part(float(text in _right_ids(gap)))
    met = typed.meets(item, text, key_of(gap.right, item.context.language))
    return Part(1.0, met.rung) if met else Part(0.0)


def _tally_chosen(gap: GapKey, given: Sequence[str]) -> list[Row]:
    count, right = Counter(given), _right_ids(gap)
    return [Row(f"{gap.id}: {o.text}", count[o.id], o.id in right) for o in _options(gap)]


def _tally_typed(gap: GapKey, given: Sequence[str], item: Item) -> list[Row]:
    rows = typed.tally_texts(item, given, [key_of(gap.right, item.context.language)])
    return [Row(f"{gap.id}: {row.label}", row.count, row.is_key) for row in rows]
