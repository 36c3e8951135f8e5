"""Form fields → source: the units of each slot, a whole question, and a patched one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from quiz.assessment.editing.fields import Answer, Choice, ItemSheet, Level, Pair, Step
from quiz.assessment.editing.reading import SLOTS, Read, Span
from quiz.assessment.formats.markdown import items
from quiz.assessment.language.folding import slug
from quiz.assessment.prose import escape, plain_text

Units = Mapping[str, Sequence[str]]
"""For each slot what it holds, a unit a paragraph, entry, row or line, as it would be written."""

_BULLET = re.compile(r" {0,3}([*+-])[ \t]")
_BY_LINES = frozenset({"lead", "answer"})  # units stand on lines of their own, no blank one between


def units(sheet: ItemSheet, keys: Sequence[str] = ()) -> Units:
    """Write each unit of a tidy sheet; ``keys`` is the order of the heading's keys."""
    return {
        "heading": [_heading(sheet, keys)],
        "lead": items.escape_labels(sheet.lead).split("\n") if sheet.lead else [],
        "answer": list(_answer(sheet)),
        "evidence": [f"> {escape(quote)}" for quote in sheet.evidence],
        items.EXPLANATION: _labelled(items.EXPLANATION, sheet.explanation),
        items.HINT: _labelled(items.HINT, sheet.hint),
        items.SAMPLE: _labelled(items.SAMPLE, sheet.sample),
    }


def whole(written: Units) -> str:
    """Write a whole question."""
    slots = (_joined(slot, written[slot]) for slot in SLOTS if written[slot])
    return "\n\n".join(slots)


def _joined(slot: str, written: Sequence[str]) -> str:
    return ("\n" if slot in _BY_LINES else "\n\n").join(written)


def _heading(sheet: ItemSheet, keys: Sequence[str]) -> str:
    said = {
        "skill": sheet.skill,
        "points": sheet.points,
        **sheet.attributes,
        "cite": sheet.cite,
        "evidence": sheet.attributes.get("evidence", "") if sheet.needs_evidence else "none",
    }
    order = {key: index for index, key in enumerate(keys)}
    names = sorted(filter(said.get, said), key=lambda key: order.get(key, len(order)))
    tokens = [f"#{sheet.id}", *(_token(key, said[key]) for key in names)]
    return " ".join(filter(None, ["##", sheet.stem, f"{{{' '.join(tokens)}}}"]))


def _token(key: str, value: str) -> str:
    return f'{key}="{value}"' if " " in value else f"{key}={value}"


def _labelled(label: str, text: str) -> list[str]:
    return [f"{label}: {paragraph}" for paragraph in text.split("\n\n")] if text else []


def _answer(sheet: ItemSheet) -> Iterator[str]:
    """The units of the answer part."""
    rows = sheet.rows
    match sheet.shape:
        case "choices":
            yield from _choices([r for r in rows if isinstance(r, Choice)])
        case "answers":
            texts = [r.text for r in rows if isinstance(r, Answer)]
            yield from (f"Answer: {text}".rstrip() for text in texts)
        case "gaps":
            yield from sheet.text.split("\n")
        case "match":
            pairs = [r for r in rows if isinstance(r, Pair)]
            yield _cells(*sheet.head) + "\n| --- | --- |"
            yield from _pairs(pairs)
        case "order":
            steps = [r for r in rows if isinstance(r, Step)]
            texts = _with_ids([(s.text, s.id, s.given) for s in steps])
            yield from (f"{n}. {text}".rstrip() for n, text in enumerate(texts, 1))
        case "select":
            yield f"Select: {'up to ' if sheet.up_to else ''}{sheet.limit}".rstrip()
        case "rubric":
            levels = [r for r in rows if isinstance(r, Level)]
            yield "Rubric:\n"
            yield from (_level(level) for level in levels)


def _level(level: Level) -> str:
    return f"- {level.points}: {level.text}".rstrip() if level.points else f"- {level.text}"


def _choices(rows: Sequence[Choice]) -> Iterator[str]:
    texts = _with_ids([(r.text, r.id, r.given) for r in rows])
    for row, text in zip(rows, texts, strict=True):
        notes = [f"\n\n  {paragraph}" for paragraph in row.note.split("\n\n") if paragraph]
        yield f"- [{row.mark or ' '}] {text}".rstrip() + "".join(notes)


def _pairs(rows: Sequence[Pair]) -> Iterator[str]:
    """Write the rows; an id of the right side stands behind the first cell with its words."""
    lefts = [row for row in rows if row.left]
    written = iter(_with_ids([(r.left, r.left_id, r.left_given) for r in lefts]))
    options = {row.right: row for row in reversed(rows)}
    given = {row.right: any(r.right_given for r in rows if r.right == row.right) for row in rows}
    texts = _with_ids([(o.right, o.right_id, given[o.right]) for o in options.values()])
    rights = dict(zip(options, texts, strict=True))
    seen: set[str] = set()
    for row in rows:
        left = next(written) if row.left else ""
        yield _cells(left, row.right if row.right in seen else rights[row.right])
        seen.add(row.right)


def _cells(left: str, right: str) -> str:
    bare = [cell.replace("|", "\\|") for cell in (left, right)]
    return f"| {bare[0]} | {bare[1]} |"


def _with_ids(entries: Sequence[tuple[str, str, bool]]) -> list[str]:
    """Write texts with their ids where they were given, or where reading would find another."""
    slugs = [slug(plain_text(text)) or "part" for text, _, _ in entries]
    count = Counter(slugs)
    return [
        f"{text} {{#{id}}}".lstrip() if id and (given or id != name or count[name] > 1) else text
        for (text, id, given), name in zip(entries, slugs, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines from ``start`` to before ``end`` (from 0) that others take the place of."""

    start: int
    end: int
    lines: Sequence[str] = ()


def patched(read: Read, before: Units, after: Units, *, rewrite_answer: bool = False) -> str:
    """Write what differs over the source that was read; what is equal keeps its lines.

    ``rewrite_answer`` writes the whole answer part anew.
    """
    lines = list(read.lines)
    before, after = (_bulleted(read, written) for written in (before, after))
    changes: list[_Change] = []
    for number, slot in enumerate(SLOTS):
        if not before[slot] and after[slot]:
            end = max(last for earlier in SLOTS[:number] for _, last in read.spans[earlier])
            changes.append(_inserted(lines, end, _joined(slot, after[slot]).split("\n")))
        elif slot == "answer" and rewrite_answer:
            changes += _rewritten(read.spans[slot], after[slot])
        else:
            changes += _differing(slot, read.spans[slot], before[slot], after[slot], lines)
    for change in sorted(changes, key=lambda c: c.start)[::-1]:
        lines[change.start : change.end] = change.lines
    return "\n".join(lines).strip("\n")


def _bulleted(read: Read, written: Units) -> Units:
    """Write the entries of a list behind the bullet that those of the source stand behind."""
    match = _BULLET.match(read.lines[read.spans["answer"][-1][0] - 1])
    bullet = match[1] if match else "-"
    entries = [f"{bullet}{unit[1:]}" if unit[:2] == "- " else unit for unit in written["answer"]]
    return dict(written) | {"answer": entries}


def _inserted(lines: Sequence[str], at: int, new: Sequence[str]) -> _Change:
    """Put paragraphs in behind the first ``at`` lines, apart by blank lines."""
    follows = at < len(lines) and lines[at].strip()
    return _Change(at, at, ["", *new, *([""] if follows else [])])


def _rewritten(spans: Sequence[Span], new: Sequence[str]) -> Iterator[_Change]:
    (first, last), *rest = spans
    yield _Change(first - 1, last, "\n".join(new).split("\n"))
    yield from (_Change(a - 1, b) for a, b in rest)


def _differing(
    slot: str, spans: Sequence[Span], old: Sequence[str], new: Sequence[str], lines: Sequence[str]
) -> Iterator[_Change]:
    """The changes of one slot, unit by unit."""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for what, a, b, c, d in steps:
        if what == "equal":
            continue
        both = min(b - a, d - c)
        for (first, last), unit in zip(spans[a:b], new[c:d], strict=False):
            yield _Change(first - 1, last, unit.split("\n"))
        for first, last in spans[a + both : b]:
            yield _Change(first - 1, last + _blanks(slot, lines, last, bool(new)))
        more = new[c + both : d]
        if more:
            yield _added(slot, more, spans[a + both - 1][1] if a + both else 0, spans)


def _blanks(slot: str, lines: Sequence[str], last: int, stays: bool) -> int:
    """How many blank lines go with a unit that is taken out."""
    if slot in _BY_LINES and stays:
        return 0
    count = 0
    while last + count < len(lines) and not lines[last + count].strip():
        count += 1
    return count


def _added(slot: str, new: Sequence[str], behind: int, spans: Sequence[Span]) -> _Change:
    """Put units in behind the line ``behind``, or before the first one where that is 0."""
    lines = _joined(slot, new).split("\n")
    apart = [] if slot in _BY_LINES else [""]
    if behind:
        return _Change(behind, behind, [*apart, *lines])
    first = spans[0][0] - 1
    return _Change(first, first, [*lines, *apart])
